"""Demo people come to the webinars that take registrations: one has places, one is full."""

from functools import partial

from camtree.core.words.content_files import originals
from camtree.members.models import User
from demo.loading import CONTENT, keep, loaded, record, without_mail
from webinars.models import Registration, WebinarPage
from webinars.registrations.actions.places import register_member


def load_registrations(people: dict[str, User]) -> None:
    """In the order of the file of each webinar, so that the last of them wait."""
    with without_mail():
        for file in originals(CONTENT / "webinars"):
            webinar = loaded(f"webinars/{file.slug}")
            if webinar is None or not webinar.is_open_for_registration():
                continue
            for name in file.facts.get("registered", []):
                key = f"webinars/{file.slug}/registered/{name}"
                row, is_new = keep(key, partial(_registered, webinar, people[name]))
                if is_new:
                    record(f"webinars/{file.slug}/register", row.register)


def _registered(webinar: WebinarPage, member: User) -> Registration:
    return register_member(webinar=webinar, member=member, language=member.preferred_language)
