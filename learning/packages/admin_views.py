"""Packages in the admin: bringing one in, and trying it as a learner would."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from camtree.core.forms import posted
from learning.packages.actions import add_package
from learning.packages.faults import PackageError
from learning.packages.forms import PackageUploadForm
from learning.packages.models import CoursePackage
from learning.packages.views import framed, player_context

ADDRESSES = "wagtailsnippets_learning_coursepackage"


@require_http_methods(["GET", "HEAD", "POST"])
def upload_view(request: HttpRequest) -> HttpResponse:
    """Take a file in, or say why it cannot be taken; then it opens to be tried."""
    if not request.user.has_perm("learning.add_coursepackage"):
        raise PermissionDenied
    form = PackageUploadForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        facts: dict[str, Any] = {"title": form.cleaned_data["title"], "by": request.user}
        try:
            package = add_package(file=form.cleaned_data["file"], **facts)
        except PackageError as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, _("“%(title)s” is here. Try it as a learner would.") % {"title": package.title})
            return HttpResponseRedirect(reverse(f"{ADDRESSES}:try", args=[package.pk]))
    context = {
        "form": form,
        "plays": bool(settings.PACKAGES_HOST),
        "page_title": _("Add a package"),
        "header_icon": "media",
    }
    return render(request, "learning/packages/upload.html", context, status=400 if form.errors else 200)


@never_cache
@require_safe
def try_view(request: HttpRequest, pk: int) -> HttpResponse:
    """The package as a learner meets it; nothing is kept. Beside it what it says, and what was left out of it."""
    if not any(request.user.has_perm(f"learning.{action}_coursepackage") for action in ("add", "change", "view")):
        raise PermissionDenied
    package = CoursePackage.objects.filter(pk=pk).first()
    if package is None:
        raise Http404
    context = player_context(request, package) | {
        "parts": [(place, part, None) for place, part in enumerate(package.parts, start=1)],
        "page_title": package.title,
        "header_icon": "media",
        "list_address": reverse(f"{ADDRESSES}:list"),
    }
    response = render(request, "learning/packages/try.html", context)
    return framed(response, request, settings.ADMIN_CSP)
