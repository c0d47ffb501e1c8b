"""The member's own pages."""

from datetime import datetime

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from camtree.core.templatetags.core_tags import local_moment
from camtree.members.actions import change_profile, close_account
from camtree.members.dashboard import panels_for
from camtree.members.forms import ProfileForm
from camtree.members.personal_data import held_about


@login_required
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """Where a member starts: what waits for them."""
    return render(request, "members/dashboard.html", {"panels": panels_for(request.user)})  # type: ignore[arg-type]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Name, language and time zone."""
    form = ProfileForm(request.POST or None, instance=request.user)  # type: ignore[arg-type]
    if request.method == "POST" and form.is_valid():
        change_profile(member=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("my_profile"))
    return render(request, "members/profile.html", {"form": form}, status=422 if form.errors else 200)


def _for_people(moment: datetime) -> str:
    return local_moment(moment)


@login_required
@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """What is held about the member, word for word, and what they can do about it."""
    held = [found for found in held_about(request.user, _for_people) if found.rows]  # type: ignore[arg-type]
    return render(request, "members/my_data.html", {"held": held})


@login_required
@require_safe
def my_data_file(request: HttpRequest) -> HttpResponse:
    """The same as a file that other software can read."""
    held = {str(found.kind.title): found.rows for found in held_about(request.user)}  # type: ignore[arg-type]
    return JsonResponse(
        held,
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"Content-Disposition": 'attachment; filename="camtree-my-data.json"'},
    )


@login_required
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def close_my_account(request: HttpRequest) -> HttpResponse:
    """Say what will go and what stays, and delete the account when the member says so."""
    member = request.user
    if member.is_superuser:
        messages.error(
            request, _("This account administers CamTREE. Let another administrator take that role away first.")
        )
        return HttpResponseRedirect(reverse("my_data"))
    if request.method == "POST":
        close_account(member=member)  # type: ignore[arg-type]
        logout(request)
        messages.success(request, _("Your account is deleted. A mail confirms it."))
        return HttpResponseRedirect(reverse("account_login"))
    return render(request, "members/close_account.html")
