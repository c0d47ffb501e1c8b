"""One rule stands before every way of publishing a report that came from a draft, and before those who look around."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page, Revision

from camtree.core.pages.publishing import BarredError, bar_to_deciding, bar_to_publishing
from camtree.members.models import User
from research.inquiries.choices import Access
from research.models import Inquiry, InquiryPerson, ReportPage, Submission
from research.review.actions.decisions import decide as decide_round
from research.review.actions.decisions import send_decision
from research.review.actions.submitting import submit_inquiry, take_back
from research.review.choices import Verdict
from tests.factories.inquiries import accept, make_editor, make_review, make_sent, make_submission, owner_of
from tests.factories.media import make_image
from tests.factories.members import browser_of, make_member
from tests.factories.pages import make_report
from tests.forms import page_form

pytestmark = pytest.mark.django_db

OWN = "You are named on this report, or you review it: somebody else has to publish it."
TOO_EARLY = "This report is being reviewed. It can be published once the editors have accepted it."


def moderator(name: str = "Rafael") -> User:
    return make_member(name, roles=("Moderators",))


def report_of(submission: Submission) -> ReportPage:
    return ReportPage.objects.get(inquiries=submission.inquiry)


def named(submission: Submission, member: User, access: Access = Access.COMMENT) -> User:
    InquiryPerson.objects.create(inquiry=submission.inquiry, user=member, name=str(member), access=access)
    return member


def accepted(submission: Submission) -> ReportPage:
    accept(submission.inquiry)
    report = report_of(submission)
    assert report.live
    return report


def press_bulk(browser: Client, *pages: Page, **data: str) -> Any:
    query = "&".join(f"id={page.pk}" for page in pages)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?{query}&next=/admin/"
    return browser.post(address, data, follow=True)


def press_publish(browser: Client, report: ReportPage, **changes: Any) -> Any:
    data = page_form(browser, report, **changes) | {"action-publish": "1"}
    return browser.post(reverse("wagtailadmin_pages:edit", args=[report.pk]), data, follow=True)


def words_of(answer: Any) -> list[str]:
    return [str(message).split("<")[0].strip() for message in answer.context["messages"]]


@pytest.mark.parametrize("kind", ["author", "commenter", "invited", "submitter", "reviewer", "administrator"])
def test_whoever_has_an_interest_neither_publishes_nor_decides(kind: str) -> None:
    member = make_member("Rafael", roles=("Administrators",) if kind == "administrator" else ("Moderators",))
    if kind == "author":
        submission = make_submission(member)
    elif kind == "reviewer":
        submission = make_sent(reviewer=member).submission
    else:
        submission = make_submission()
        if kind == "invited":  # by mail, and not here yet
            InquiryPerson.objects.create(inquiry=submission.inquiry, name="R.", email=member.email.upper())
        elif kind == "submitter":
            Submission.objects.filter(pk=submission.pk).update(submitted_by=member)
        else:
            named(submission, member)
    other = moderator("Hannah Field")
    report = report_of(submission)
    assert (bar_to_publishing(report, member), bar_to_deciding(report, member)) == (OWN, OWN)
    assert (bar_to_publishing(report, other), bar_to_deciding(report, other)) == (TOO_EARLY, "")
    report = accepted(submission)
    assert (bar_to_publishing(report, member), bar_to_deciding(report, member)) == (OWN, OWN)
    assert (bar_to_publishing(report, other), bar_to_deciding(report, other)) == ("", "")


def test_a_report_that_came_from_no_draft_is_nobodys() -> None:
    assert bar_to_publishing(make_report(), moderator()) == ""


def test_each_state_of_a_round_says_whether_the_report_may_be_public() -> None:
    submission = make_review().submission
    rafael = moderator()

    def bar() -> str:
        return bar_to_publishing(report_of(submission), rafael)

    assert bar() == TOO_EARLY
    decision = decide_round(submission=submission, by=make_editor("Ada"), verdict=Verdict.MINOR, letter="Please.")
    assert bar() == TOO_EARLY
    assert send_decision(decision=decision)
    assert bar() == TOO_EARLY
    other = make_submission()
    take_back(inquiry=other.inquiry)
    assert bar_to_publishing(report_of(other), rafael) == TOO_EARLY
    declined = make_submission()
    assert send_decision(
        decision=decide_round(submission=declined, by=make_editor("Bo"), verdict=Verdict.DECLINE, letter="No.")
    )
    assert bar_to_publishing(report_of(declined), rafael) == TOO_EARLY


def test_the_button_of_the_editor_publishes_no_manuscript_and_says_why() -> None:
    report = report_of(make_submission())
    answer = press_publish(browser_of(moderator()), report)
    assert TOO_EARLY in words_of(answer)
    assert not ReportPage.objects.get(pk=report.pk).live


def test_the_own_report_is_kept_as_a_draft_and_the_sentence_says_why() -> None:
    rafael = moderator()
    report = accepted(make_submission(rafael))
    answer = press_publish(browser_of(rafael), report, title="Better")
    assert OWN in words_of(answer)
    report.refresh_from_db()
    assert (report.title, report.draft_title) == ("Wait time and talk", "Better")
    press_publish(browser_of(moderator("Hannah Field")), report)
    assert ReportPage.objects.get(pk=report.pk).title == "Better"


def test_many_at_once_are_published_without_those_that_may_not() -> None:
    rafael = moderator()
    own, waiting = report_of(make_submission(rafael)), report_of(make_submission())
    free = make_report("A report of an editor", live=False)
    free.save_revision()
    answer = press_bulk(browser_of(rafael), own, waiting, free)
    assert answer.status_code == 200
    assert [ReportPage.objects.get(pk=page.pk).live for page in (own, waiting, free)] == [False, False, True]
    # And from above, with all that stands below.
    answer = press_bulk(browser_of(rafael), own.get_parent(), include_descendants="on")
    assert answer.status_code == 200
    assert [ReportPage.objects.get(pk=page.pk).live for page in (own, waiting)] == [False, False]


def test_a_step_of_the_workflow_is_not_decided_by_its_author() -> None:
    rafael, other = moderator(), moderator("Hannah Field")
    submission = make_submission(rafael)
    report = report_of(submission)
    state = report.current_workflow_task_state
    assert state is not None
    for action in ("approve", "reject"):
        address = reverse("wagtailadmin_pages:workflow_action", args=[report.pk, action, state.pk])
        answer = browser_of(rafael).post(address, {"comment": ""}, follow=True)
        assert answer.status_code == 200
        state.refresh_from_db()
        assert state.status == "in_progress"
    with pytest.raises(BarredError, match="named on this report"):
        state.specific.approve(user=rafael)
    browser_of(other).post(reverse("wagtailadmin_pages:workflow_action", args=[report.pk, "approve", state.pk]), {})
    assert Submission.objects.get().state == "review"


def test_where_no_review_stands_in_the_workflow_its_last_approval_publishes() -> None:
    submission = make_submission()
    report = report_of(submission)
    workflow = report.get_workflow()
    assert workflow is not None
    workflow.workflow_tasks.last().delete()
    rafael = moderator()
    assert bar_to_publishing(report, rafael) == TOO_EARLY
    state = report.current_workflow_task_state
    assert state is not None
    state.specific.approve(user=rafael)
    assert ReportPage.objects.get(pk=report.pk).live


def test_revisions_are_published_by_nobody_who_may_not() -> None:
    rafael = moderator()
    submission = make_submission(rafael)
    revision = report_of(submission).get_latest_revision()
    assert revision is not None
    for member, words in ((rafael, "named on this report"), (moderator("Hannah Field"), "being reviewed")):
        for skips in (False, True):
            with pytest.raises(BarredError, match=words):
                revision.publish(user=member, skip_permission_checks=skips)
    assert not ReportPage.objects.get().live


def later(report: ReportPage, member: User) -> Revision:
    """The page waits for tomorrow, set by `member`; then it is the day after."""
    report.go_live_at = timezone.now() + timedelta(1)
    revision = report.save_revision(user=member)
    revision.publish(user=member)
    revision.refresh_from_db()
    assert revision.approved_go_live_at is not None
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    content = Revision.objects.get(pk=revision.pk).content | {"go_live_at": None}
    Revision.objects.filter(pk=revision.pk).update(content=content)
    return Revision.objects.get(pk=revision.pk)


@pytest.mark.parametrize("joins", [False, True])
def test_on_its_day_a_page_is_published_as_by_whoever_set_the_day(
    joins: bool, django_capture_on_commit_callbacks: Any
) -> None:
    submission, rafael = make_submission(), moderator()
    report = accepted(submission)
    report.title = "On its day"
    revision = later(report, rafael)
    if joins:
        named(submission, rafael)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        call_command("publish_scheduled")
    assert (ReportPage.objects.get().title == "On its day") is not joins
    assert Revision.objects.get(pk=revision.pk).approved_go_live_at is None
    stopped = [message for message in mail.outbox if message.to == [rafael.email]]
    assert [OWN in message.body for message in stopped] == [True] * joins


def test_a_day_that_the_decision_set_needs_no_name(django_capture_on_commit_callbacks: Any) -> None:
    submission = make_submission()
    day = timezone.localdate() + timedelta(2)
    decision = decide_round(
        submission=submission, by=make_editor(), verdict=Verdict.ACCEPT, letter="Welcome.", publish_on=day
    )
    assert send_decision(decision=decision)
    report = report_of(submission)
    revision = Revision.objects.get(object_id=report.pk, approved_go_live_at__isnull=False)
    content = revision.content | {"go_live_at": None}
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now() - timedelta(1), content=content)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("publish_scheduled")
    assert ReportPage.objects.get(pk=report.pk).live


def test_a_manuscript_is_not_copied_past_its_review() -> None:
    rafael, report = moderator(), report_of(make_submission())
    address = reverse("wagtailadmin_pages:copy", args=[report.pk])
    data = {"new_title": "C", "new_slug": "c", "new_parent_page": report.get_parent().pk, "publish_copies": "on"}
    browser_of(rafael).post(address, data)
    assert ReportPage.objects.count() == 1
    for permissions in (
        report.permissions_for_user(rafael),
        Page.objects.get(pk=report.pk).specific.permissions_for_user(rafael),
    ):
        assert not permissions.can_copy()
    report = accepted(Submission.objects.get())
    browser_of(rafael).post(address, data)
    assert ReportPage.objects.count() == 2


def test_a_translation_of_the_own_report_is_published_by_somebody_else() -> None:
    rafael = moderator()
    report = accepted(make_submission(rafael))
    arabic = report.copy_for_translation(Locale.objects.get(language_code="ar"), copy_parents=True)
    assert not arabic.permissions_for_user(rafael).can_publish()
    with pytest.raises(BarredError):
        arabic.get_latest_revision().publish(user=rafael)
    arabic.get_latest_revision().publish(user=moderator("Hannah Field"))
    assert ReportPage.objects.get(pk=arabic.pk).live


def test_what_was_public_is_corrected_while_a_new_version_is_reviewed() -> None:
    submission, rafael = make_submission(), moderator()
    report = accepted(submission)
    before = report.save_revision()
    inquiry = Inquiry.objects.get()
    second = Submission.objects.create(inquiry=inquiry, round=2, manuscript=submission.manuscript)
    Inquiry.objects.filter(pk=inquiry.pk).update(version=2, state="submitted")
    assert second.state == "check"
    report.identifier += ".2"
    version = report.save_revision()
    with pytest.raises(BarredError, match="being reviewed"):
        version.publish(user=rafael)
    free = make_report("A report of an editor", live=False)
    free.save_revision()
    answer = press_bulk(browser_of(rafael), report_of(submission), free)
    assert [words for words in words_of(answer) if TOO_EARLY in words] == [f"{report.title}: {TOO_EARLY}"]
    assert ReportPage.objects.get(pk=free.pk).live
    free.delete()
    before.publish(user=rafael)
    assert ReportPage.objects.get().live_revision_id == before.pk


# ---- what nobody comes upon


def found_by(browser: Client, report: ReportPage) -> list[str]:
    """The places of the editors' side that tell the title of a report or open it."""
    parent = report.get_parent().pk
    addresses = {
        "explorer": reverse("wagtailadmin_explore", args=[parent]),
        "search": reverse("wagtailadmin_pages:search") + "?q=Wait+time",
        "search results": reverse("wagtailadmin_pages:search_results") + "?q=Wait+time",
        "chooser": reverse("wagtailadmin_choose_page_child", args=[parent]),
        "chooser below": reverse("wagtailadmin_choose_page_child", args=[report.pk]),
        "chooser search": reverse("wagtailadmin_choose_page_search") + "?q=Wait+time",
        "chosen": reverse("wagtailadmin_choose_page_chosen_multiple") + f"?id={report.pk}",
        "api": f"/admin/api/main/pages/{report.pk}/",
        "api list": "/admin/api/main/pages/?type=research.ReportPage",
        "site history": reverse("wagtailadmin_reports:site_history"),
        "types": reverse("wagtailadmin_reports:page_types_usage"),
        "aging": reverse("wagtailadmin_reports:aging_pages"),
        "not reviewed": reverse("not_reviewed_report"),
        "untranslated": reverse("untranslated_report"),
        "workflows": reverse("wagtailadmin_reports:workflow"),
        "edit": reverse("wagtailadmin_pages:edit", args=[report.pk]),
        "history": reverse("wagtailadmin_pages:history", args=[report.pk]),
        "usage": reverse("wagtailadmin_pages:usage", args=[report.pk]),
        "draft": reverse("wagtailadmin_pages:view_draft", args=[report.pk]),
        "home": reverse("wagtailadmin_home"),
    }
    found = []
    for name, address in addresses.items():
        answer = browser.get(address, follow=True)
        assert answer.status_code in {200, 404}, name
        if "Wait time and talk" in answer.content.decode():
            found.append(name)
    return found


