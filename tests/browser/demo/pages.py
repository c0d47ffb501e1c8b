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
