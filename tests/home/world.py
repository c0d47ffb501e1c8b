"""People in every role, their browsers, and something of everything for them to reach for."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from camtree.navigation.models import Menu
from camtree.translation.actions import texts_with, translate
from camtree.vocabularies.models import Theme
from insights.models import InsightReportPage
from leads.models import LeadProfilePage
from learning.models import CoursePage
from research.models import CollectionPage, ReportPage, ReportTemplate
from tests.factories.courses import make_question, make_quiz
from tests.factories.media import make_image
from tests.factories.members import browser_of, make_member
from tests.factories.pages import make_lead, make_report
from webinars.models import WebinarPage

# Short names of who asks. A lead has a profile; "new lead" has none yet.
EDITOR, MODERATOR, SPANISH, LEAD, NEW_LEAD, ADMIN = "editor", "moderator", "spanish", "lead", "new lead", "admin"
REVIEWER, MEMBER, NOBODY = "reviewer", "member", "nobody"
STAFF = {EDITOR, MODERATOR, ADMIN}
INSIDE = STAFF | {SPANISH, LEAD, NEW_LEAD}
ROLE_OF = {
    EDITOR: ("Editors",),
    MODERATOR: ("Moderators",),
    SPANISH: ("Translators (es)",),
    LEAD: ("Leads",),
    NEW_LEAD: ("Leads",),
    ADMIN: ("Administrators",),
    REVIEWER: ("Reviewers",),
    MEMBER: (),
}
SECTION_TYPES: dict[type[Page], dict[str, Any]] = {
    ReportPage: {},
    CollectionPage: {},
    CoursePage: {},
    WebinarPage: {"starts_at": timezone.now()},
    LeadProfilePage: {"country": "IN"},
    InsightReportPage: {},
}


@dataclass
class World:
    """People, their browsers, and something of everything for them to reach for."""

    people: dict[str, Any]
    pages: dict[str, Page]
    things: dict[str, Any]

    def __post_init__(self) -> None:
        self.browsers = {name: browser_of(user) for name, user in self.people.items()}
        self.browsers[NOBODY] = browser_of(None)

    def who_may(self, address: str) -> set[str]:
        """Everybody for whom the address opens. Anything but an open page or a refusal is a fault."""
        allowed = set()
        for name, browser in self.browsers.items():
            response = browser.get(address)
            if response.status_code == 200:
                allowed.add(name)
                continue
            if response.status_code == 404 and "/my/" in address:
                continue  # pages of editors beside the admin are not there for others
            assert response.status_code == 302, f"{name} at {address}: {response.status_code}"
            # Insiders go back to the start of the admin, everybody else to the door.
            door = "/admin/" if name in INSIDE else f"{reverse('account_login')}?next="
            assert response["Location"].startswith(door), f"{name} at {address}: {response['Location']}"
        return allowed


def translated(row: Any, language: str = "es") -> Any:
    """A question or quiz once more, as wagtail-localize copies it."""
    copy = row.copy_for_translation(Locale.objects.get(language_code=language))
    copy.save()
    return copy


def make_world() -> World:
    people = {name: make_member(name, roles=roles) for name, roles in ROLE_OF.items()}
    english = make_report("In English")
    spanish = translate(
        source=english,
        locale=Locale.objects.get(language_code="es"),
        texts=texts_with(english, title="En español"),
        publish=False,
    )
    spanish.save_revision().publish()
    pages = {
        "report": english,
        "report in Spanish": spanish,
        "report in Arabic": make_report("بالعربية", language="ar"),
        "draft": make_report("Not yet", live=False),
        "draft in Spanish": make_report("Todavía no", language="es", live=False),
        "own profile": make_lead("Own", owner=people[LEAD]),
        "other profile": make_lead("Other", owner=people[MEMBER]),
        "draft profile": make_lead("Hidden", owner=people[MEMBER], live=False),
    }
    question = make_question()
    quiz = make_quiz(question)
    things = {
        "picture": make_image(),
        "own photo": make_image("Own", collection="Lead photos", uploaded_by=people[LEAD]),
        "other photo": make_image("Other", collection="Lead photos", uploaded_by=people[MEMBER]),
        "template": ReportTemplate.objects.filter(locale__language_code="en").first(),
        "theme": Theme.objects.filter(locale__language_code="en").first(),
        "theme in Spanish": Theme.objects.filter(locale__language_code="es").first(),
        "theme in Arabic": Theme.objects.filter(locale__language_code="ar").first(),
        "menu": Menu.objects.get(place="main", locale__language_code="en"),
        "menu in Spanish": Menu.objects.get(place="main", locale__language_code="es"),
        "translation": Translation.objects.get(
            target_locale__language_code="es", source__object_id=english.translation_key
        ),
        "superuser": make_member("Root", is_superuser=True),
        "question": question,
        "question in Spanish": translated(question),
        "quiz": quiz,
        "quiz in Spanish": translated(quiz),
    }
    return World(people, pages, things)
