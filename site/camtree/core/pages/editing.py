"""Wagtail's page editor, for impatient hands, forgotten tabs, and what sections have to say before publishing."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from wagtail.admin import messages
from wagtail.admin.views.pages.copy import CopyView
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.models import Page

from camtree.core.pages.publishing import (
    add_refusals,
    bar_to_deciding,
    bar_to_publishing,
    question_about,
    refusals_of,
)

# Drafts always save; these hand the page on.
HANDING_ON = frozenset({"publish", "submit", "restart_workflow"})


class AddPageView(CreateView):
    """A new page is a draft until nothing is wrong with it."""

    def form_valid(self, form: Any) -> HttpResponse:
        hands_on = bool(self.request.POST.get("action-publish") or self.request.POST.get("action-submit"))
        if hands_on and add_refusals(form):
            return self.form_invalid(form)
        return super().form_valid(form)


class EditPageView(EditView):
    """Two writes to one page wait for each other, and what is submitted twice waits once for its moderator."""

    def dispatch(self, request: HttpRequest, page_id: int, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return super().dispatch(request, page_id, **kwargs)
        with transaction.atomic():
            Page.objects.select_for_update().filter(pk=page_id).values_list("pk").first()
            return super().dispatch(request, page_id, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        # Wagtail keeps as a draft, without a word, what somebody may not publish.
        if self.request.POST.get("action-publish") and (
            sentence := bar_to_publishing(form.instance, self.request.user)
        ):
            messages.error(self.request, sentence)
        if (self.action_name in HANDING_ON or self.is_approving) and add_refusals(form):
            return self.form_invalid(form)
        return super().form_valid(form)

    @property
    def is_approving(self) -> bool:
        return self.action_name == "perform_workflow_action" and self.workflow_action == "approve"

    def submit_action(self) -> HttpResponse:
        """Where the page waits already, from a double click or another tab, keep the words as a draft beside it."""
        if self.page.workflow_in_progress:
            return self.save_action()
        return super().submit_action()

    def publish_action(self) -> HttpResponse:
        """Wagtail publishes here without asking the page: what another tab wrote meanwhile may bar it."""
        if bar_to_publishing(self.form.instance, self.request.user):
            return self.save_action()
        return super().publish_action()

    def perform_workflow_action(self) -> HttpResponse:
        """Approving publishes, so whoever approves is asked as well. What they changed is kept as the draft."""
        if sentence := bar_to_deciding(self.form.instance, self.request.user):
            messages.error(self.request, sentence)
            return self.save_action()
        if self.is_approving:
            address = question_about(self.request, self.form.instance, self.page.current_workflow_task_state)
            if address:
                if self.has_content_changes:
                    self.save_action()
                return HttpResponseRedirect(address)
        return super().perform_workflow_action()


class CopyPageView(CopyView):
    """A copy and what sections make of it afterwards are there together or not at all."""

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            return super().form_valid(form)


class ApprovePageView(WorkflowActionView):
    """Approving from the moderators' list or beside the page is held up by what holds up the editor."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if sentence := bar_to_deciding(self.task_state.revision.as_object(), request.user):
            messages.error(request, sentence)
            return self._sent_back(request, self.get_redirect_url())
        if self.action_name != "approve":
            return super().post(request, *args, **kwargs)
        page = self.task_state.revision.as_object()
        refusals = refusals_of(page)
        for refusal in refusals:
            messages.error(request, refusal.sentence)
        address = self.get_redirect_url() if refusals else question_about(request, page, self.task_state)
        if not address:
            return super().post(request, *args, **kwargs)
        return self._sent_back(request, address)

    def _sent_back(self, request: HttpRequest, address: str) -> HttpResponse:
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return self.render_modal_json(request, {"step": "success", "redirect": address})
        return HttpResponseRedirect(address)
