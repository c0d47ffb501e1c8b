"""Every role against every kind of admin view: what opens, what is refused, exactly."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Collection, GroupPagePermission, Locale, Page, Site, Task, Workflow

from camtree.members.models import User
from home.models import HomePage
from home.roles import ROLES, grant_place_permissions
from leads.models import LeadProfilePage
from research.models import ReportPage
from tests.factories.pages import make_lead, make_page
from tests.home.world import (
    ADMIN,
    EDITOR,
    INSIDE,
    LEAD,
    MEMBER,
    MODERATOR,
    NEW_LEAD,
    SECTION_TYPES,
    SPANISH,
    STAFF,
    World,
)

pytestmark = pytest.mark.django_db

# ---------------------------------------------------------------- pages

PAGE_RULES: list[tuple[str, str, set[str]]] = [
    ("edit", "report", STAFF),
    ("edit", "report in Spanish", STAFF | {SPANISH}),
    ("edit", "report in Arabic", STAFF),
    ("edit", "draft", STAFF),
    ("edit", "own profile", STAFF | {LEAD}),
    ("edit", "other profile", STAFF),
    ("edit", "draft profile", STAFF),
    ("unpublish", "report", {MODERATOR, ADMIN}),
    ("unpublish", "report in Spanish", {MODERATOR, ADMIN}),
    ("unpublish", "own profile", {MODERATOR, ADMIN}),
    ("delete", "report", {MODERATOR, ADMIN}),
    ("delete", "draft", STAFF),
    ("delete", "draft in Spanish", STAFF),
    ("delete", "own profile", {MODERATOR, ADMIN}),
    ("delete", "draft profile", STAFF),
    ("move", "report", {MODERATOR, ADMIN}),
    ("copy", "report", STAFF),
    ("copy", "report in Spanish", STAFF),
    ("copy", "own profile", STAFF),
    ("history", "report", STAFF),
    ("history", "other profile", STAFF),
    ("usage", "other profile", STAFF),
    ("workflow_history", "report", STAFF),
    ("view_draft", "draft", STAFF),
    ("view_draft", "draft profile", STAFF),
    ("set_privacy", "report", {MODERATOR, ADMIN}),
]


@pytest.mark.parametrize(
    ("action", "target", "allowed"), PAGE_RULES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_deeds_on_pages(world: World, action: str, target: str, allowed: set[str]) -> None:
    assert world.who_may(reverse(f"wagtailadmin_pages:{action}", args=[world.pages[target].pk])) == allowed


@pytest.mark.parametrize("model", SECTION_TYPES, ids=lambda model: model.__name__)
def test_pages_of_every_section_are_made_changed_and_published(world: World, model: type[Page]) -> None:
    page = make_page(model, "A page of this section", **SECTION_TYPES[model])
    makes = STAFF | ({NEW_LEAD} if model is LeadProfilePage else set())
    new = reverse("wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, page.get_parent().pk])
    assert world.who_may(new) == makes
    assert world.who_may(reverse("wagtailadmin_pages:edit", args=[page.pk])) == STAFF
    assert world.who_may(reverse("wagtailadmin_pages:unpublish", args=[page.pk])) == {MODERATOR, ADMIN}
    assert world.who_may(reverse("wagtailadmin_pages:delete", args=[page.pk])) == {MODERATOR, ADMIN}


def test_publishing_by_post_is_refused_without_the_right(world: World) -> None:
    """The button is not shown to editors; what counts is that sending it all the same publishes nothing."""
    page = world.pages["draft"]
    form = {"action-publish": "1", **report_form("Changed")}
    for name, is_live in ((EDITOR, False), (SPANISH, False), (LEAD, False), (MODERATOR, True)):
        world.browsers[name].post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form)
        assert ReportPage.objects.get(pk=page.pk).live is is_live, name


def report_form(title: str) -> dict[str, Any]:
    """What a browser sends for a report with nothing but a title."""
    empty = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": "1000"}
    return {
        "title": title,
        "slug": "changed",
        "kind": "research_report",
        "review_status": "not_reviewed",
        "licence": "cc-by",
        "cycles": "1",
        "original_language": "en",
        "published_precision": "day",
        "body-count": "0",
        "related_pages-count": "0",
        **{f"authors-{key}": value for key, value in empty.items()},
        **{f"comments-{key}": value for key, value in empty.items()},
    }


def test_the_explorer_shows_a_lead_only_the_own_profile(world: World) -> None:
    index = world.pages["own profile"].get_parent()
    html = world.browsers[LEAD].get(reverse("wagtailadmin_explore", args=[index.pk])).content.decode()
    assert f'id="page_{world.pages["own profile"].pk}_title"' in html
    for hidden in ("other profile", "draft profile", "report"):
        assert world.pages[hidden].title not in html.split("<table", 1)[-1]
        address = reverse("wagtailadmin_explore", args=[world.pages[hidden].pk])
        assert world.browsers[LEAD].get(address).status_code == 302
    staff = world.browsers[EDITOR].get(reverse("wagtailadmin_explore", args=[index.pk])).content.decode()
    assert "Hidden" in staff


def test_the_search_of_the_admin_finds_for_a_lead_only_the_own_profile(world: World) -> None:
    address = reverse("wagtailadmin_pages:search")
    assert (
        "Hidden" in world.browsers[EDITOR].get(address, {"q": "Hidden"}).content.decode().split("listing-results")[-1]
    )
    found = world.browsers[LEAD].get(address, {"q": "Hidden"}).content.decode()
    assert reverse("wagtailadmin_pages:edit", args=[world.pages["draft profile"].pk]) not in found


def test_a_lead_chooses_among_public_pages_only(world: World) -> None:
    index = world.pages["own profile"].get_parent()
    address = reverse("wagtailadmin_choose_page_child", args=[index.pk])
    assert "Hidden" in world.browsers[EDITOR].get(address).json()["html"]
    assert "Hidden" not in world.browsers[LEAD].get(address).json()["html"]


def test_a_lead_makes_one_profile_and_no_second(world: World) -> None:
    index = world.pages["own profile"].get_parent()
    new = reverse("wagtailadmin_pages:add", args=["leads", "leadprofilepage", index.pk])
    assert world.browsers[NEW_LEAD].get(new).status_code == 200
    make_lead("First", owner=world.people[NEW_LEAD], live=False)
    assert world.browsers[NEW_LEAD].get(new).status_code == 302


def test_only_staff_see_the_fields_of_the_licence(world: World) -> None:
    address = reverse("wagtailadmin_pages:edit", args=[world.pages["own profile"].pk])
    seen = {
        name
        for name in (EDITOR, MODERATOR, ADMIN, LEAD)
        if b'name="licence_level"' in world.browsers[name].get(address).content
    }
    assert seen == {MODERATOR, ADMIN}


def test_a_lead_sees_the_plus_sign_only_while_there_is_no_profile(world: World) -> None:
    index = world.pages["own profile"].get_parent()
    new = reverse("wagtailadmin_pages:add_subpage", args=[index.pk])

    def shown_to() -> set[str]:
        address = reverse("wagtailadmin_explore", args=[index.pk])
        return {name for name in INSIDE - {SPANISH} if new in world.browsers[name].get(address).content.decode()}

    assert shown_to() == STAFF | {NEW_LEAD}
    # One profile counts in whichever language it stands.
    make_lead("Primera", owner=world.people[NEW_LEAD], live=False, language="es")
    assert shown_to() == STAFF


def test_a_lead_copies_no_profile(world: World) -> None:
    page = world.pages["own profile"]
    address = reverse("wagtailadmin_pages:copy", args=[page.pk])
    edit = world.browsers[LEAD].get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert address not in edit
    sent = {"new_title": "Own again", "new_slug": "own-again", "new_parent_page": page.get_parent().pk}
    assert world.browsers[LEAD].post(address, sent).status_code == 302
    assert not LeadProfilePage.objects.filter(slug="own-again").exists()


def test_the_first_screen_counts_the_pages_somebody_may_change(world: World) -> None:
    everything = Page.objects.filter(depth__gt=1)
    spanish = everything.filter(locale__language_code="es")
    wanted = {name: everything.count() for name in STAFF} | {LEAD: 1, NEW_LEAD: 0, SPANISH: spanish.count()}
    assert spanish.count() < everything.count()
    home = reverse("wagtailadmin_home")
    shown = {
        name: re.findall(r"(\d+)\s+Pages? <span", world.browsers[name].get(home).content.decode()) for name in INSIDE
    }
    assert shown == {name: [str(number)] for name, number in wanted.items()}


# ---------------------------------------------------------------- everything else

VIEWS: list[tuple[str, tuple[Any, ...], set[str]]] = [
    ("wagtailadmin_home", (), INSIDE),
    ("wagtailadmin_explore_root", (), INSIDE - {SPANISH}),  # who has one language is sent to its front page
    ("wagtailadmin_explore", ("report in Spanish",), STAFF | {SPANISH}),
    ("wagtailadmin_explore", ("report",), STAFF),
    ("wagtailadmin_explore", ("draft profile",), STAFF),
    ("wagtailadmin_pages:search", (), INSIDE),
    ("wagtailadmin_account", (), INSIDE),
    ("wagtailadmin_choose_page", (), INSIDE),
    ("wagtailimages:index", (), STAFF | {LEAD, NEW_LEAD}),
    ("wagtailimages:add_multiple", (), STAFF | {LEAD, NEW_LEAD}),
    ("wagtailimages:edit", ("picture",), STAFF),
    ("wagtailimages:edit", ("own photo",), STAFF | {LEAD}),
    ("wagtailimages:edit", ("other photo",), STAFF),
    ("wagtailimages:delete", ("other photo",), STAFF),
    ("wagtailimages_chooser:choose", (), INSIDE),
    ("wagtaildocs:index", (), STAFF),
    ("wagtaildocs:add_multiple", (), STAFF),
    ("wagtaildocs_chooser:choose", (), INSIDE),
    ("wagtailmedia:index", (), STAFF),
    ("wagtailmedia:add", ("video",), STAFF),
    ("caption_tracks:index", (), STAFF),
    ("caption_tracks:add", (), STAFF),
    ("wagtailadmin_collections:index", (), {ADMIN}),
    ("wagtailadmin_collections:add", (), {ADMIN}),
    ("wagtailusers_users:index", (), {ADMIN}),
    ("wagtailusers_users:add", (), {ADMIN}),
    ("wagtailusers_users:edit", ("member",), {ADMIN}),
    ("wagtailusers_users:edit", ("superuser",), set()),
    ("wagtailusers_users:delete", ("superuser",), set()),
    ("wagtailusers_groups:index", (), {ADMIN}),
    ("wagtailusers_groups:add", (), {ADMIN}),
    ("wagtailusers_groups:edit", ("group",), {ADMIN}),
    ("wagtailsites:index", (), {ADMIN}),
    ("wagtailsites:edit", ("site",), {ADMIN}),
    ("wagtaillocales:index", (), {ADMIN}),
    ("wagtaillocales:edit", ("locale",), {ADMIN}),
    ("wagtailredirects:index", (), {ADMIN}),
    ("wagtailredirects:add", (), {ADMIN}),
    ("wagtailadmin_workflows:index", (), {ADMIN}),
    ("wagtailadmin_workflows:edit", ("workflow",), {ADMIN}),
    ("wagtailadmin_workflows:task_index", (), {ADMIN}),
    ("wagtailadmin_workflows:edit_task", ("task",), {ADMIN}),
    ("wagtailadmin_reports:locked_pages", (), {MODERATOR, ADMIN}),
    ("wagtailadmin_reports:workflow", (), INSIDE),
    ("wagtailadmin_reports:workflow_tasks", (), INSIDE),
    ("wagtailadmin_reports:site_history", (), INSIDE),
    ("wagtailadmin_reports:aging_pages", (), INSIDE),
    ("wagtailadmin_reports:page_types_usage", (), INSIDE),
    ("untranslated_report", (), STAFF | {SPANISH}),
    ("images_without_words_report", (), STAFF | {LEAD, NEW_LEAD}),
    ("not_reviewed_report", (), INSIDE),
    ("wagtail_localize:translations_report", (), STAFF | {SPANISH}),
    ("interest:index", (), STAFF),
    ("interest:add", (), set()),
    ("enquiries:index", (), STAFF),
    ("enquiries:add", (), set()),
    ("consent-texts:index", (), STAFF),
    ("consent-texts:add", (), set()),
    ("courses_report", (), STAFF),
    ("questions_report", (), STAFF),
    ("course_findings_report", (), STAFF),
    ("wagtailsnippets_learning_question:list", (), STAFF | {SPANISH}),
    ("wagtailsnippets_learning_question:add", (), STAFF),
    ("wagtailsnippets_learning_question:edit", ("question",), STAFF),
    ("wagtailsnippets_learning_question:edit", ("question in Spanish",), STAFF | {SPANISH}),
    ("wagtailsnippets_learning_question:delete", ("question in Spanish",), set()),
    ("wagtailsnippets_learning_question:unpublish", ("question in Spanish",), STAFF),
    ("wagtailsnippets_learning_question:import_file", (), STAFF),
    ("wagtailsnippets_learning_quiz:list", (), STAFF | {SPANISH}),
    ("wagtailsnippets_learning_quiz:add", (), STAFF),
    ("wagtailsnippets_learning_quiz:edit", ("quiz",), STAFF),
    ("wagtailsnippets_learning_quiz:edit", ("quiz in Spanish",), STAFF | {SPANISH}),
    ("wagtailsnippets_learning_quiz:delete", ("quiz in Spanish",), set()),
    ("wagtailsnippets_learning_questionpool:add", (), STAFF),
    ("wagtailsnippets_navigation_menu:list", (), STAFF | {SPANISH}),
    ("wagtailsnippets_navigation_menu:add", (), STAFF),
    ("wagtailsnippets_navigation_menu:edit", ("menu",), STAFF),
    ("wagtailsnippets_navigation_menu:edit", ("menu in Spanish",), STAFF | {SPANISH}),
    ("wagtailsnippets_navigation_menu:delete", ("menu in Spanish",), STAFF),
    ("wagtailsnippets_navigation_notice:add", (), STAFF),
    ("wagtailsnippets_vocabularies_phase:list", (), STAFF | {SPANISH}),
    ("wagtailsnippets_vocabularies_subject:list", (), STAFF | {SPANISH}),
    ("wagtailsnippets_vocabularies_approach:list", (), STAFF | {SPANISH}),
    ("wagtailsnippets_research_reporttemplate:list", (), STAFF),
    ("wagtailsnippets_research_reporttemplate:add", (), STAFF),
    ("wagtailsnippets_research_reporttemplate:edit", ("template",), STAFF),
    ("wagtailsnippets_research_reporttemplate:delete", ("template",), set()),
    ("wagtailsnippets_vocabularies_theme:list", (), STAFF | {SPANISH}),
    ("wagtailsnippets_vocabularies_theme:add", (), STAFF),
    ("wagtailsnippets_vocabularies_theme:edit", ("theme",), STAFF),
    ("wagtailsnippets_vocabularies_theme:edit", ("theme in Spanish",), STAFF | {SPANISH}),
    ("wagtailsnippets_vocabularies_theme:edit", ("theme in Arabic",), STAFF),
    ("wagtailsnippets_vocabularies_theme:delete", ("theme in Spanish",), {ADMIN}),
    ("wagtailsnippets_webinars_webinarseries:list", (), STAFF | {SPANISH}),
    ("wagtailsnippets_webinars_webinarseries:add", (), STAFF),
    ("wagtail_localize:submit_page_translation", ("report",), STAFF | {SPANISH}),
    ("wagtail_localize:download_pofile", ("translation",), STAFF | {SPANISH}),
    ("wagtail_localize:preview_translation", ("translation",), STAFF | {SPANISH}),
    ("wagtail_localize:convert_to_alias", ("report in Spanish",), {MODERATOR, ADMIN}),
]


@pytest.mark.parametrize(
    ("name", "things", "allowed"), VIEWS, ids=lambda value: str(value) if not isinstance(value, set) else ""
)
def test_views_of_the_admin(world: World, name: str, things: tuple[str, ...], allowed: set[str]) -> None:
    held = {
        "group": Group.objects.get(name="Editors"),
        "site": Site.objects.get(),
        "locale": Locale.objects.get(language_code="es"),
        "workflow": Workflow.objects.first(),
        "task": Task.objects.first(),
        "member": world.people[MEMBER],
        **world.pages,
        **world.things,
    }
    arguments = [held[thing].pk if thing in held else thing for thing in things]
    assert world.who_may(reverse(name, args=arguments)) == allowed


def test_choosers_of_pictures_hold_only_what_one_may_choose(world: World) -> None:
    address = reverse("wagtailimages_chooser:choose_results")
    titles = {name: world.browsers[name].get(address).content.decode() for name in (EDITOR, SPANISH, LEAD)}
    shown = {
        name: {
            key
            for key in ("A classroom", "Own", "Other")
            if f">{key}" in html or f'"{key}"' in html or f"{key}\n" in html
        }
        for name, html in titles.items()
    }
    assert shown == {EDITOR: {"A classroom", "Own", "Other"}, SPANISH: {"A classroom", "Own", "Other"}, LEAD: {"Own"}}


def test_a_lead_cannot_choose_the_photo_of_another_by_its_number(world: World) -> None:
    def chosen(thing: str) -> int:
        address = reverse("wagtailimages_chooser:chosen", args=[world.things[thing].pk])
        return int(world.browsers[LEAD].get(address).status_code)

    assert (chosen("own photo"), chosen("other photo"), chosen("picture")) == (200, 302, 302)


# ---------------------------------------------------------------- accounts and roles


def test_an_administrator_makes_nobody_more_than_an_administrator(world: World) -> None:
    form = {
        "email": "New@School.test",
        "display_name": "New",
        "preferred_language": "en",
        "time_zone": "UTC",
        "is_superuser": "on",
        "groups": [Group.objects.get(name="Editors").pk],
    }
    response = world.browsers[ADMIN].post(reverse("wagtailusers_users:add"), form)
    assert response.status_code == 302, response.context["form"].errors
    made = User.objects.get(email="new@school.test")
    assert not made.is_superuser
    assert not made.has_usable_password()
    assert [group.name for group in made.groups.all()] == ["Editors"]


def test_nobody_switches_off_an_account_above_their_own(world: World) -> None:
    root = world.things["superuser"]
    address = reverse("wagtail_bulk_action", args=["members", "user", "set_active_state"])
    world.browsers[ADMIN].post(f"{address}?id={root.pk}", {"mark_as_active": "False"})
    root.refresh_from_db()
    assert root.is_active


# ---------------------------------------------------------------- the table itself


def test_every_group_holds_exactly_what_the_table_says() -> None:
    for name, role in ROLES.items():
        group = Group.objects.get(name=name)
        held = {f"{p.content_type.app_label}.{p.codename}" for p in group.permissions.select_related("content_type")}
        assert held == set(role.models), name


def test_page_permissions_are_few_and_exact() -> None:
    grant_place_permissions()
    for name, role in ROLES.items():
        rows = GroupPagePermission.objects.filter(group__name=name)
        assert {row.permission.codename for row in rows} <= {f"{action}_page" for action in role.pages}
        assert rows.count() <= 30
    spanish = GroupPagePermission.objects.get(group__name="Translators (es)")
    assert spanish.page_id == HomePage.objects.get(locale__language_code="es").pk


def test_granting_again_takes_away_what_is_too_much() -> None:
    group = Group.objects.get(name="Editors")
    root = Page.get_first_root_node()
    GroupPagePermission.objects.create(group=group, page=root, permission_type="publish")
    grant_place_permissions()
    assert not GroupPagePermission.objects.filter(group=group, permission__codename="publish_page").exists()
    assert Collection.objects.filter(name="Lead photos").count() == 1
