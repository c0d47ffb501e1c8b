"""What is wrong with a course, on one page of the admin."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from learning.courses.models import CoursePage
from learning.editing.checks import findings_of_courses


@require_safe
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that checks find in a course and all below it, errors first."""
    course = get_object_or_404(CoursePage, pk=pk)
    if not course.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    findings = sorted(findings_of_courses([course])[course.pk], key=lambda finding: not finding.is_error)
    title = _("Check of “%(title)s”") % {"title": course.title}
    return render(request, "learning/editing/check.html", {"course": course, "findings": findings, "page_title": title})
