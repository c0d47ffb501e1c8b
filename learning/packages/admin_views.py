"""Packages in the admin: bringing one in, and trying it as a learner would."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from camtree.background.progress import going_on
from camtree.core.forms import posted
from learning.packages.actions.uploads import begin_upload
from learning.packages.faults import PackageError
from learning.packages.forms import PackageUploadForm
from learning.packages.models import CoursePackage, PackageUpload
from learning.packages.views import framed, player_context

ADDRESSES = "wagtailsnippets_learning_coursepackage"
# So many uploads that have not become packages are named beside the form.
MOST_UPLOADS = 5


@require_http_methods(["GET", "HEAD", "POST"])
def upload_view(request: HttpRequest) -> HttpResponse:
    """Take a file in, or say why it cannot be taken; then it opens to be tried."""
    if not request.user.has_perm("learning.add_coursepackage"):
        raise PermissionDenied
    form = PackageUploadForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        facts: Any = form.cleaned_data | {"by": request.user}
        try:
            upload = begin_upload(**facts)
        except PackageError as error:
            form.add_error("file", str(error))
        else:
            return HttpResponseRedirect(reverse(f"{ADDRESSES}:upload", args=[upload.pk]))
    context = {
        "form": form,
        "uploads": PackageUpload.objects.filter(package=None)[:MOST_UPLOADS],
        "plays": bool(settings.PACKAGES_HOST),
        "page_title": _("Add a package"),
        "header_icon": "media",
    }
    return render(request, "learning/packages/upload.html", context, status=400 if form.errors else 200)


@never_cache
@require_safe
def progress_view(request: HttpRequest, pk: int) -> HttpResponse:
    """How far an upload is, why it was refused, or on to its package. Everybody who may bring packages in sees it."""
    if not request.user.has_perm("learning.add_coursepackage"):
        raise PermissionDenied
    upload = get_object_or_404(PackageUpload.objects.select_related("package"), pk=pk)
    if upload.package is not None:
        title = upload.package.title
        messages.success(request, _("“%(title)s” is here. Try it as a learner would.") % {"title": title})
        return HttpResponseRedirect(reverse(f"{ADDRESSES}:try", args=[upload.package.pk]))
    context = {"upload": upload, "page_title": _("Add a package"), "header_icon": "media"}
    return going_on(render(request, "learning/packages/upload_progress.html", context), upload.is_going_on)


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
