"""What the page of a recording asks for besides itself."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from webinars.recordings.access import get_recorded_for
from webinars.recordings.actions import keep_place
from webinars.recordings.forms import PlaceForm


@login_required
@require_POST
def place(request: HttpRequest, slug: str) -> HttpResponse:
    """Where a member stopped: sent by the player when it pauses or is left."""
    page = get_recorded_for(request, slug)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"error": _("This is no second of a recording.")}, status=422)
    member: Any = request.user
    keep_place(member=member, work=page.translation_key, second=form.cleaned_data["second"])
    return HttpResponse(status=204)
