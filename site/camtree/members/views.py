"""The member's own pages."""

from datetime import datetime
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import RequestDataTooBig
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_safe

from camtree.core.forms import posted
from camtree.core.seen import held
from camtree.core.templatetags.core_tags import local_moment
from camtree.members.actions import WordsChangedError, change_profile, close_account, keep_words
from camtree.members.dashboard import panels_for
from camtree.members.forms import ProfileForm
from camtree.members.kept_words import LONGEST_NAME, words_in
from camtree.members.models import KeptWords
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
    member: Any = request.user
    with transaction.atomic():
        now = held(member) if request.method == "POST" else member
        form = ProfileForm(posted(request), instance=now)
        if request.method == "POST" and form.is_valid():
            change_profile(member=member, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("my_profile"))
    return render(request, "members/profile.html", {"form": form}, status=form.refusal if form.errors else 200)


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


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def kept_words(request: HttpRequest) -> JsonResponse:
    """What a member has typed into one form and not handed in: to ask for, and to keep. 403 for those signed out.

    409 tells what another tab or device kept in the same form meanwhile.
    """
    member = request.user
    if not member.is_authenticated:
        return JsonResponse({}, status=403)
    if request.method != "POST":
        form = request.GET.get("form", "").replace("\0", "")[:LONGEST_NAME]
        return JsonResponse(_kept(KeptWords.objects.filter(member=member, form=form).first()))
    try:
        form, page, number, words = words_in(request.body)
    except (ValueError, RequestDataTooBig):
        return JsonResponse({"says": _("This is too long to keep. Send it in parts, or as a file.")}, status=413)
    try:
        row = keep_words(member=member, form=form, words=words, number=number, page=page)
    except WordsChangedError as error:
        return JsonResponse(_kept(error.current), status=409)
    return JsonResponse({"number": row.number})


def _kept(row: KeptWords | None) -> dict[str, Any]:
    if row is None or not row.words:
        return {"words": {}, "number": row.number if row else 0}
    return {"words": row.words, "number": row.number, "at": int(row.saved_at.timestamp() * 1000)}


@cache_control(public=True, max_age=3600)
@require_safe
def kept_words_says(request: HttpRequest) -> JsonResponse:
    """What the page says of words that it keeps, in the language of the address. %s is a time of the day."""
    # fmt: off
    return JsonResponse({
        "saving": _("Saving…"),
        "saved": _("Saved"),
        "kept": _("Saved, not sent yet"),
        "inTab": _("Kept in this tab, not sent yet"),
        "offline": _("Not saved yet: no connection. Your words are kept on this device."),
        "signIn": _("Not saved yet: you are signed out. Sign in again in another tab; your words are kept on this "
                    "device."),
        "unkept": _("Not saved: this device has no room for your words. Send them, or copy them."),
        "back": _("Your words of %s are back."),
        "discard": _("Discard them"),
        "older": _("You wrote here at %s and did not send it. The form has changed since."),
        "putBack": _("Put your words back"),
        "elsewhere": _("You wrote something else here at %s, in another tab or on another device."),
        "mine": _("Keep mine"),
        "theirs": _("Take the other"),
        "mineFirst": _("Keep both, mine first"),
        "theirsFirst": _("Keep both, mine last"),
        "refused": _("Not saved. Send the form to see why."),
    })
    # fmt: on
