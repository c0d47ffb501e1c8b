"""Two people decide about one page at the same moment."""

from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.models import Page, PageLogEntry, TaskState, WorkflowState

from tests.factories.members import browser_of, make_member
from tests.factories.pages import make_report
from tests.forms import page_form
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def waiting(site_after_flush: None) -> Page:
    """A report whose new words wait for a decision."""
    page = make_report("Waiting", introduction="The old words.")
    editor = make_member("Hannah", roles=("Editors",))
    page.introduction = "The new words."
    page.save_revision(user=editor)
    workflow = page.get_workflow()
    assert workflow is not None
    workflow.start(page, editor)
    mail.outbox.clear()
    return page


def decision(page: Page, action: str) -> Any:
    """What a moderator's browser does who presses a button that it has in front of it."""
    browser = browser_of(make_member(roles=("Moderators",)))
    state = page.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])
    return lambda: browser.post(address, {"comment": ""}).status_code


def entries(page: Page, action: str) -> int:
    return PageLogEntry.objects.filter(page=page.pk, action=action).count()


def test_two_moderators_approve_at_once_and_it_happens_once(waiting: Page) -> None:
    answers = at_once(*[decision(waiting, "approve") for _ in range(4)])
    assert answers == [302] * 4
    assert Page.objects.get(pk=waiting.pk).specific.introduction == "The new words."
    assert entries(waiting, "wagtail.workflow.approve") == 1
    assert len([message for message in mail.outbox if "Waiting" in message.subject]) == 1


def test_one_approves_while_the_other_rejects_and_one_of_both_counts(waiting: Page) -> None:
    answers = at_once(decision(waiting, "approve"), decision(waiting, "reject"))
    assert answers == [302] * 2
    # The review that comes next is passed over: this report came from no draft.
    task, workflow = TaskState.objects.exclude(status="skipped").get(), WorkflowState.objects.get()
    words = Page.objects.get(pk=waiting.pk).specific.introduction
    assert (task.status, workflow.status, words) in [
        ("approved", "approved", "The new words."),
        ("rejected", "needs_changes", "The old words."),
    ]
    assert entries(waiting, "wagtail.workflow.approve") + entries(waiting, "wagtail.workflow.reject") == 1


def test_an_editor_who_presses_submit_twice_submits_once(site_after_flush: None) -> None:
    page = make_report("Twice", introduction="The old words.")
    browser = browser_of(make_member("Hannah", roles=("Editors",)))
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = page_form(browser, page, introduction="The new words.")
    for name in [key for key in data if key.startswith("action-")]:
        del data[name]
    answers = at_once(*[lambda: browser.post(address, data | {"action-submit": "1"}).status_code] * 3)
    assert set(answers) <= {200, 302}
    assert WorkflowState.objects.filter(status="in_progress").count() == 1
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().introduction == "The new words."


def test_a_page_published_while_it_is_being_unpublished_is_one_or_the_other(site_after_flush: None) -> None:
    page = make_report("Both ways")
    moderator = make_member(roles=("Moderators",))
    revision = page.save_revision(user=moderator)
    browser = browser_of(moderator)
    address = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
    results = at_once(lambda: revision.publish(user=moderator), lambda: browser.post(address).status_code)
    assert results[0] is None
    assert results[1] == 302
    found = Page.objects.get(pk=page.pk)
    # What the database says is what a stranger gets.
    assert browser_of(None).get(page.url).status_code == (200 if found.live else 404)
