"""The member's own pages."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from camtree.members.actions import change_profile
from camtree.members.dashboard import panels_for
from camtree.members.forms import ProfileForm


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
