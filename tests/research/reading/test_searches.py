"""Searches that are kept, and the mails on what is new for them."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Locale, PageViewRestriction

from camtree.members.models import User
from camtree.members.personal_data import erase, held_about
from research.library.saved_searches.queries import works_found
from research.models import Digest, SavedSearch
from research.reading import actions
from research.reading.choices import Frequency
from research.reading.searches import in_one_form, in_words
from tests.factories.members import browser_of, make_member
from tests.factories.pages import make_full_report, make_report, make_translation
from tests.queries import budget
from tests.threads import at_once

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def make_search(member: User, query: str = "country=KE", **facts: Any) -> SavedSearch:
    return actions.save_search(member=member, query=in_one_form(QueryDict(query)), **facts)


def subscribed(frequency: Frequency = Frequency.DAILY, query: str = "country=KE", **fields: Any) -> User:
    """A member with a search, who heard of everything until now."""
    member = make_member(**fields)
    make_search(member, query)
    actions.set_digest(member=member, frequency=frequency)
    return member


def found(query: str, language: str = "en") -> list[str]:
    works = works_found(QueryDict(query), Locale.objects.get(language_code=language))
    return sorted(works.values_list("title", flat=True))


# ---------------------------------------------------------------- what a search asks for


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("", ""),
        ("page=2&sort=title&utm_source=mail", ""),
        ("q=+wait++time+&page=3", "q=wait+time"),
        ("phase=secondary&phase=primary&phase=primary&country=KE", "phase=primary&phase=secondary&country=ke"),
        ("country=KE&country=ke", "country=ke"),
        ("sort=title&q=talk&theme=&nothing=x", "q=talk&sort=title"),
        ("q=talk&sort=nothing", "q=talk"),
        ("q=b&q=a", "q=a"),
        ("q=%D8%A7%D9%84", "q=ال"),
        ("q=R%26D%3D100%25%2B%23", "q=R%26D%3D100%25%2B%23"),
    ],
)
def test_the_same_question_has_one_form(query: str, kept: str) -> None:
    assert in_one_form(QueryDict(query)) == kept
    assert in_one_form(QueryDict(kept)) == kept
    assert QueryDict(kept).get("q", "") == " ".join(QueryDict(query).get("q", "").split())


def test_a_search_says_in_the_readers_language_what_it_looks_for() -> None:
    query = QueryDict("q=wait time&phase=primary&country=KE&country=NO")
    assert in_words(query) == "“wait time”, Primary, Kenya and Norway"
    with translation.override("ar"):
        assert "كينيا" in in_words(query)
    assert in_words(QueryDict("language=zzzz&language=fi")) == "zzzz and Finnish"


def test_a_search_finds_what_the_library_finds_with_several_values_of_one_parameter() -> None:
    for title, country in (("One", "KE"), ("Two", "NO"), ("Three", "PE")):
        make_report(title, country=country)
    make_report("Four", country="KE", kind="summary")
    assert found("country=KE") == ["Four", "One"]
    assert found("country=KE&country=no") == ["Four", "One", "Two"]
    assert found("country=KE&country=NO&kind=summary") == ["Four"]
    assert found("q=Three") == ["Three"]
    assert found("country=ZZ") == []


# ---------------------------------------------------------------- to keep one


def test_what_the_library_shows_is_kept_with_its_words_and_filters() -> None:
    make_report(country="KE")
    browser = browser_of(make_member())
    assert "Save this search" not in browser.get("/en/research/").content.decode()
    page = BeautifulSoup(browser.get("/en/research/?country=KE&utm_source=x").content, "html.parser")
    address = str(page.find("a", string=lambda text: text and "Save this search" in text)["href"])  # type: ignore[index]
    assert address == f"{reverse('save_search')}?country=KE"
    assert Client().get(address)["Location"].endswith("%3Fcountry%3DKE")
    for _click in range(2):
        assert browser.post(address, {"title": ""}).status_code == 302
    assert browser.post(address, {"title": "At home"}).status_code == 302
    row = SavedSearch.objects.get()
    assert (row.query, row.title) == ("country=ke", "At home")
    mine = browser.get(reverse("my_reading")).content.decode()
    assert 'href="/en/research/?country=ke"' in mine
    browser.post(reverse("delete_search", args=[row.pk]))
    assert not SavedSearch.objects.exists()


def test_what_asks_for_nothing_or_for_too_much_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    member = make_member()
    browser, save = browser_of(member), reverse("save_search")
    assert browser.post(f"{save}?q={'教' * 200}").status_code == 302
    assert SavedSearch.objects.get().query == f"q={'教' * 200}"
    SavedSearch.objects.all().delete()
    assert browser.post(f"{save}?page=2").status_code == 404
    with pytest.raises(actions.NothingAskedError):
        actions.save_search(member=member, query="")
    long = "&".join(f"theme={number}{'x' * 150}" for number in range(20))
    answer = browser.post(f"{save}?{long}")
    assert (answer.status_code, "too long to save" in answer.content.decode()) == (422, True)
    monkeypatch.setattr(actions, "MOST_SEARCHES", 1)
    assert browser.post(f"{save}?q=one").status_code == 302
    assert browser.post(f"{save}?q=one").status_code == 302
    answer = browser.post(f"{save}?q=two")
    assert (answer.status_code, "Delete one first." in answer.content.decode()) == (422, True)


def test_a_search_of_somebody_else_is_not_there() -> None:
    row = make_search(make_member())
    assert browser_of(make_member()).post(reverse("delete_search", args=[row.pk])).status_code == 404
    assert SavedSearch.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("site_after_flush")
def test_clicks_at_the_same_moment_keep_a_search_once() -> None:
    member = make_member()
    browsers = [browser_of(member) for _click in range(4)]
    at_once(*(lambda browser=browser: browser.post(f"{reverse('save_search')}?q=talk") for browser in browsers))
    assert SavedSearch.objects.count() == 1


# ---------------------------------------------------------------- mails on what is new


def send(after: timedelta, capture: Any) -> int:
    with capture(execute=True):
        return actions.send_digests(now=timezone.now() + after)


def test_new_works_come_in_one_mail_in_the_members_language(django_capture_on_commit_callbacks: Any) -> None:
    member = subscribed(preferred_language="ar", name="Nila Perera")
    make_search(member, "q=talk", title="Talk")
    make_report("Wait time", country="KE")
    make_report("About talk", country="NO")
    make_report("Nothing of it", country="NO")
    assert send(DAY, django_capture_on_commit_callbacks) == 1
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == ([member.email], "عملان جديدان لك")
    assert "/ar/research/reports/wait-time/" in sent.body
    assert "/ar/research/reports/about-talk/" in sent.body
    assert "Nothing of it" not in sent.body
    assert "كينيا" in sent.body
    # Mail programs make a link of an address that stands alone in its line.
    alone = [line.strip() for line in sent.body.splitlines() if "://" in line]
    assert [line for line in alone if not line.startswith("http") or " " in line] == []
    assert len(alone) == 4
    # Told once.
    assert [send(after, django_capture_on_commit_callbacks) for after in (DAY, 3 * DAY)] == [0, 0]
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(("frequency", "days"), [(Frequency.DAILY, 1), (Frequency.WEEKLY, 7)])
def test_mails_come_as_often_as_the_member_says(
    frequency: Frequency, days: int, django_capture_on_commit_callbacks: Any
) -> None:
    subscribed(frequency)
    make_report(country="KE")
    nearly = days * DAY - timedelta(minutes=1)
    assert send(nearly, django_capture_on_commit_callbacks) == 0
    assert send(days * DAY + timedelta(minutes=1), django_capture_on_commit_callbacks) == 1


def test_who_wants_no_mails_is_gone_or_looks_for_nothing_gets_none(django_capture_on_commit_callbacks: Any) -> None:
    subscribed(Frequency.OFF)
    away = subscribed()
    User.objects.filter(pk=away.pk).update(is_active=False)
    without = subscribed()
    SavedSearch.objects.filter(member=without).delete()
    subscribed(query="country=NO")
    make_report(country="KE")
    assert send(DAY, django_capture_on_commit_callbacks) == 0
    assert mail.outbox == []


def test_who_begins_hears_of_what_comes_from_then_on(django_capture_on_commit_callbacks: Any) -> None:
    member = make_member()
    make_search(member)
    browser, address = browser_of(member), reverse("my_digest")
    make_report("Before", country="KE")
    assert browser.post(address, {"frequency": "hourly"}).status_code == 422
    assert browser.post(address, {"frequency": "daily"}).status_code == 302
    make_report("After", country="KE")
    send(DAY, django_capture_on_commit_callbacks)
    assert ["Before" in mail.outbox[0].body, "After" in mail.outbox[0].body] == [False, True]


def test_a_press_in_the_mail_stops_the_mails_without_signing_in(django_capture_on_commit_callbacks: Any) -> None:
    member = subscribed()
    make_report(country="KE")
    send(DAY, django_capture_on_commit_callbacks)
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = headers["List-Unsubscribe"].strip("<>")
    assert link in mail.outbox[0].body
    place = f"/{link.split('/', 3)[3]}"
    looked = Client().get(place)
    assert (looked.status_code, Digest.objects.get().frequency) == (200, "daily")
    assert "Stop these mails" in looked.content.decode()
    # As a mail program sends it: no cookie, no token, no sign-in.
    for _press in range(2):
        pressed = Client(enforce_csrf_checks=True).post(place, {"List-Unsubscribe": "One-Click"})
        assert (pressed.status_code, Digest.objects.get().frequency) == (200, "off")
    assert SavedSearch.objects.filter(member=member).exists()
    make_report("Later", country="KE")
    assert send(9 * DAY, django_capture_on_commit_callbacks) == 0
    assert Client().get(reverse("stop_digest", args=["nobody"])).status_code == 404
    assert Client().post(reverse("stop_digest", args=["nobody"])).status_code == 404


def test_many_new_works_are_a_link(django_capture_on_commit_callbacks: Any) -> None:
    subscribed()
    for number in range(12):
        make_report(f"Work {number}", country="KE")
    send(DAY, django_capture_on_commit_callbacks)
    body = mail.outbox[0].body
    assert body.count("/en/research/reports/work-") == 10
    assert "/en/research/?country=ke&sort=newest" in body


def test_a_work_in_a_second_language_is_not_new(django_capture_on_commit_callbacks: Any) -> None:
    old = make_report("Old", country="KE")
    subscribed(preferred_language="ar")
    make_translation(old)
    assert send(DAY, django_capture_on_commit_callbacks) == 0


def test_a_work_that_was_behind_a_password_is_told_once_when_it_is_opened(
    django_capture_on_commit_callbacks: Any,
) -> None:
    closed = make_report("Closed", country="KE")
    door = PageViewRestriction.objects.create(page=closed.get_parent(), restriction_type="password", password="oak")
    make_translation(closed)
    subscribed()
    assert send(DAY, django_capture_on_commit_callbacks) == 0
    door.delete()
    make_translation(closed, "es")
    assert send(2 * DAY, django_capture_on_commit_callbacks) == 1
    assert mail.outbox[0].body.count("/research/reports/") == 1
    # Closed and opened again it is the same work.
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    assert send(4 * DAY, django_capture_on_commit_callbacks) == 0
    PageViewRestriction.objects.all().delete()
    assert send(6 * DAY, django_capture_on_commit_callbacks) == 0


def test_a_work_that_two_searches_find_is_told_once(django_capture_on_commit_callbacks: Any) -> None:
    make_search(subscribed(), "q=talk")
    make_report("About talk", country="KE")
    assert send(DAY, django_capture_on_commit_callbacks) == 1
    (sent,) = mail.outbox
    assert (sent.subject, sent.body.count("/reports/about-talk/")) == ("1 new work for you", 1)


def test_who_waits_costs_nothing_until_something_is_new() -> None:
    for _each in range(8):
        make_full_report()
    for _member in range(3):
        subscribed()
    # Who is due, what may be read since, and whether anything may.
    with budget(3, same_shape=1):
        assert actions.send_digests(now=timezone.now() + DAY) == 0


def test_works_are_noted_a_piece_at_a_time_and_each_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "AT_ONCE", 2)
    for number in range(5):
        make_translation(make_report(f"Work {number}"))
    now = timezone.now()
    assert [actions.note_readable_works(now=now), actions.note_readable_works(now=now)] == [5, 0]


def test_one_member_whose_mail_fails_keeps_back_no_other(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    first, second = subscribed(), subscribed()
    make_report(country="KE")
    told = actions._told

    def broken(search: SavedSearch, *rest: Any) -> Any:
        if search.member_id == first.pk:
            raise ValueError("broken")
        return told(search, *rest)

    monkeypatch.setattr(actions, "_told", broken)
    assert send(DAY, django_capture_on_commit_callbacks) == 1
    assert [sent.to for sent in mail.outbox] == [[second.email]]


def test_searches_are_told_to_their_owner_and_go_with_the_account() -> None:
    member = subscribed()
    held = {str(row.kind.title): row.rows for row in held_about(member)}
    assert held["Saved searches"][0]["search"] == "country=ke"
    assert held["Mails on new works"][0]["how often"] == "Every day"
    erase(member)
    assert (SavedSearch.objects.count(), Digest.objects.count()) == (0, 0)


def test_mails_are_chosen_as_a_search_is_saved_and_else_stay_as_they_are() -> None:
    member = make_member()
    browser, address = browser_of(member), f"{reverse('save_search')}?country=KE"
    assert browser.post(address, {"title": "", "frequency": "weekly"}).status_code == 302
    assert Digest.objects.get(member=member).frequency == Frequency.WEEKLY
    page = BeautifulSoup(browser.get(f"{address}&q=two").content, "html.parser")
    assert [str(choice["value"]) for choice in page.select("[name=frequency][checked]")] == ["weekly"]
    assert browser.post(f"{address}&q=two", {"title": ""}).status_code == 302
    assert Digest.objects.get(member=member).frequency == Frequency.WEEKLY
    assert browser.post(f"{address}&q=three", {"title": "", "frequency": "hourly"}).status_code == 422
    assert SavedSearch.objects.filter(member=member).count() == 2
