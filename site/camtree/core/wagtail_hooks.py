"""What Wagtail asks the shared kit."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel
from wagtail.models import Page, WorkflowState
from wagtail.rich_text.pages import PageLinkHandler

from camtree.core.http.addresses import address_for
from camtree.core.http.passwords import Serve, check_groups
from camtree.core.pages.actions import WENT_WITH_WORK, keep_privacy
from camtree.core.pages.confidential import is_hidden, without_hidden
from camtree.core.pages.publishing import bar_to_publishing


@hooks.register("construct_page_chooser_queryset")
def choose_among_known(pages: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    """Wagtail lets everybody choose among all pages; none of these may be hidden from who chooses."""
    return without_hidden(pages, request.user)


class ReaderLinkHandler(PageLinkHandler):
    """Links in texts: to the page in the reader's language where it is there, else in the frame of that language."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        pages = cls.get_many(attrs_list)
        return [f'<a href="{escape(address_for(page.localized))}">' if page else "<a>" for page in pages]


@hooks.register("register_rich_text_features", order=100)
def link_within_the_language(features: Any) -> None:
    """Ours in the place of Wagtail's."""
    features.register_link_type(ReaderLinkHandler)


class ToModeratePanel(WorkflowObjectsToModeratePanel):
    """What waits for a moderator, without pages that are hidden from them."""

    def get_context_data(self, parent_context: Any) -> Any:
        context = super().get_context_data(parent_context)
        user = context["request"].user
        # Snippets wait too; only pages are hidden.
        context["states"] = [
            row for row in context["states"] if not (isinstance(row["obj"], Page) and is_hidden(row["obj"], user))
        ]
        return context


@hooks.register("construct_homepage_panels")
def tell_of_known_pages(request: HttpRequest, panels: list[Any]) -> None:
    """Ours in the place of Wagtail's."""
    panels[:] = [ToModeratePanel() if type(panel) is WorkflowObjectsToModeratePanel else panel for panel in panels]


@hooks.register("before_bulk_action")
def publish_without_barred(request: HttpRequest, action_type: str, objects: list[Any], view: Any) -> None:
    """Many pages at once are published as each alone: one whose draft is barred says so, and the others go on."""
    if action_type != "publish":
        return
    for row in list(objects):
        draft = row.specific.get_latest_revision_as_object() if isinstance(row, Page) else row
        if sentence := bar_to_publishing(draft, request.user):
            objects.remove(row)
            messages.error(request, f"{row}: {sentence}")


@hooks.register("insert_global_admin_css")
def style_of_ours() -> SafeString:
    """Our few lines after Wagtail's sheets."""
    return format_html('<link rel="stylesheet" href="{}">', static("camtree/css/components/admin.css"))


@hooks.register("before_edit_page")
def tell_what_was_asked(request: HttpRequest, page: Page) -> None:
    """Whoever opens a page that came back reads why: Wagtail keeps the reason in the history of the workflow."""
    waiting = page.current_workflow_state if request.method == "GET" else None
    task = waiting.current_task_state if waiting and waiting.status == WorkflowState.STATUS_NEEDS_CHANGES else None
    if task is not None and (reason := task.specific.get_comment()):
        messages.warning(request, gettext("Changes were asked for: %(reason)s") % {"reason": reason})


@hooks.register("on_serve_page", order=-1)
def pages_of_groups(serve: Serve) -> Serve:
    return check_groups(serve)


@hooks.register("before_convert_alias_page")
def private_as_before(request: HttpRequest, page: Page) -> None:
    """What mirrored a private page does not become public by standing on its own."""
    if request.method == "POST":
        keep_privacy(mirror=page, user=request.user)


@hooks.register("register_log_actions")
def name_what_works_do(actions: Any) -> None:
    actions.register_action(
        WENT_WITH_WORK, _("Went with its work"), _("Went from readers with another language of its work")
    )


@hooks.register("insert_global_admin_js")
def editor_script() -> SafeString:
    """Errors in one place, and no saving by itself after a button was pressed (static/camtree/js/editor.js)."""
    return format_html(
        '<script type="module" src="{}" data-problem="{}"></script>',
        static("camtree/js/editor.js"),
        gettext("There is a problem"),
    )
