"""What the admin does while courses are edited: refuses what cannot work, asks before what learners would feel."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button

from camtree.core.pages.publishing import Refusal, asks, refusals_of, refuses
from camtree.core.pages.work_views import pages_that_go, unpublished_with
from camtree.core.pages.works import is_original
from camtree.core.templatetags.core_tags import number
from learning.courses.models import CoursePage, LessonPage, ModulePage
from learning.editing.actions import renew_steps
from learning.editing.checks import Finding, lesson_findings, module_findings, own_findings, quiz_findings
from learning.editing.checks.courses import rule_breaks_with
from learning.editing.impacts import Impact
from learning.editing.plans import (
    LostLanguage,
    impact_of_publishing,
    impacts_of_moving,
    impacts_of_taking_away,
    languages_lost,
)
from learning.editing.views import course_checks
from learning.editing.views import impacts as changes
from learning.quizzes.models import Quiz

PAGES = changes.PAGES


# ---------------------------------------------------------------- checks


def findings_of(row: Any) -> list[Finding]:
    """What is wrong with a page of a course, or a quiz, as it stands."""
    match row:
        case LessonPage():
            return [*lesson_findings(row), *rule_breaks_with(row)]
        case ModulePage():
            return module_findings(row)
        case CoursePage():
            return own_findings(row)
        case Quiz():
            return quiz_findings(row)
    return []


@refuses(LessonPage, ModulePage, CoursePage, Quiz)
def errors_of(row: Any) -> Iterator[Refusal]:
    """Errors refuse publishing; what is only to be looked at does not."""
    return (Refusal(finding.sentence, finding.field) for finding in findings_of(row) if finding.is_error)


@hooks.register("after_publish_page")
def tell_of_warnings(request: HttpRequest, page: Any) -> None:
    """What could be better, once it is published."""
    if isinstance(page, PAGES):
        for finding in findings_of(page):
            messages.warning(request, finding.sentence)


@hooks.register("register_page_header_buttons")
def check_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """ "Check this course" on every page of one."""
    if page.specific_class not in PAGES or not page.permissions_for_user(user).can_edit():
        return
    course = CoursePage.objects.ancestor_of(page, inclusive=True).first()
    if course is not None:
        address = reverse("learning_check", args=[course.pk])
        yield Button(gettext_lazy("Check this course"), url=address, icon_name="check", priority=45)


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [
        path("courses/<int:pk>/check/", course_checks.check, name="learning_check"),
        path("courses/changes/<int:pk>/publish/", changes.publish, name="learning_publish"),
    ]


@hooks.register("after_copy_page")
def make_copy_its_own(request: HttpRequest, page: Any, copy: Any) -> None:
    """A copied course, module or lesson shares no step with its original."""
    if isinstance(copy.specific, PAGES):
        renew_steps(page=copy.specific)


# ---------------------------------------------------------------- changes


@hooks.register("before_publish_page")
def ask_before_publishing(request: HttpRequest, page: Any) -> HttpResponse | None:
    """The editor has saved the draft by now: what is asked about, and published afterwards, is that draft."""
    if not isinstance(page, PAGES) or impact_of_publishing(page) is None:
        return None
    revision = page.get_latest_revision()
    return HttpResponseRedirect(changes.publishing_address(page, as_of=changes.as_of(revision)))


asks(*PAGES)(changes.approving_address)


@hooks.register("before_unpublish_page")
def ask_before_unpublishing(request: HttpRequest, page: Any) -> HttpResponse | None:
    title = _("Unpublish “%(title)s”?") % {"title": page.title}
    return _ask(request, page, "unpublish", title, _("Unpublish anyway"))


@hooks.register("before_delete_page")
def ask_before_deleting(request: HttpRequest, page: Any) -> HttpResponse | None:
    title = _("Delete “%(title)s”?") % {"title": page.title}
    return _ask(request, page, "delete", title, _("Delete anyway"))


@hooks.register("before_move_page")
def ask_before_moving(request: HttpRequest, page: Any, destination: Any) -> HttpResponse | None:
    if not isinstance(page, PAGES) or request.method != "POST" or changes.is_known(request):
        return None
    impacts = impacts_of_moving(page, destination.specific)
    title = _("Move “%(title)s”?") % {"title": page.title}
    return _asked(request, impacts, title, _("Move anyway"), _edit(page)) if impacts else None


def _ask(request: HttpRequest, page: Any, action: str, title: str, go_on: str) -> HttpResponse | None:
    if request.method != "POST" or changes.is_known(request) or not isinstance(page, PAGES):
        return None
    with_it = [other.specific for other in pages_that_go(request, page, action)]
    going = [row for row in (page, *with_it) if row.live]
    impacts, lost = impacts_of_taking_away(going), languages_lost(going)
    if not (impacts or lost):
        return None
    return changes.ask(request, impacts, title=title, go_on=go_on, back=_edit(page), lost=lost)


def _asked(request: HttpRequest, impacts: list[Impact], title: str, go_on: str, back: str) -> HttpResponse:
    return changes.ask(request, impacts, title=title, go_on=go_on, back=back)


def _edit(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


@hooks.register("before_bulk_action")
def ask_before_many(request: HttpRequest, action: str, rows: list[Any], view: Any) -> HttpResponse | None:
    """The same for pages that are ticked in a list."""
    pages = [row.specific for row in rows if getattr(row, "specific_class", None) in PAGES]
    if not pages or action not in {"publish", "unpublish", "delete", "move"}:
        return None
    if action == "publish":
        return _ask_before_publishing_many(request, pages, view)
    if changes.is_known(request):
        return None
    lost: list[LostLanguage] = []
    if action == "move":
        goal = view.cleaned_form.cleaned_data["chooser"].specific
        impacts = [impact for page in pages for impact in impacts_of_moving(page, goal)]
    else:
        going = [page for page in pages if page.live]
        with_them = [other.specific for page in going if is_original(page) for other in unpublished_with(page)]
        going += [other for other in with_them if other.pk not in {page.pk for page in going}]
        impacts, lost = impacts_of_taking_away(going), languages_lost(going)
    words = ngettext("Go on with %(number)s page?", "Go on with %(number)s pages?", len(pages))
    title = words % {"number": number(len(pages))}
    if not (impacts or lost):
        return None
    return changes.ask(request, impacts, title=title, go_on=_("Go on anyway"), back=view.next_url, lost=lost)


def _ask_before_publishing_many(request: HttpRequest, pages: list[Any], view: Any) -> HttpResponse | None:
    if view.cleaned_form.cleaned_data.get("include_descendants"):
        below = [row for page in pages for row in page.get_descendants().not_live().specific()]
        pages = [*pages, *(row for row in below if isinstance(row, PAGES))]
    drafts = [page.get_latest_revision_as_object() for page in pages]
    refusals = [(draft, refusal) for draft in drafts for refusal in refusals_of(draft)]
    for draft, refusal in refusals:
        messages.error(request, f"{draft.title}: {refusal.sentence}")
    if refusals:
        return HttpResponseRedirect(view.next_url)
    if changes.is_known(request):
        return None
    impacts = [impact for draft in drafts if (impact := impact_of_publishing(draft))]
    words = ngettext("Publish %(number)s page?", "Publish %(number)s pages?", len(drafts))
    title = words % {"number": number(len(drafts))}
    return _asked(request, impacts, title, _("Publish anyway"), view.next_url) if impacts else None
