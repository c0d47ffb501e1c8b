"""I tried this too: written by members, published by editors, shown as a family."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from camtree.members.models import User
from camtree.members.personal_data import erase, held_about
from research.models import Replication, ReportPage
from research.publishing.actions.replications import decide_replication, record_replication
from research.publishing.actions.withdrawals import remove_report
from research.publishing.queries import FAMILY_SHOWN, family_of
from tests.factories.members import browser_of, make_member
from tests.factories.pages import make_full_report, make_report, make_translation
from tests.queries import Look, same_at_one_and_twelve
from tests.threads import at_once

pytestmark = pytest.mark.django_db
FACTS = {
    "result": "better",
    "country": "KE",
    "setting": "28 pupils of grade 6, science.",
    "changed": "A slip of paper.",
    "seen": "Twice as many <b>spoke</b>.",
    "name": "Wanjiru",
}


def make_record(report: ReportPage, member: User | None = None, *, publish: bool = True, **facts: Any) -> Replication:
    record = record_replication(report=report, member=member or make_member(), facts=FACTS | facts)
    if publish:
        decide_replication(replication=record, by=editor(), publish=True)
    return record


def editor() -> User:
    return make_member("Rafael", roles=("Editors",))


def read(address: str, member: User | None = None) -> str:
    return browser_of(member).get(address).content.decode()


def test_a_member_tells_and_an_editor_publishes(django_capture_on_commit_callbacks: Any) -> None:
    report, member = make_report(), make_member("Wanjiru Kamau")
    address = f"{report.url}tried/"
    assert f'href="{address}"' in read(report.url)
    assert Client().get(address).status_code == 302
    browser = browser_of(member)
    assert browser.post(address, {**FACTS, "result": "great", "seen": "x" * 1501}).status_code == 422
    assert browser.post(address, FACTS).status_code == 302
    record = Replication.objects.get()
    assert (record.state, record.member, record.work) == ("pending", member, report.translation_key)
    assert "Twice as many" not in read(report.url)
    assert "Twice as many" in read(reverse("my_replications"), member)
    moderator = editor()
    assert "Twice as many" in read(reverse("replications"), moderator)
    with django_capture_on_commit_callbacks(execute=True):
        browser_of(moderator).post(reverse("decide_replication", args=[record.pk]), {"do": "publish"})
    html = read(report.url)
    assert "Tried again 1 time: 1 better." in html
    assert "Twice as many &lt;b&gt;spoke&lt;/b&gt;." in html
    for told in ("Wanjiru", "Kenya", "28 pupils of grade 6, science.", "A slip of paper."):
        assert told in html
    assert "Kamau" not in html
    (mailed,) = mail.outbox
    assert (mailed.subject, mailed.to) == ("Your record is public", [member.email])
    (letter,) = mail.outbox
    assert (letter.subject, letter.to) == ("Your record is public", [member.email])


def test_the_family_counts_its_results_in_every_language() -> None:
    report = make_report()
    arabic = make_translation(report)
    for result in ("better", "worse", "better"):
        make_record(report, result=result)
    make_record(arabic, result="same")
    make_record(report, publish=False)
    html = read(report.url)
    assert "Tried again 4 times: 2 better, 1 the same and 1 worse." in html
    assert read(arabic.url).count('class="replication replication-') == 4


def test_a_large_family_counts_also_those_that_are_not_shown() -> None:
    report = make_report()
    make_record(report, result="worse")
    for _number in range(FAMILY_SHOWN):
        make_record(report)
    family = family_of(report)
    assert (family.counts, len(family.records), family.more) == ({"better": 30, "worse": 1}, 30, 1)


def test_a_record_is_declined_with_a_sentence(django_capture_on_commit_callbacks: Any) -> None:
    report, member = make_report(), make_member()
    record = make_record(report, member, publish=False)
    browser, address = browser_of(editor()), reverse("decide_replication", args=[record.pk])
    browser.post(address, {"do": "decline", "reason": " "})
    assert Replication.objects.get().state == "pending"
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(address, {"do": "decline", "reason": "It names a pupil."})
        browser.post(address, {"do": "publish"})
    assert Replication.objects.get().state == "declined"
    (told,) = mail.outbox
    assert "It names a pupil." in told.body
    assert "It names a pupil." in read(reverse("my_replications"), member)
    assert "Twice as many" not in read(report.url)


def test_one_is_open_at_a_time_and_can_be_changed() -> None:
    report, member = make_report(), make_member()
    browser = browser_of(member)
    for seen in ("First words.", "Better words."):
        browser.post(f"{report.url}tried/", {**FACTS, "seen": seen})
    assert Replication.objects.get().seen == "Better words."
    assert "Better words." in read(f"{report.url}tried/", member)
    # Once it is decided, the next year may be told.
    decide_replication(replication=Replication.objects.get(), by=editor(), publish=True)
    browser.post(f"{report.url}tried/", FACTS)
    assert Replication.objects.count() == 2


def test_only_editors_decide_and_never_on_their_own() -> None:
    report, moderator = make_report(), editor()
    record = make_record(report, moderator, publish=False)
    address = reverse("decide_replication", args=[record.pk])
    for stranger in (make_member(), make_member(roles=("Reviewers",))):
        assert browser_of(stranger).get(reverse("replications")).status_code == 404
        assert browser_of(stranger).post(address, {"do": "publish"}).status_code == 404
    browser_of(moderator).post(address, {"do": "publish"})
    assert Replication.objects.get().state == "pending"


def test_a_member_takes_it_back(django_capture_on_commit_callbacks: Any) -> None:
    report, member = make_report(), make_member()
    record = make_record(report, member)
    address = reverse("delete_replication", args=[record.pk])
    assert browser_of(make_member()).post(address).status_code == 404
    assert "Twice as many" in read(report.url)
    with django_capture_on_commit_callbacks(execute=True):
        assert browser_of(member).post(address).status_code == 302
    assert "Twice as many" not in read(report.url)
    assert not Replication.objects.exists()
    assert not Replication.history.exists()


def test_it_goes_with_the_account(django_capture_on_commit_callbacks: Any) -> None:
    report, member = make_report(), make_member()
    make_record(report, member)
    assert "Twice as many" in read(report.url)
    (held,) = [held for held in held_about(member) if held.kind.model is Replication]
    assert held.rows[0]["what you saw"] == FACTS["seen"]
    with django_capture_on_commit_callbacks(execute=True):
        erase(member)
    assert not Replication.objects.exists()
    assert "Twice as many" not in read(report.url)


def test_a_record_outlives_the_removal_of_its_report() -> None:
    report, member = make_report(), make_member()
    make_record(report, member)
    remove_report(work=report.translation_key, by=make_member(roles=("Moderators",)), public_reason="Harm.")
    assert "A report that is not public any more" in read(reverse("my_replications"), member)


def test_too_many_in_an_hour() -> None:
    browser = browser_of(make_member())
    answers = [browser.post(f"{make_report(f'Report {n}').url}tried/", FACTS).status_code for n in range(11)]
    assert answers == [302] * 10 + [429]


@pytest.mark.usefixtures("nothing_kept")
def test_the_report_asks_the_same_for_one_record_and_for_twelve() -> None:
    report = make_full_report()
    moderator = editor()

    def more(number: int) -> None:
        for _number in range(number):
            make_record(report)

    same_at_one_and_twelve(more, Look(report.url, 6, 'class="replication replication-better"'))
    for _number in range(12):
        make_record(report, publish=False)
    assert read(reverse("replications"), moderator).count('value="publish"') == 12


@pytest.mark.django_db(transaction=True)
def test_two_clicks_make_one_record(site_after_flush: None) -> None:
    report, member = make_report(), make_member()
    results = at_once(*[lambda: record_replication(report=report, member=member, facts=FACTS).pk] * 3)
    assert len(set(results)) == 1
    assert Replication.objects.count() == 1


def test_the_dashboard_leads_editors_to_what_waits() -> None:
    make_record(make_report(), publish=False)
    html = read(reverse("my_dashboard"), editor())
    for name in ("withdrawals", "dois", "replications"):
        assert f'href="{reverse(name)}"' in html
    assert html.count("1 waits") == 1
    assert reverse("withdrawals") not in read(reverse("my_dashboard"), make_member())
