"""What editors see of the sizes of a recording."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtailmedia.permissions import permission_policy

from camtree.background.progress import going_on
from camtree.media.choices import RenditionState
from camtree.media.models import CamtreeMedia
from camtree.media.renditions import ffmpeg
from camtree.media.renditions.actions import begin_again
from camtree.media.renditions.tasks import ask_for_renditions, is_settled


@require_http_methods(["GET", "HEAD", "POST"])
def sizes_view(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the sizes of a recording are; a POST has what failed tried once more. Whoever may change it sees it."""
    media = get_object_or_404(CamtreeMedia, pk=pk)
    if not permission_policy.user_has_permission_for_instance(request.user, "change", media):
        raise PermissionDenied
    if request.method == "POST":
        begin_again(media=media)
        ask_for_renditions()
        messages.success(request, _("It is tried again within a minute."))
        return HttpResponseRedirect(reverse("media_sizes", args=[pk]))
    rows = media.renditions.filter(of_version=media.version)
    context = {
        "media": media,
        "rows": [(row, _(row.says) if row.says else "") for row in rows],
        "has_ffmpeg": ffmpeg.is_there(),
        "has_failed": any(row.state == RenditionState.FAILED for row in rows),
        "page_title": _("Sizes of a recording"),
        "header_icon": "media",
    }
    is_going_on = ffmpeg.is_there() and not is_settled(media)
    return going_on(render(request, "media/renditions/sizes.html", context), is_going_on)
