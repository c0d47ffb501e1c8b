"""The table in docs/roles.md says what is so."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Locale, Site, Workflow

from home.roles import ROLES
from tests.factories.cohorts import make_cohort
from tests.home.world import ADMIN, EDITOR, LEAD, MEMBER, MODERATOR, REVIEWER, SPANISH, World

pytestmark = pytest.mark.django_db

WHO = {
    "Editors": EDITOR,
    "Moderators": MODERATOR,
    "Administrators": ADMIN,
    "Translators": SPANISH,
    "Leads": LEAD,
    "Reviewers": REVIEWER,
    "Members": MEMBER,
}
# What is tried for each row: an address with something of somebody else, and one with something of one's own.
Try = tuple[str, tuple[Any, ...]]
TRIED: dict[str, tuple[Try, ...]] = {
    "open the editors' side": (("wagtailadmin_home", ()),),
    "change a page": (("wagtailadmin_pages:edit", ("report",)), ("wagtailadmin_pages:edit", ("report in Spanish",))),
    "change a lead profile": (
        ("wagtailadmin_pages:edit", ("other profile",)),
        ("wagtailadmin_pages:edit", ("own profile",)),
    ),
    "make a new page": (("wagtailadmin_pages:add", ("research", "reportpage", "reports")),),
    "delete a draft": (("wagtailadmin_pages:delete", ("draft",)), ("wagtailadmin_pages:delete", ("draft in Spanish",))),
    "unpublish a page": (("wagtailadmin_pages:unpublish", ("report in Spanish",)),),
    "delete a live page": (("wagtailadmin_pages:delete", ("report in Spanish",)),),
    "move a page": (("wagtailadmin_pages:move", ("report in Spanish",)),),
    "make a page private": (("wagtailadmin_pages:set_privacy", ("report in Spanish",)),),
    "begin a translation": (("wagtail_localize:submit_page_translation", ("report",)),),
    "change pictures": (("wagtailimages:edit", ("other photo",)), ("wagtailimages:edit", ("own photo",))),
    "add documents": (("wagtaildocs:add_multiple", ()),),
    "add recordings and captions": (("wagtailmedia:add", ("video",)),),
    "change menus": (
        ("wagtailsnippets_navigation_menu:edit", ("menu",)),
        ("wagtailsnippets_navigation_menu:edit", ("menu in Spanish",)),
    ),
    "change synonyms of the search": (("wagtailsnippets_search_synonyms:add", ()),),
    "change words of a vocabulary": (
        ("wagtailsnippets_vocabularies_theme:edit", ("theme",)),
        ("wagtailsnippets_vocabularies_theme:edit", ("theme in Spanish",)),
    ),
    "change report templates": (("wagtailsnippets_research_reporttemplate:edit", ("template",)),),
    "make questions, quizzes and packages": (
        ("wagtailsnippets_learning_question:add", ()),
        ("wagtailsnippets_learning_questionpool:add", ()),
        ("wagtailsnippets_learning_quiz:add", ()),
        ("wagtailsnippets_learning_coursepackage:add", ()),
    ),
    "change questions and quizzes": (
        ("wagtailsnippets_learning_question:edit", ("question",)),
        ("wagtailsnippets_learning_question:edit", ("question in Spanish",)),
    ),
    "read reports about courses and questions": (
        ("courses_report", ()),
        ("questions_report", ()),
        ("course_findings_report", ()),
    ),
    "mark open answers": (("marking", ()),),
    "change review rubrics, letters and calls": (
        ("wagtailsnippets_research_reviewrubric:add", ()),
        ("wagtailsnippets_research_decisionletter:add", ()),
        ("wagtailsnippets_research_call:add", ()),
    ),
    "decide about submissions": (("editing_board", ()),),
    "delete words of a vocabulary": (("wagtailsnippets_vocabularies_theme:delete", ("theme in Spanish",)),),
    "withdraw a report": (("withdrawals", ()),),
    "revoke a certificate": (("certificates_board", ()),),
    "publish what members tried too": (("replications", ()),),
    "make a group that takes a course": (("new_cohort", ()),),
    "run groups of others": (("teach_cohort", ("cohort",)),),
    "read registrations of interest": (("interest:index", ()),),
    "read enquiries to leads": (("enquiries:index", ()),),
    "change accounts": (("wagtailusers_users:edit", ("member",)),),
    "change roles": (("wagtailusers_groups:edit", ("group",)),),
    "change sites": (("wagtailsites:edit", ("site",)),),
    "change languages": (("wagtaillocales:edit", ("locale",)),),
    "change redirects": (("wagtailredirects:index", ()),),
    "change workflows": (("wagtailadmin_workflows:edit", ("workflow",)),),
    "change collections of files": (("wagtailadmin_collections:index", ()),),
}


def table() -> dict[str, dict[str, str]]:
    """Row → role → cell."""
    text = (Path(__file__).parents[2] / "docs/roles.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("| ")
    ]
    head, *body = rows
    return {row[0]: dict(zip(head[1:], row[1:], strict=True)) for row in body}


def test_every_role_has_a_column() -> None:
    roles = {name.split(" (")[0] for name in ROLES}
    assert {frozenset(cells) for cells in table().values()} == {frozenset(roles | {"Members"})}
    assert roles | {"Members"} == set(WHO)


def test_every_row_is_tried() -> None:
    assert set(table()) == set(TRIED)


@pytest.mark.parametrize("row", TRIED)
def test_the_table_is_true(world: World, row: str) -> None:
    held = {
        "reports": world.pages["report"].get_parent(),
        "group": Group.objects.get(name="Editors"),
        "site": Site.objects.get(),
        "locale": Locale.objects.get(language_code="es"),
        "workflow": Workflow.objects.first(),
        "member": world.people[MEMBER],
        **world.pages,
        **world.things,
    }
    if row == "run groups of others":
        held["cohort"] = make_cohort()
    opened = [
        world.who_may(reverse(name, args=[held[thing].pk if thing in held else thing for thing in things]))
        for name, things in TRIED[row]
    ]
    words = {(True, True): "yes", (False, True): "own", (False, False): "no"}
    found = {column: words[who in opened[0], who in opened[-1]] for column, who in WHO.items()}
    assert found == table()[row]
