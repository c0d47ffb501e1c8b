"""The pages that are measured, and the most that each may cost."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The most that a look at a page may cost, as a ratio to the page of ten queries, and the most queries it may ask;
    None where nothing is wanted."""

    ten: float | None = None
    queries: int | None = None


@dataclass(frozen=True)
class Page:
    """A page that is measured.

    `address` may hold a name in braces, which `people.py` tells. `person` is who looks (a name there, too); nobody for
    a visitor, whom the page cache serves.
    """

    name: str
    address: str
    first: Limits
    again: Limits
    person: str = ""


PAGES = [
    Page("home", "/en/", Limits(), Limits(3.0)),
    Page("library", "/en/research/", Limits(), Limits(3.0)),
    Page("library, filtered", "/en/research/?phase=primary", Limits(), Limits(3.0)),
    Page("webinars", "/en/webinars/", Limits(), Limits(3.0)),
    Page("leads", "/en/leads/", Limits(), Limits(3.0)),
    Page("search", "/en/search/?q=pupils", Limits(), Limits(3.0)),
    Page("collection", "/en/research/collections/making-space-for-quieter-voices/", Limits(), Limits(2.0)),
    Page("report", "/en/research/reports/who-answers-when-nobody-raises-a-hand/", Limits(), Limits(2.0)),
    Page("course", "/en/learning/research-lesson-study-first-steps/", Limits(), Limits(2.0)),
    Page("webinar", "/en/webinars/interviewing-case-pupils/", Limits(), Limits(2.0)),
    Page("lead", "/en/leads/amina-sarsen/", Limits(), Limits(2.0)),
    Page("insight", "/en/insights/what-makes-room-for-reasons/", Limits(), Limits(2.0)),
    Page("lesson, learner", "{lesson}", Limits(), Limits(2.0, 16), "member"),
    Page("dashboard, learner", "{dashboard}", Limits(), Limits(3.0, 18), "member"),
    Page("grid of 200 × 60", "{grid}", Limits(), Limits(None, 15), "runner"),
    Page("explorer, editor", "{explorer}", Limits(), Limits(), "editor"),
    Page("edit form, editor", "{edit_form}", Limits(), Limits(), "editor"),
    Page("chooser, editor", "{chooser}", Limits(), Limits(), "editor"),
    Page("explorer, admin", "{explorer}", Limits(), Limits(), "admin"),
    Page("edit form, admin", "{edit_form}", Limits(), Limits(), "admin"),
    Page("chooser, admin", "{chooser}", Limits(), Limits(), "admin"),
]


def chosen(pages: Sequence[Page], words: str) -> list[Page]:
    """The pages whose names hold one of the words, which have commas between them; all where there is none.

    Raises SystemExit with a sentence for a word that is in no name.
    """
    wanted = [word.strip().lower() for word in words.split(",") if word.strip()]
    for word in wanted:
        if not any(word in page.name for page in pages):
            names = "; ".join(page.name for page in pages)
            raise SystemExit(f'No page that is measured has "{word}" in its name. They are: {names}.')
    return [page for page in pages if not wanted or any(word in page.name for word in wanted)]
