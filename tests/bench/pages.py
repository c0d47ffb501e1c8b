"""The pages that are measured, and the most that each may cost."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The most that a page may cost, as a ratio to the page of ten queries, and the most queries that it may ask: at
    the first look, and again. None where nothing is wanted."""

    first: float
    first_queries: int
    again: float | None
    again_queries: int


@dataclass(frozen=True)
class Page:
    """A page that is measured.

    `address` may hold a name in braces, which `people.py` tells. `many` are the limits among a thousand reports where
    they are others than among the demo's. `person` is who looks (a name there, too); nobody for a visitor, whom the
    page cache serves.
    """

    name: str
    address: str
    few: Limits
    many: Limits | None = None
    person: str = ""


# First looks, and the admin: half as much again as was measured, so that what costs twice as much fails, and a few more
# queries than were counted. Again: what was wanted from the start, and hardly a query more than is asked. Decision 13.
PAGES = [
    Page("home", "/en/", Limits(28, 41, 3.0, 0)),
    Page("library", "/en/research/", Limits(25, 28, 3.0, 0), Limits(30, 28, 3.0, 0)),
    Page("library, filtered", "/en/research/?phase=primary", Limits(17, 27, 3.0, 0), Limits(26, 27, 3.0, 0)),
    Page("webinars", "/en/webinars/", Limits(17, 30, 3.0, 0)),
    Page("leads", "/en/leads/", Limits(18, 28, 3.0, 0)),
    Page("search page", "/en/search/?q=pupils", Limits(11, 18, 3.0, 4), Limits(19, 18, 9.0, 4)),
    Page("collection", "/en/research/collections/making-space-for-quieter-voices/", Limits(21, 29, 2.0, 0)),
    Page("report", "/en/research/reports/who-answers-when-nobody-raises-a-hand/", Limits(23, 33, 2.0, 0)),
    Page("course", "/en/learning/research-lesson-study-first-steps/", Limits(18, 31, 2.0, 1)),
    Page("webinar", "/en/webinars/interviewing-case-pupils/", Limits(18, 31, 2.0, 0)),
    Page("lead", "/en/leads/amina-sarsen/", Limits(15, 29, 2.0, 0)),
    Page("insight", "/en/insights/what-makes-room-for-reasons/", Limits(24, 31, 2.0, 0)),
    Page("lesson, learner", "{lesson}", Limits(18, 31, 2.0, 6), person="member"),
    Page("dashboard, learner", "{dashboard}", Limits(14, 26, 3.0, 10), person="member"),
    Page("grid of 200 × 60", "{grid}", Limits(42, 26, None, 12), person="runner"),
    Page("explorer, editor", "{explorer}", Limits(68, 150, 68, 147), Limits(115, 255, 115, 252), "editor"),
    Page("edit form, editor", "{edit_form}", Limits(68, 78, 64, 74), person="editor"),
    Page("chooser, editor", "{chooser}", Limits(36, 95, 36, 92), Limits(40, 101, 40, 98), "editor"),
    Page("explorer, admin", "{explorer}", Limits(60, 98, 60, 95), Limits(105, 152, 105, 149), "admin"),
    Page("edit form, admin", "{edit_form}", Limits(62, 72, 60, 68), person="admin"),
    Page("chooser, admin", "{chooser}", Limits(34, 94, 34, 91), Limits(38, 100, 38, 97), "admin"),
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
