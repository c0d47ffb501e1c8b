"""From an editor's change to what a reader sees, with the mails on the way."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page, WorkflowState
from wagtail.users.models import UserProfile
from wagtail_localize.models import StringTranslation, Translation

from camtree.members.models import User
from leads.models import LeadProfilePage
from research.models import ReportPage
from tests.factories.members import browser_of, make_member
from tests.factories.pages import make_lead, make_report
from tests.forms import page_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator() -> User:
    return make_member("Rafael", roles=("Moderators",))


def submit(browser: Client, page: Page, **changes: Any) -> None:
    """Change a page in the admin and press "Submit to …"."""
    data = page_form(browser, page, **changes)
    for name in [key for key in data if key.startswith("action-")]:
        del data[name]
    response = browser.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data | {"action-submit": "1"})
    assert response.status_code == 302, re.findall(r"error-message[^<]*<[^<]*", response.content.decode())


def decide(browser: Client, page: Page, action: str, comment: str = "") -> None:
    """Press approve or reject."""
    state = Page.objects.get(pk=page.pk).current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])
    assert browser.post(address, {"comment": comment}).status_code == 302


def mails_to(user: User) -> list[Any]:
    return [message for message in mail.outbox if message.to == [user.email]]


def test_an_editors_change_waits_for_a_moderator_and_then_is_live(
    moderator: User, django_capture_on_commit_callbacks: Any
) -> None:
    editor, reader = make_member("Hannah", roles=("Editors",)), Client()
    page = make_report("Before", introduction="The old words.")
    address = page.url

    def words() -> str:
        return reader.get(address).content.decode()

    assert "The old words." in words()
    assert reader.get(address)["X-Cache"] == "hit"
    with django_capture_on_commit_callbacks(execute=True):
        submit(browser_of(editor), page, introduction="The new words.")
    assert [message.to for message in mail.outbox] == [[moderator.email]]
    assert "Before" in mail.outbox[0].subject
    assert "The old words." in words()
    with django_capture_on_commit_callbacks(execute=True):
        decide(browser_of(moderator), page, "approve")
    assert "The new words." in words()
    assert "The old words." not in words()
    assert len(mails_to(editor)) == 1
    assert "approved" in mails_to(editor)[0].subject.lower()


def test_a_refusal_reaches_the_editor_with_its_reason(moderator: User, django_capture_on_commit_callbacks: Any) -> None:
    editor = make_member("Hannah", roles=("Editors",))
    page = make_report("A report", introduction="The old words.")
    with django_capture_on_commit_callbacks(execute=True):
        submit(browser_of(editor), page, introduction="The new words.")
        decide(browser_of(moderator), page, "reject", "Please name the school year.")
    (message,) = mails_to(editor)
    assert "Please name the school year." in message.body
    page.refresh_from_db()
    assert page.introduction == "The old words."


def test_who_opens_a_page_that_came_back_reads_why(moderator: User) -> None:
    editor = browser_of(make_member("Ana Ruiz", roles=("Editors",)))
    page = make_report()
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    submit(editor, page)
    assert "Changes were asked for" not in editor.get(address).content.decode()
    decide(browser_of(moderator), page, "reject", "Name the <b>school</b> year.")
    told = "Changes were asked for: Name the &lt;b&gt;school&lt;/b&gt; year."
    assert told in editor.get(address).content.decode()
    submit(editor, page)
    assert "Changes were asked for" not in editor.get(address).content.decode()


def test_nobody_approves_their_own_work_without_being_a_moderator(moderator: User) -> None:
    editor = make_member("Hannah", roles=("Editors",))
    page = make_report("A report")
    submit(browser_of(editor), page, introduction="The new words.")
    state = Page.objects.get(pk=page.pk).current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    browser_of(editor).post(address, {"comment": ""})
    state.refresh_from_db()
    assert state.status == state.STATUS_IN_PROGRESS
    assert ReportPage.objects.get(pk=page.pk).introduction == ""


def test_a_leads_own_change_goes_the_way_of_lead_profiles(
    moderator: User, django_capture_on_commit_callbacks: Any
) -> None:
    lead = make_member("Sunita", roles=("Leads",))
    page = make_lead("Sunita Rao", owner=lead, place="Pune", licence_level="senior")
    with django_capture_on_commit_callbacks(execute=True):
        submit(browser_of(lead), page, place="Nashik", licence_level="licensed")
    assert [message.to for message in mail.outbox] == [[moderator.email]]
    assert WorkflowState.objects.get().workflow.name == "Lead profile approval"
    assert LeadProfilePage.objects.get(pk=page.pk).place == "Pune"
    with django_capture_on_commit_callbacks(execute=True):
        decide(browser_of(moderator), page, "approve")
    page = LeadProfilePage.objects.get(pk=page.pk)
    # The licence was sent along, and counts for nothing.
    assert (page.place, page.licence_level) == ("Nashik", "senior")
    assert len(mails_to(lead)) == 1


def handed_in(translator: User, page: ReportPage) -> Page:
    """A page's translation into Spanish, of its title alone, submitted by its translator."""
    browser = browser_of(translator)
    spanish = Locale.objects.get(language_code="es")
    browser.post(reverse("wagtail_localize:submit_page_translation", args=[page.pk]), {"locales": [spanish.pk]})
    translation = Translation.objects.get(source__object_id=page.translation_key, target_locale=spanish)
    segment = translation.source.stringsegment_set.get(context__path="title")
    StringTranslation.objects.create(
        translation_of=segment.string,
        context=segment.context,
        locale=spanish,
        data="Por traducir",
        translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
    )
    target: Page = translation.get_target_instance()
    address = reverse("submit_translation_for_moderation", args=[translation.pk])
    form = browser.get(reverse("wagtailadmin_pages:edit", args=[target.pk])).content.decode()
    assert (address in form) is not target.permissions_for_user(translator).can_publish()
    browser.post(address)
    return target


