"""Addresses of the demo that are looked at in a browser."""

# Kind of page and its address. One of each kind that the public sees.
PAGES = {
    "home": "/en/",
    "library": "/en/research/",
    "collections": "/en/research/collections/",
    "collection": "/en/research/collections/making-space-for-quieter-voices/",
    "report": "/en/research/reports/who-answers-when-nobody-raises-a-hand/",
    "catalogue": "/en/learning/",
    "course": "/en/learning/research-lesson-study-first-steps/",
    "module": "/en/learning/research-lesson-study-first-steps/{module}/",
    "lesson": "/en/learning/research-lesson-study-first-steps/{module}/{lesson}/",
    "webinars": "/en/webinars/",
    "upcoming webinar": "/en/webinars/when-the-second-lesson-goes-wrong/",
    "recorded webinar": "/en/webinars/interviewing-case-pupils/",
    "leads": "/en/leads/",
    "lead": "/en/leads/marcela-antilef-rojas/",
    "contact a lead": "/en/leads/amina-sarsen/contact/",
    "insights": "/en/insights/",
    "insight": "/en/insights/what-makes-room-for-reasons/",
    "standard page": "/en/privacy/",
    "register interest": "/en/register-interest/",
    "search": "/en/search/?q=pupils",
    "sign in": "/en/account/login/",
    "sign up": "/en/account/signup/",
    "not found": "/en/no-such-page/",
}
ARABIC = {
    "home": "/ar/",
    "library": "/ar/research/",
    "collection": "/ar/research/collections/{collection}/",
    "report": "/ar/research/reports/man-yujib-hina-la-yarfau-ahad-yadahu/",
    "webinars": "/ar/webinars/",
    "leads": "/ar/leads/",
    "register interest": "/ar/register-interest/",
    "search": "/ar/search/?q=السؤال",
    "sign in": "/ar/account/login/",
}
# What one of the demo's people sees of writing and review: who, kind of page, and its address. What stands in braces
# is found by the title of a submission on the page of whoever has a list of them.
SIGNED_IN = {
    "waiting for the author": ("author", "/en/my/waiting/"),
    "rounds": ("author", "/en/my/research/{logbook}/rounds/"),
    "rounds with a letter": ("author", "/en/my/research/{minute}/rounds/"),
    "rounds with a question": ("author", "/en/my/research/{measuring}/rounds/"),
    "my reviews": ("reviewer", "/en/my/reviews/"),
    "reviewer profile": ("reviewer", "/en/my/reviews/profile/"),
    "review desk": ("reviewer", "/en/my/reviews/{late_review}/"),
    "review sent": ("reviewer", "/en/my/reviews/{sent_review}/"),
    "board": ("editor", "/en/my/editing/?state=all"),
    "waiting for the editor": ("editor", "/en/my/waiting/"),
    "submission to check": ("editor", "/en/my/editing/{to_check}/"),
    "submission to decide": ("editor", "/en/my/editing/{to_decide}/"),
    "second round": ("editor", "/en/my/editing/{second_round}/"),
    "second round in Arabic": ("editor", "/ar/my/editing/{arabic_round}/"),
    "my reviews in Arabic": ("reviewer", "/ar/my/reviews/"),
    "rounds in Arabic": ("author", "/ar/my/research/{logbook}/rounds/"),
}
# Where the numbers in those addresses are found: who, the page with the link, the beginning of its title.
NUMBERS = {
    "logbook": ("author", "/en/my/research/", "The logbook that answers"),
    "minute": ("author", "/en/my/research/", "One minute before"),
    "measuring": ("author", "/en/my/research/", "Measure twice"),
    "late_review": ("reviewer", "/en/my/reviews/", "The circuit on the floor"),
    "sent_review": ("reviewer", "/en/my/reviews/", "Whose hand held"),
    "to_check": ("editor", "/en/my/editing/", "The table for the ones"),
    "to_decide": ("editor", "/en/my/editing/", "Whose hand held"),
    "second_round": ("editor", "/en/my/editing/", "The logbook that answers"),
    "arabic_round": ("editor", "/en/my/editing/", "ارسموا ما لا"),
}
