"""The research section in the admin."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.models import Task
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from camtree.core.admin import Section, TermViewSet
from camtree.vocabularies.models import Approach, Phase, Subject, Theme, VocabularyTerm
from research.inquiries.models import ReportTemplate
from research.review.choices import SubmissionState
from research.review.models import Call, DecisionLetter, PeerReviewTask, ReviewRubric, Submission


def term_view_set(term: type[VocabularyTerm]) -> type[TermViewSet]:
    """The list and forms of one vocabulary."""

    class VocabularyViewSet(TermViewSet):
        model = term
        # Where editors have always found them: in the menu of research.
        base_url_path = f"snippets/research/{term._meta.model_name}"
        chooser_base_url_path = f"snippets/choose/research/{term._meta.model_name}"
        list_display = ("name", "slug", "sort_order")
        list_export = ("name", "slug", "description")
        search_fields = ("name", "slug")
        search_backend_name = None

    return VocabularyViewSet


class ReportTemplateViewSet(SnippetViewSet):
    """How each kind of report is written. To publish a template makes a version; drafts keep the one they have."""

    model = ReportTemplate
    icon = "form"
    menu_label = _("Report templates")
    list_display = ("title", "kind", "locale", "live")
    list_filter = ("kind", "locale")
    search_backend_name = None
    search_fields = ("title", "description")


class ReviewRubricViewSet(SnippetViewSet):
    """What reviewers are asked. To publish makes a version; rounds keep the one they began with."""

    model = ReviewRubric
    icon = "list-ul"
    menu_label = _("Review rubrics")
    list_display = ("title", "locale", "live")
    list_filter = ("locale",)
    search_backend_name = None
    search_fields = ("title",)


class CallViewSet(SnippetViewSet):
    """Calls for reports and the standing rules of collections."""

    model = Call
    icon = "calendar"
    menu_label = _("Calls for reports")
    list_display = ("title", "collection", "anonymity", "quorum", "due_days", "closes_on")
    list_filter = ("anonymity",)
    search_backend_name = None
    search_fields = ("title", "description")


class DecisionLetterViewSet(SnippetViewSet):
    """How the letter of each decision begins."""

    model = DecisionLetter
    icon = "mail"
    menu_label = _("Decision letters")
    list_display = ("verdict", "locale")
    list_filter = ("verdict", "locale")
    search_backend_name = None
    search_fields = ("text",)


class ResearchSection(Section):
    """Reports, collections and the words that describe them."""

    app = "research"
    menu_label = _("Research")
    menu_icon = "doc-full"
    menu_order = 110
    pages = (
        (_("Reports"), "research.ReportIndexPage"),
        (_("Collections"), "research.CollectionIndexPage"),
    )
    items = (
        ReportTemplateViewSet,
        CallViewSet,
        ReviewRubricViewSet,
        DecisionLetterViewSet,
        *(term_view_set(term) for term in (Phase, Subject, Approach, Theme)),
    )


register_snippet(ResearchSection)


@hooks.register("construct_page_action_menu")
def approve_and_publish(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Peer review lets pages go that came from no draft, so the approval before it is the last: the button says so."""
    page = context.get("page")
    state = page.current_workflow_state if page is not None else None
    if page is None or not state:
        return
    if Submission.objects.filter(inquiry__report=page.pk, state=SubmissionState.CHECK).exists():
        return
    rest = Task.objects.filter(workflow_tasks__workflow=state.workflow, active=True).exclude(
        Q(task_states__in=state.successful_task_states) | Q(pk=state.current_task_state.task_id)
    )
    if not rest or not all(isinstance(task.specific, PeerReviewTask) for task in rest):
        return
    words = "%(label)s and Publish"  # Wagtail's, from its catalogue
    for item in items:
        if item.name == "approve" and not item.launch_modal:
            item.label = gettext(words) % {"label": item.label}


@hooks.register("register_admin_menu_item")
def submissions_menu_item() -> MenuItem:
    """The board of submissions stands outside the admin, where reviewers and authors are too."""
    return SubmissionsMenuItem(
        _("Submissions"), reverse_lazy("editing_board"), name="submissions", icon_name="tasks", order=105
    )


class SubmissionsMenuItem(MenuItem):
    """For those who may decide."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("research.decide_submission")