def publish_in_spanish(browser: Client, page: Page) -> int:
    """Press "Publish in Spanish" in wagtail-localize's form."""
    return browser.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {"action": "publish"}).status_code


def test_a_translation_is_handed_to_a_moderator(moderator: User, django_capture_on_commit_callbacks: Any) -> None:
    translator = make_member("Inés", roles=("Translators (es)",))
    page = make_report("To translate")
    with django_capture_on_commit_callbacks(execute=True):
        target = handed_in(translator, page)
    assert not Page.objects.get(pk=target.pk).live
    assert [message.to for message in mail.outbox] == [[moderator.email]]
    with django_capture_on_commit_callbacks(execute=True):
        decide(browser_of(moderator), target, "approve")
    live = Page.objects.get(pk=target.pk)
    assert (live.live, live.title) == (True, "Por traducir")
    assert "Por traducir" in Client().get(live.specific.url).content.decode()
    (message,) = mails_to(translator)
    assert "Por traducir" in message.subject


def test_a_translator_learns_in_their_language_that_a_moderator_published(
    moderator: User, django_capture_on_commit_callbacks: Any
) -> None:
    translator = make_member("Inés", roles=("Translators (es)",), preferred_language="es")
    target = handed_in(translator, make_report("To translate"))
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        assert publish_in_spanish(browser_of(moderator), target) == 302
    live = Page.objects.get(pk=target.pk)
    assert live.live
    assert not live.workflow_in_progress
    (message,) = mails_to(translator)
    assert message.subject == "Su traducción «Por traducir» está publicada"
    assert "Rafael" in message.body
    assert f"http://127.0.0.1:8000{live.url}" in message.body
    assert len(mail.outbox) == 1


def test_nobody_is_told_what_they_know_or_do_not_want_to_know(
    moderator: User, django_capture_on_commit_callbacks: Any
) -> None:
    translator = make_member("Inés", roles=("Translators (es)",))
    silent = make_member("Pilar", roles=("Translators (es)",))
    UserProfile.objects.filter(user=silent).update(approved_notifications=False)
    unwanted = handed_in(silent, make_report("Unwanted"))
    own = handed_in(moderator, make_report("Own"))
    taken_back = handed_in(translator, make_report("Taken back"))
    taken_back.current_workflow_state.cancel(user=translator)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        for page in (unwanted, own, taken_back):
            assert publish_in_spanish(browser_of(moderator), page) == 302
    assert [Page.objects.get(pk=page.pk).live for page in (unwanted, own, taken_back)] == [True] * 3
    assert mail.outbox == []


def test_a_translator_publishes_nothing_and_nobody_is_told(
    moderator: User, django_capture_on_commit_callbacks: Any
) -> None:
    translator, other = (make_member(name, roles=("Translators (es)",)) for name in ("Inés", "Pilar"))
    target = handed_in(translator, make_report("To translate"))
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        publish_in_spanish(browser_of(other), target)
    assert not Page.objects.get(pk=target.pk).live
    assert mail.outbox == []
