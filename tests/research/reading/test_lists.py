"""Bookmarks and lists: kept by one member, shared by a link, never more than there may be."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import PageViewRestriction

from camtree.members.models import User
from camtree.members.personal_data import erase, held_about
from research.models import ListedWork, ReadingList, ReportPage
from research.publishing.actions.withdrawals import remove_report
from research.reading import actions
from research.reading.queries import in_its_order, works_on
from tests.factories.members import browser_of, make_member
from tests.factories.pages import make_report, make_translation
from tests.queries import budget
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def keep(browser: Client, report: ReportPage, **sent: str) -> Any:
    return browser.post(reverse("keep_work", args=[report.translation_key]), {"reading_list": "bookmarks", **sent})


def make_list(member: User, title: str = "For the department", *reports: ReportPage) -> ReadingList:
    made = actions.make_list(member=member, title=title)
    for report in reports:
        actions.add_work(reading_list=made, report=report)
    return made


def titles(browser: Client, address: str) -> list[str]:
    page = BeautifulSoup(browser.get(address).content, "html.parser")
    return [tag.get_text(strip=True) for tag in page.select(".report-card h3")]


def test_a_work_is_kept_from_its_page_and_from_its_card() -> None:
    report, member = make_report("Wait time"), make_member()
    browser, address = browser_of(member), reverse("keep_work", args=[report.translation_key])
    for place in (report.url, "/en/research/"):
        links = BeautifulSoup(browser.get(place).content, "html.parser").select(f'a[href="{address}"]')
        assert [str(link.contents[0]).strip() for link in links] == ["Save"]
    assert Client().get(address)["Location"].endswith(f"?next={address}")
    for _click in range(2):
        answer = keep(browser, report, note="Try on Monday.")
        assert (answer.status_code, answer["Location"]) == (302, report.url)
    row = ListedWork.objects.get()
    assert (row.reading_list.member, row.reading_list.is_bookmarks, row.work) == (member, True, report.translation_key)
    assert (row.title, row.note) == ("Wait time", "Try on Monday.")
    assert titles(browser, reverse("my_list", args=[row.reading_list_id])) == ["Wait time"]
    assert f'href="{report.url}"' in browser.get(reverse("my_dashboard")).content.decode()


def test_a_work_goes_on_a_new_list_or_on_one_that_is_there() -> None:
    first, second, member = make_report("Wait time"), make_report("Talk"), make_member()
    browser = browser_of(member)
    keep(browser, first, reading_list="new", new_list=" For the department ")
    made = ReadingList.objects.get()
    assert (made.title, made.is_bookmarks) == ("For the department", False)
    keep(browser, second, reading_list=str(made.pk))
    # The same name again is the same list.
    keep(browser, second, reading_list="new", new_list="For the department")
    assert [report.title for report in in_its_order(made)] == ["Wait time", "Talk"]
    assert "For the department" in browser.get(reverse("keep_work", args=[second.translation_key])).content.decode()


def test_a_list_without_a_name_and_a_list_of_somebody_else_are_refused() -> None:
    report, member = make_report(), make_member()
    others = make_list(make_member())
    for sent in ({"reading_list": "new", "new_list": " "}, {"reading_list": str(others.pk)}, {"reading_list": ""}):
        assert keep(browser_of(member), report, **sent).status_code == 422
    assert not ListedWork.objects.exists()


def test_works_keep_their_order_and_change_it_one_by_one() -> None:
    reports = [make_report(title) for title in ("One", "Two", "Three", "Four")]
    member = make_member()
    made = make_list(member, "Ordered", *reports)
    browser = browser_of(member)

    def press(title: str, do: str) -> list[str]:
        row = made.works.get(title=title)
        answer = browser.post(reverse("listed_work", args=[row.pk]), {"do": do})
        assert answer["Location"] == f"{reverse('my_list', args=[made.pk])}#work-{row.pk}"
        return [row.title for row in works_on(made)]

    assert press("Three", "up") == ["One", "Three", "Two", "Four"]
    assert press("One", "up") == ["One", "Three", "Two", "Four"]
    assert press("Four", "down") == ["One", "Three", "Two", "Four"]
    assert press("Three", "remove") == ["One", "Two", "Four"]
    assert press("Four", "up") == ["One", "Four", "Two"]
    assert press("One", "down") == ["Four", "One", "Two"]
    actions.add_work(reading_list=made, report=reports[2])
    assert [row.title for row in works_on(made)] == ["Four", "One", "Two", "Three"]


def test_a_list_is_shared_by_a_link_until_it_is_not(settings: Any) -> None:
    settings.PAGE_CACHE_SECONDS = 60
    report, member = make_report("Wait time"), make_member("Nila Perera")
    made = make_list(member, "For the department", report)
    actions.write_note(row=made.works.get(), note="Page two.")
    browser, share = browser_of(member), reverse("share_list", args=[made.pk])
    for _click in range(2):
        browser.post(share, {"do": "share"})
    made.refresh_from_db()
    address = reverse("shared_list", args=[made.key])
    assert f"http://testserver{address}" in browser.get(reverse("my_list", args=[made.pk])).content.decode()
    answer = Client().get(address)
    html = answer.content.decode()
    assert titles(Client(), address) == ["Wait time"]
    assert ("Page two." in html, "noindex" in html, "Nila" in html) == (True, True, False)
    assert "no-store" in answer["Cache-Control"]
    browser.post(share, {"do": "stop"})
    assert Client().get(address).status_code == 404
    browser.post(share, {"do": "share"})
    made.refresh_from_db()
    assert reverse("shared_list", args=[made.key]) != address
    assert Client().get(address).status_code == 404


def test_a_list_shows_each_work_in_the_readers_language_and_nothing_that_is_hidden() -> None:
    member = make_member()
    shown, private, removed, draft = (make_report(title) for title in ("Shown", "Private", "Removed", "Draft"))
    made = make_list(member, "Mixed", shown, private, removed, draft)
    arabic = make_translation(shown)
    arabic.title = "معروض"
    arabic.save_revision().publish()
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    draft.unpublish()
    remove_report(work=removed.translation_key, by=make_member(), public_reason="It named a pupil.")
    key = actions.share_list(reading_list=made)
    with translation.override("ar"):
        address = reverse("shared_list", args=[key])
    assert titles(Client(), address) == ["معروض"]
    assert titles(Client(), address.replace("/ar/", "/fr/")) == ["Shown"]


def test_what_one_member_keeps_is_not_there_for_another() -> None:
    member, other = make_member(), make_member()
    made = make_list(member, "Mine", make_report())
    row = made.works.get()
    places = [reverse(name, args=[made.pk]) for name in ("my_list", "change_list", "delete_list", "share_list")]
    places.append(reverse("listed_work", args=[row.pk]))
    browser = browser_of(other)
    answers = {place: (browser.get(place).status_code, browser.post(place).status_code) for place in places}
    for_buttons_alone = {places[3]: (405, 404), places[0]: (404, 405)}
    assert answers == {place: for_buttons_alone.get(place, (404, 404)) for place in places}
    assert ReadingList.objects.get().works.count() == 1
    assert Client().get(reverse("shared_list", args=["None"])).status_code == 404


def test_there_is_an_end_to_lists_and_to_works_on_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_LISTS", 2)
    monkeypatch.setattr(actions, "MOST_WORKS", 2)
    member = make_member()
    made = make_list(member, "One", make_report("A"), make_report("B"))
    make_list(member, "Two")
    browser, more = browser_of(member), make_report("C")
    over = browser.post(reverse("new_list"), {"title": "Three"})
    assert (over.status_code, "there may be no more" in over.content.decode()) == (422, True)
    full = keep(browser, more, reading_list=str(made.pk))
    assert (full.status_code, "Begin another." in full.content.decode()) == (422, True)
    # What is there may be kept once more, and bookmarks are no list of these.
    assert make_list(member, "One").pk == made.pk
    assert keep(browser, more).status_code == 302


def test_a_list_is_renamed_and_deleted_and_bookmarks_keep_their_name() -> None:
    member = make_member()
    made, browser = make_list(member, "One", make_report()), browser_of(member)
    change = reverse("change_list", args=[made.pk])
    assert browser.post(change, {"title": "", "note": ""}).status_code == 422
    assert browser.post(change, {"title": "Two", "note": "For June."}).status_code == 302
    made.refresh_from_db()
    assert (made.title, made.note) == ("Two", "For June.")
    bookmarks = actions.bookmarks_of(member=member)
    browser.post(reverse("change_list", args=[bookmarks.pk]), {"title": "Other", "note": "Mine."})
    bookmarks.refresh_from_db()
    assert (str(bookmarks), bookmarks.note) == ("Saved works", "Mine.")
    for _click in range(2):
        browser.post(reverse("delete_list", args=[made.pk]))
    assert list(ReadingList.objects.all()) == [bookmarks]
    assert ReportPage.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("site_after_flush")
def test_clicks_at_the_same_moment_keep_a_work_once() -> None:
    report, member = make_report(), make_member()
    browsers = [browser_of(member) for _click in range(4)]
    at_once(*(lambda browser=browser: keep(browser, report) for browser in browsers))
    assert (ReadingList.objects.count(), ListedWork.objects.count()) == (1, 1)


def test_a_list_of_a_hundred_works_asks_as_much_as_one_of_two() -> None:
    member = make_member()
    made, browser = make_list(member, "Long", make_report("One"), make_report("Two")), browser_of(member)
    address = reverse("my_list", args=[made.pk])
    browser.get(address)
    with budget(20, same_shape=3) as few:
        browser.get(address)
    for number in range(10):
        actions.add_work(reading_list=made, report=make_report(f"More {number}"))
    browser.get(address)
    with budget(20, same_shape=3) as many:
        assert len(titles(browser, address)) == 12
    assert len(many) == len(few)


def test_what_is_kept_is_told_to_its_owner_and_goes_with_the_account() -> None:
    member = make_member()
    make_list(member, "One", make_report("Wait time"))
    held = {str(row.kind.title): row.rows for row in held_about(member)}
    assert held["Your reading lists"][0]["name"] == "One"
    assert held["Works on your lists"][0]["title"] == "Wait time"
    erase(member)
    assert not ReadingList.objects.exists()
    assert ReportPage.objects.exists()


def test_a_report_says_to_whoever_saved_it_on_which_list_it_is() -> None:
    report, member = make_report("Wait time"), make_member()
    browser, address = browser_of(member), "/en/research/reports/wait-time/"

    def buttons(reader: Client) -> list[tuple[str, str]]:
        page = BeautifulSoup(reader.get(address).content, "html.parser")
        return [(" ".join(link.get_text().split()), str(link["href"])) for link in page.select(".report-file a")]

    offered = [("Save", reverse("keep_work", args=[report.translation_key]))]
    assert buttons(browser) == offered
    made = actions.make_list(member=member, title="For June")
    actions.add_work(reading_list=made, report=report)
    assert buttons(browser) == [("Saved For June", reverse("my_list", args=[made.pk]))]
    # The rest of the page is kept for everybody; this is each reader's own.
    assert buttons(browser_of(make_member())) == buttons(Client()) == offered


def test_a_list_of_one_has_no_order_and_its_link_can_be_copied() -> None:
    member = make_member()
    made = actions.make_list(member=member, title="For June")
    browser, address = browser_of(member), reverse("my_list", args=[made.pk])
    shown = []
    for title in ("One", "Two", "Three"):
        actions.add_work(reading_list=made, report=make_report(title))
        page = BeautifulSoup(browser.get(address).content, "html.parser")
        shown.append(
            [str(button["value"]) for button in page.select('[name="do"][value="up"], [name="do"][value="down"]')]
        )
    assert shown == [[], ["down", "up"], ["down", "up", "down", "up"]]
    assert page.select("[data-copy]") == []
    actions.share_list(reading_list=made)
    page = BeautifulSoup(browser.get(address).content, "html.parser")
    (button,) = page.select("[data-copy]")
    copied = page.select_one(f"#{button['data-copy']}")
    assert copied is not None
    assert copied.get_text() == copied["href"]
