"""What happens to one language of a work happens to the others: privacy, times, unpublishing, moving, locks."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.move_page import MovePageAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Locale, Page, PageViewRestriction

from camtree.core.pages.actions import WENT_WITH_WORK
from camtree.core.pages.works import covered_paths
from camtree.translation.actions import texts_with, translate
from home.models import HomePage, StandardPage
from research.models import ReportPage
from tests.factories.members import browser_of, make_member
from tests.factories.pages import make_page, make_report, make_translation

pytestmark = pytest.mark.django_db

PRIVATE = PageViewRestriction.LOGIN


def restrict(page: Page, kind: str = PRIVATE, **facts: Any) -> PageViewRestriction:
    return PageViewRestriction.objects.create(page=page, restriction_type=kind, **facts)


def plain_page(title: str) -> StandardPage:
    page: StandardPage = make_page(StandardPage, title, parent=HomePage.objects.get(locale__language_code="en"))
    return page


def editor(*roles: str) -> Client:
    return browser_of(make_member(roles=roles or ("Moderators",)))


def live(*pages: Page) -> list[bool]:
    return [Page.objects.get(pk=page.pk).live for page in pages]


def in_public(page: Page) -> list[str]:
    """Where a stranger meets a page: its address, the site map, the API, the search."""
    browser, language = Client(), page.locale.language_code
    found = []
    answer = browser.get(page.url)
    if answer.status_code == 200 and page.title in answer.content.decode():
        found.append("address")
    if f"{page.url}<" in browser.get(f"/sitemap-{language}.xml").content.decode():
        found.append("site map")
    if browser.get(f"/api/v2/pages/{page.pk}/").status_code == 200:
        found.append("API")
    if page.url in browser.get(f"/{language}/search/?q=wait").content.decode():
        found.append("search")
    return found


EVERYWHERE = ["address", "site map", "API", "search"]


@pytest.fixture
def english() -> ReportPage:
    return make_report("Wait time")


@pytest.fixture
def arabic(english: ReportPage) -> Any:
    return make_translation(english)


# ---------------------------------------------------------------- privacy


@pytest.mark.parametrize("kind", ["login", "password", "groups"])
@pytest.mark.parametrize("holder", ["english", "arabic"])
def test_privacy_covers_all_languages(english: ReportPage, arabic: Any, holder: str, kind: str) -> None:
    assert (in_public(english), in_public(arabic)) == (EVERYWHERE, EVERYWHERE)
    restriction = restrict({"english": english, "arabic": arabic}[holder], kind, password="open sesame")
    restriction.groups.set(Group.objects.filter(name="Editors"))
    assert (in_public(english), in_public(arabic)) == ([], [])
    restriction.delete()
    assert (in_public(english), in_public(arabic)) == (EVERYWHERE, EVERYWHERE)


def test_privacy_of_a_place_covers_what_was_translated_from_there(english: ReportPage, arabic: Any) -> None:
    index = english.get_parent()
    elsewhere = make_report("Wait elsewhere", language="ar")
    restrict(index)
    assert [in_public(page) for page in (english, arabic, elsewhere)] == [[], [], []]


def test_a_translation_that_stands_elsewhere_is_as_private_as_its_original() -> None:
    place, other = plain_page("A place"), plain_page("Wait elsewhere")
    english = place.add_child(instance=StandardPage(title="Wait here", live=True))
    make_translation(other, "es")
    make_translation(place, "es")
    spanish = make_translation(english, "es")
    spanish.move(Page.objects.get(translation_key=other.translation_key, locale=spanish.locale), pos="last-child")
    spanish = Page.objects.get(pk=spanish.pk).specific
    assert Client().get(spanish.url).status_code == 200
    restrict(place)
    assert [Client().get(page.url).status_code for page in (spanish, other)] == [302, 200]


def test_a_mirror_of_a_private_page_stays_private_when_it_is_translated(english: ReportPage) -> None:
    spanish = Locale.objects.get(language_code="es")
    mirror = english.copy_for_translation(spanish, alias=True)
    restrict(english)
    assert in_public(mirror) == []
    target = translate(source=english, locale=spanish, texts=texts_with(english, title="Esperar"), publish=True)
    assert target.pk == mirror.pk
    assert target.alias_of_id is None
    assert in_public(target) == []


def test_a_mirror_in_the_same_language_is_as_private(english: ReportPage) -> None:
    mirror = english.create_alias(update_slug="wait-again")
    assert Client().get(mirror.url).status_code == 200
    restrict(english)
    assert Client().get(mirror.url).status_code == 302


def test_a_mirror_that_becomes_a_page_of_its_own_stays_private(english: ReportPage) -> None:
    mirror = english.create_alias(update_slug="wait-again")
    restrict(english, "groups").groups.set(Group.objects.filter(name="Editors"))
    editor().post(reverse("wagtailadmin_pages:convert_alias", args=[mirror.pk]))
    page = ReportPage.objects.get(pk=mirror.pk)
    assert page.alias_of_id is None
    assert Client().get(page.url).status_code == 302
    assert browser_of(make_member(roles=("Editors",))).get(page.url).status_code == 200


def test_the_same_password_on_two_languages_is_asked_for_once(english: ReportPage, arabic: Any) -> None:
    for page in (english, arabic):
        restrict(page, "password", password="open sesame")
    assert english.get_view_restrictions().count() == 1
    assert len({pk for pk, _path in covered_paths()}) == 1


def test_two_languages_with_other_groups_want_both(english: ReportPage, arabic: Any) -> None:
    for page, name in ((english, "Editors"), (arabic, "Moderators")):
        restrict(page, "groups").groups.set(Group.objects.filter(name=name))
    assert english.get_view_restrictions().count() == 2


def test_publishing_a_translation_leaves_its_privacy_alone(english: ReportPage) -> None:
    spanish = Locale.objects.get(language_code="es")
    target = translate(source=english, locale=spanish, texts=texts_with(english, title="Esperar"), publish=True)
    restrict(target)
    translate(source=english, locale=spanish, texts=texts_with(english, title="Esperar más"), publish=True)
    assert in_public(target) == []
    assert in_public(english) == []


def privacy(page: Page) -> str:
    return reverse("wagtailadmin_pages:set_privacy", args=[page.pk])


def test_the_dialog_about_privacy_names_the_languages_and_acts_on_the_work(english: ReportPage, arabic: Any) -> None:
    browser = editor()
    assert "These languages follow: Arabic" in browser.get(privacy(english)).json()["html"]
    assert browser.post(privacy(english), {"restriction_type": "login"}).json()["step"] == "set_privacy_done"
    assert in_public(arabic) == []
    # From the other side it is the same restriction, to change and to lift.
    assert 'value="login"' in browser.get(privacy(arabic)).json()["html"]
    browser.post(privacy(arabic), {"restriction_type": "password", "password": "sesame"})
    assert [(row.page_id, row.restriction_type) for row in PageViewRestriction.objects.all()] == [
        (english.pk, "password")
    ]
    browser.post(privacy(arabic), {"restriction_type": "none"})
    assert not PageViewRestriction.objects.exists()
    assert in_public(english) == EVERYWHERE


def test_whoever_may_not_publish_a_language_does_not_change_the_privacy_of_the_work(
    english: ReportPage, arabic: Any
) -> None:
    member = make_member(roles=("Editors",))
    from wagtail.models import GroupPagePermission

    group = Group.objects.create(name="Arabic publishers")
    home = Page.objects.get(depth=2, locale__language_code="ar")
    for codename in ("publish_page", "change_page"):
        GroupPagePermission.objects.create(group=group, page=home, permission=permission(codename))
    member.groups.add(group)
    answer = browser_of(member).post(privacy(arabic), {"restriction_type": "login"}).json()
    assert "you may not publish in these: English." in answer["html"]
    assert not PageViewRestriction.objects.exists()


def permission(codename: str) -> Any:
    from django.contrib.auth.models import Permission

    return Permission.objects.get(codename=codename, content_type__app_label="wagtailcore")


# ---------------------------------------------------------------- unpublishing, expiry, a day to come


def unpublish(browser: Client, page: Page, **sent: str) -> Any:
    return browser.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]), sent)


@pytest.mark.parametrize("begins", ["english", "arabic"])
def test_unpublishing_in_the_dialog_takes_all_languages(english: ReportPage, arabic: Any, begins: str) -> None:
    page = {"english": english, "arabic": arabic}[begins]
    browser = editor()
    html = browser.get(reverse("wagtailadmin_pages:unpublish", args=[page.pk])).content.decode()
    names = "English and Arabic" if begins == "english" else "Arabic and English"
    assert f"All languages: {names}" in html
    assert unpublish(browser, page).status_code == 302
    assert live(english, arabic) == [False, False]
    assert (in_public(english), in_public(arabic)) == ([], [])


@pytest.mark.parametrize("begins", ["english", "arabic"])
def test_one_language_alone_is_a_choice(english: ReportPage, arabic: Any, begins: str) -> None:
    unpublish(editor(), {"english": english, "arabic": arabic}[begins], languages="one")
    assert live(english, arabic) == [begins != "english", begins != "arabic"]


@pytest.mark.parametrize("way", ["method", "action", "list", "expired"])
def test_the_original_takes_its_translations_along_however_it_goes(english: ReportPage, arabic: Any, way: str) -> None:
    match way:
        case "method":
            english.unpublish()
        case "action":
            UnpublishPageAction(english).execute()
        case "list":
            address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
            editor().post(f"{address}?id={english.pk}")
        case "expired":
            Page.objects.filter(pk=english.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
            call_command("publish_scheduled")
    assert live(english, arabic) == [False, False]
    assert Page.objects.get(pk=arabic.pk).expired is (way == "expired")


def test_code_that_unpublishes_a_translation_leaves_the_original(english: ReportPage, arabic: Any) -> None:
    arabic.unpublish()
    assert live(english, arabic) == [True, False]


def test_what_went_with_the_original_comes_back_with_it(english: ReportPage, arabic: Any) -> None:
    spanish = make_translation(english, "es")
    unpublish(editor(), spanish, languages="one")
    english.unpublish()
    assert live(english, arabic, spanish) == [False] * 3
    Page.objects.get(pk=english.pk).specific.save_revision().publish()
    # The one that was taken away by itself stays away.
    assert live(english, arabic, spanish) == [True, True, False]


def test_a_draft_that_was_written_meanwhile_stays_a_draft(english: ReportPage, arabic: Any) -> None:
    english.unpublish()
    draft = ReportPage.objects.get(pk=arabic.pk)
    draft.title = "Not yet"
    draft.save_revision()
    Page.objects.get(pk=english.pk).specific.save_revision().publish()
    again = ReportPage.objects.get(pk=arabic.pk)
    assert (again.live, again.title, again.has_unpublished_changes) == (True, "Wait time", True)


def put_off(page: Any, days: int = 2) -> None:
    page.go_live_at = timezone.now() + timedelta(days=days)
    page.save_revision().publish()


def test_a_work_that_is_put_off_is_put_off_in_all_languages(english: ReportPage, arabic: Any) -> None:
    unpublish(editor(), english, languages="one")
    assert live(english, arabic) == [False, True]
    put_off(ReportPage.objects.get(pk=english.pk))
    assert live(english, arabic) == [False, False]


def test_a_translation_does_not_break_the_embargo_of_its_original(english: ReportPage, arabic: Any) -> None:
    english.unpublish()
    put_off(ReportPage.objects.get(pk=english.pk))
    ReportPage.objects.get(pk=arabic.pk).save_revision().publish()
    assert live(english, arabic) == [False, False]
    # Nor by an earlier day of its own.
    early = ReportPage.objects.get(pk=arabic.pk)
    put_off(early, days=1)
    early.revisions.exclude(approved_go_live_at=None).update(approved_go_live_at=timezone.now() - timedelta(hours=1))
    revision = early.get_latest_revision()
    revision.content["go_live_at"] = (timezone.now() - timedelta(hours=1)).isoformat()
    revision.save()
    call_command("publish_scheduled")
    assert live(english, arabic) == [False, False]
    # Its day comes for both.
    original = ReportPage.objects.get(pk=english.pk)
    revision = original.get_latest_revision()
    revision.content["go_live_at"] = (timezone.now() - timedelta(minutes=1)).isoformat()
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.save()
    call_command("publish_scheduled")
    assert live(english, arabic) == [True, True]


def test_a_draft_that_names_a_day_holds_its_translations_back(english: ReportPage, arabic: Any) -> None:
    english.unpublish()
    draft = ReportPage.objects.get(pk=english.pk)
    draft.go_live_at = timezone.now() + timedelta(days=2)
    draft.save_revision()
    ReportPage.objects.get(pk=arabic.pk).save_revision().publish()
    assert live(english, arabic) == [False, False]
    draft = ReportPage.objects.get(pk=english.pk)
    draft.go_live_at = None
    draft.save_revision().publish()
    assert live(english, arabic) == [True, True]


def test_the_history_says_why_a_language_went(english: ReportPage, arabic: Any) -> None:
    browser = editor()
    unpublish(browser, english)
    html = browser.get(reverse("wagtailadmin_pages:history", args=[arabic.pk])).content.decode()
    assert "Went from readers with another language of its work" in html
    assert WENT_WITH_WORK.startswith("camtree.")


# ---------------------------------------------------------------- deleting


def delete(browser: Client, page: Page, **sent: str) -> Any:
    return browser.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), sent)


def test_deleting_the_original_deletes_its_translations_unless_one_says_otherwise(
    english: ReportPage, arabic: Any
) -> None:
    browser = editor()
    html = browser.get(reverse("wagtailadmin_pages:delete", args=[english.pk])).content.decode()
    assert "All languages: English and Arabic" in html
    assert delete(browser, english).status_code == 302
    assert not Page.objects.filter(translation_key=english.translation_key).exists()


def test_deleting_one_language_is_a_choice(english: ReportPage, arabic: Any) -> None:
    delete(editor(), english, languages="one")
    assert list(Page.objects.filter(translation_key=english.translation_key)) == [Page.objects.get(pk=arabic.pk)]
    assert live(arabic) == [True]


def test_deleting_a_translation_destroys_no_original(english: ReportPage, arabic: Any) -> None:
    delete(editor(), arabic)
    assert live(english) == [True]
    assert not Page.objects.filter(pk=arabic.pk).exists()


def test_a_work_is_deleted_from_a_translation_where_that_is_chosen(english: ReportPage, arabic: Any) -> None:
    delete(editor(), arabic, languages="all")
    assert not Page.objects.filter(translation_key=english.translation_key).exists()


@pytest.mark.parametrize("way", ["method", "list"])
def test_where_the_original_is_deleted_otherwise_no_translation_stays_public(
    english: ReportPage, arabic: Any, way: str
) -> None:
    if way == "method":
        english.delete()
    else:
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
        editor().post(f"{address}?id={english.pk}")
    assert not Page.objects.filter(pk=english.pk).exists()
    assert live(arabic) == [False]


# ---------------------------------------------------------------- moving


@pytest.fixture
def places() -> dict[str, Page]:
    """Two places in English and Spanish, the second private, and a work below the first."""
    found: dict[str, Page] = {}
    for name in ("open", "closed"):
        found[name] = plain_page(f"A place that is {name}")
        found[f"{name} es"] = make_translation(found[name], "es")
    found["page"] = found["open"].add_child(instance=StandardPage(title="Wait", live=True))
    found["page es"] = make_translation(found["page"], "es")
    restrict(found["closed"])
    return found


def parent_of(page: Page) -> int:
    return int(Page.objects.get(pk=page.pk).get_parent().pk)


@pytest.mark.parametrize("way", ["dialog", "action", "list"])
def test_moving_takes_the_translations_along(places: dict[str, Page], way: str) -> None:
    page, goal = places["page"], places["closed"]
    browser = editor("Administrators")
    match way:
        case "dialog":
            address = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, goal.pk])
            html = browser.get(address).content.decode()
            assert "All languages: English and Spanish" in html
            browser.post(address)
        case "action":
            MovePageAction(page, goal, pos="last-child").execute()
        case "list":
            address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
            browser.post(f"{address}?id={page.pk}", {"chooser": goal.pk})
    assert (parent_of(page), parent_of(places["page es"])) == (goal.pk, places["closed es"].pk)
    moved = Page.objects.get(pk=places["page es"].pk).specific
    assert Client().get(moved.url).status_code == 302


def test_one_language_moves_alone_where_that_is_chosen_and_is_private_all_the_same(places: dict[str, Page]) -> None:
    page, goal = places["page"], places["closed"]
    address = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, goal.pk])
    editor("Administrators").post(address, {"languages": "one"})
    assert (parent_of(page), parent_of(places["page es"])) == (goal.pk, places["open es"].pk)
    assert Client().get(places["page es"].url).status_code == 302


# ---------------------------------------------------------------- lists


@pytest.mark.parametrize(
    ("action", "sentence"),
    [
        ("unpublish", "These languages go along with their original:"),
        ("move", "These languages go along with their original:"),
        ("delete", "These languages are unpublished with their original and stay as drafts:"),
    ],
)
def test_the_dialog_of_a_list_names_the_languages(english: ReportPage, arabic: Any, action: str, sentence: str) -> None:
    browser = editor("Administrators")
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    html = browser.get(f"{address}?id={english.pk}").content.decode()
    assert sentence in html
    assert "<bdi>Wait time</bdi>: Arabic" in html
    assert sentence not in browser.get(f"{address}?id={arabic.pk}").content.decode()


# ---------------------------------------------------------------- locks


@pytest.mark.parametrize("begins", ["english", "arabic"])
def test_a_lock_is_that_of_the_work(english: ReportPage, arabic: Any, begins: str) -> None:
    page, other = (english, arabic) if begins == "english" else (arabic, english)
    browser, colleague = editor(), editor()
    browser.post(reverse("wagtailadmin_pages:lock", args=[page.pk]))
    assert Page.objects.get(pk=other.pk).locked
    edit = reverse("wagtailadmin_pages:edit", args=[other.pk])
    assert "is locked" in colleague.get(edit).content.decode() or "was locked" in colleague.get(edit).content.decode()
    browser.post(reverse("wagtailadmin_pages:unlock", args=[other.pk]))
    assert [Page.objects.get(pk=row.pk).locked for row in (page, other)] == [False, False]


def test_a_lock_on_one_page_alone_counts_for_the_others(english: ReportPage, arabic: Any) -> None:
    holder = make_member("Holder", roles=("Moderators",))
    Page.objects.filter(pk=english.pk).update(locked=True, locked_by=holder)
    lock = ReportPage.objects.get(pk=arabic.pk).get_lock()
    assert (lock.for_user(holder), lock.for_user(make_member("Other"))) == (False, True)
