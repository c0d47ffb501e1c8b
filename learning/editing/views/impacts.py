"""Asking, in the admin, before a change that learners would feel: what it does to whom, in numbers."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail import hooks
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.admin import messages
from wagtail.models import Page, Revision, TaskState

from camtree.core.pages.publishing import refusals_of
from camtree.core.words.json import read_json
from camtree.core.words.numbers import number_in
from learning.courses.models import CoursePage, LessonPage, ModulePage
from learning.editing.impact_words import sentence_about, sentences
from learning.editing.impacts import Impact
from learning.editing.plans import LostLanguage, impact_of_publishing

PAGES = (CoursePage, ModulePage, LessonPage)
# Sent along by whoever has read the numbers and goes on.
KNOWN = "learners_known"


def is_known(request: HttpRequest) -> bool:
    """Whether this person has been asked, and went on."""
    return bool(request.POST.get(KNOWN))


def ask(
    request: HttpRequest,
    impacts: list[Impact],
    *,
    title: str,
    go_on: str,
    back: str,
    lost: Iterable[LostLanguage] = (),
) -> HttpResponse:
    """Ask before what was sent is done; going on sends the same once more."""
    sent = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in {"csrfmiddlewaretoken", KNOWN}
    ]
    context: dict[str, Any] = {"address": request.get_full_path(), "sent": [*sent, (KNOWN, "1")]}
    context["lost"] = [sentence_about(row) for row in lost]
    return _asked(request, impacts, title, go_on, back, context)


def _asked(
    request: HttpRequest, impacts: list[Impact], title: str, go_on: str, back: str, context: dict[str, Any]
) -> HttpResponse:
    told = [(impact.course_title, list(sentences(impact))) for impact in impacts]
    facts = {"page_title": title, "go_on": go_on, "back": back, "told": told, **context}
    return render(request, "learning/editing/impact.html", facts)


def publishing_address(page: Page, **facts: Any) -> str:
    """Where to ask before a page is published."""
    return f"{reverse('learning_publish', args=[page.pk])}?{urlencode(facts)}"


def approving_address(request: HttpRequest, page: Any, task_state: Any) -> str:
    """Where to ask before a page is approved; empty where it touches nobody. The moderator's comment is kept."""
    if impact_of_publishing(page) is None:
        return ""
    try:
        extra = read_json(request.POST.get("workflow-action-extra-data") or "{}")
    except ValueError:
        extra = {}
    comment = request.POST.get("comment") or (extra.get("comment") if isinstance(extra, dict) else "") or ""
    request.session[_comment_key(task_state)] = str(comment)
    return publishing_address(page, task=task_state.pk)


def _comment_key(task_state: Any) -> str:
    return f"approval-comment-{task_state.pk}"


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whom publishing the latest draft of a page would touch; publish or approve exactly that draft."""
    user: Any = request.user
    page = get_object_or_404(Page.objects.select_for_update(of=("self",)), pk=pk)
    if page.specific_class not in PAGES:
        raise Http404
    task_state = _task_state(request, page)
    if not page.permissions_for_user(user).can_edit() or not (task_state or _may_publish(page, user)):
        raise PermissionDenied
    edit = reverse("wagtailadmin_pages:edit", args=[pk])
    revision = page.get_latest_revision()
    wanted = request.POST.get("as_of") or request.GET.get("as_of")
    if revision is None or (wanted and wanted != as_of(revision)):
        messages.error(request, _("Somebody has changed the page since. Nothing was published; look at it again."))
        return HttpResponseRedirect(edit)
    draft = revision.as_object()
    refusals = refusals_of(draft)
    for refusal in refusals:
        messages.error(request, refusal.sentence)
    if refusals:
        return HttpResponseRedirect(edit)
    if request.method == "POST":
        return _go_on(request, page, revision, task_state)
    impact = impact_of_publishing(draft)
    if task_state:
        title, go_on = _("Approve “%(title)s”?"), _("Approve anyway")
    else:
        title, go_on = _("Publish “%(title)s”?"), _("Publish anyway")
    context = {"address": request.get_full_path(), "sent": [("as_of", as_of(revision))]}
    title = title % {"title": draft.title}
    return _asked(request, [impact] if impact else [], title, go_on, edit, context)


def as_of(revision: Revision) -> str:
    """What says that a draft is still the same: drafts that save themselves keep their number."""
    return f"{revision.pk}.{revision.created_at.isoformat()}"


def _may_publish(page: Page, user: Any) -> bool:
    lock = page.get_lock()
    return bool(page.permissions_for_user(user).can_publish() and not (lock and lock.for_user(user)))


def _task_state(request: HttpRequest, page: Page) -> Any:
    """The step of the workflow that is to be approved, where the address names one that this person may approve."""
    number = number_in(request.GET.get("task", ""))
    if number is None:
        return None
    state = page.current_workflow_task_state
    if state is None or state.pk != number or state.status != TaskState.STATUS_IN_PROGRESS:
        return None
    actions = {name for name, _label, _modal in state.task.specific.get_actions(page, request.user)}
    return state.specific if "approve" in actions else None


def _go_on(request: HttpRequest, page: Page, revision: Revision, task_state: Any) -> HttpResponse:
    if task_state:
        comment = request.session.pop(_comment_key(task_state), "")
        task_state.task.specific.on_action(task_state, request.user, "approve", comment=comment)
    else:
        PublishPageRevisionAction(revision, user=request.user, changed=True).execute()
    page = Page.objects.get(pk=page.pk).specific
    if not task_state:
        for hook in hooks.get_hooks("after_publish_page"):
            answer = hook(request, page)
            if hasattr(answer, "status_code"):
                return answer
    if task_state:
        words = _("“%(title)s” is approved.")
    elif page.live_revision_id == revision.pk:
        words = _("“%(title)s” is published.")
    else:
        words = _("“%(title)s” will be published at its time.")
    messages.success(request, words % {"title": page.get_admin_display_title()})
    return HttpResponseRedirect(reverse("wagtailadmin_explore", args=[page.get_parent().pk]))