def test_a_report_under_review_is_found_by_those_alone_who_may_decide() -> None:
    submission = make_submission()
    report = report_of(submission)
    reviewer = make_member("Tomos Beddow", roles=("Moderators",))
    make_sent(submission, reviewer)
    assert {"explorer", "chooser", "chooser search", "chosen", "site history", "edit", "history", "types"} <= set(
        found_by(browser_of(moderator()), report)
    )
    translator = make_member("Iris", roles=("Translators (es)",))
    lead = make_member("Sunita", roles=("Leads",))
    for member in (translator, lead, reviewer):
        assert found_by(browser_of(member), report) == [], member
    accept(submission.inquiry)
    assert {"chooser", "chosen"} <= set(found_by(browser_of(translator), report))


def test_a_moderator_who_reviewed_hears_nothing_of_the_next_round(django_capture_on_commit_callbacks: Any) -> None:
    reviewer, other = moderator("Tomos Beddow"), moderator("Hannah Field")
    inquiry = take_back(inquiry=make_sent(reviewer=reviewer).submission.inquiry)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        submit_inquiry(inquiry=inquiry, member=owner_of(inquiry))

    def told(member: User) -> list[bool]:
        mails = [message for message in mail.outbox if message.to == [member.email]]
        home = browser_of(member).get(reverse("wagtailadmin_home")).content.decode()
        return [any("Wait time" in message.subject + str(message.body) for message in mails), "Wait time" in home]

    assert told(other) == [True, True]
    assert told(reviewer) == [False, False]


