"""Captions changed beside their recording."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from camtree.core.access import or_404
from camtree.core.forms import posted
from camtree.core.seen import held
from camtree.media.access import get_track_for, tracks_for
from camtree.media.actions import write_track
from camtree.media.captions.forms import TrackTextForm
from camtree.media.models import CaptionTrack

MOST_SHOWN = 200
VERSIONS_SHOWN = 20


@never_cache
@login_required
@require_safe
def tracks(request: HttpRequest) -> HttpResponse:
    """The captions that somebody may change."""
    rows = tracks_for(request.user).order_by("-media__created_at", "media", "kind", "language")[:MOST_SHOWN]
    return render(request, "media/captions/tracks.html", {"tracks": rows})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The words of one track: cue by cue where scripts run, else the file as a text."""
    track = get_track_for(request.user, pk)
    if request.method == "POST":
        track = held(track)
        if (version := request.POST.get("version", "")).isdecimal():
            return _bring_back(request, track, int(version))
    form = TrackTextForm(posted(request), track=track)
    if form.is_bound and form.is_valid():
        if form.cleaned_data["text"] != track.written:
            write_track(track=track, text=form.cleaned_data["text"])
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(request.path)
    versions = track.history.select_related("history_user").defer("text")[:VERSIONS_SHOWN]
    context = {"track": track, "media": track.media, "form": form, "versions": versions}
    return render(request, "media/captions/edit.html", context, status=form.refusal if form.is_bound else 200)


def _bring_back(request: HttpRequest, track: CaptionTrack, version: int) -> HttpResponse:
    """Give a track a text that it had. The one that it has now stays among its versions."""
    text = or_404(track.history.filter(history_id=version, text__isnull=False).first()).text
    if text != track.written:
        write_track(track=track, text=text)
    messages.success(request, _("That text is back. The one before it is among the earlier versions."))
    return HttpResponseRedirect(request.path)