def test_pictures_of_a_report_under_review_are_not_offered() -> None:
    from research.review.actions.report_files import PUBLIC, WAITING, _collection

    desk = make_image("A desk", collection=_collection(WAITING))
    window = make_image("A window", collection=_collection(PUBLIC))
    address = reverse("wagtailimages_chooser:choose")

    def offered(member: User) -> list[bool]:
        html = browser_of(member).get(address).content.decode()
        return [title in html for title in ("A desk", "A window")]

    assert offered(moderator()) == [True, True]
    translator = make_member("Iris", roles=("Translators (es)",))
    assert offered(translator) == [False, True]
    # Nor told of, to who knows their keys.
    for member, expected in ((moderator("Hannah Field"), [200, 200]), (translator, [404, 200])):
        for name in ("chosen", "select_format"):
            addresses = [reverse(f"wagtailimages_chooser:{name}", args=[image.pk]) for image in (desk, window)]
            assert [browser_of(member).get(address).status_code for address in addresses] == expected
        many = reverse("wagtailimages_chooser:chosen_multiple")
        answers = [browser_of(member).get(f"{many}?id={image.pk}").status_code for image in (desk, window)]
        assert answers == expected


def test_the_editors_api_publishes_and_copies_nothing_past_the_rule() -> None:
    rafael = moderator()
    own, waiting = report_of(make_submission(rafael)), report_of(make_submission())
    browser = browser_of(rafael)
    for report, expected in ((own, 404), (waiting, 403)):
        for action in ("publish", "copy"):
            address = f"/admin/api/main/pages/{report.pk}/action/{action}/"
            answer = browser.post(address, {}, content_type="application/json")
            assert answer.status_code == expected, (action, answer.content)
    assert not ReportPage.objects.filter(live=True).exists()
    assert ReportPage.objects.count() == 2
