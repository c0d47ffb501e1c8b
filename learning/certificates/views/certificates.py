"""A member's certificates: seeing one, naming it, having it issued again or renewed, its PDF and its badge."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from camtree.core.forms import posted
from camtree.core.http.rate_limits import is_over_limit
from camtree.core.papers.typesetting import Paper, PaperError, typeset
from learning.certificates import actions, badges
from learning.certificates.access import get_certificate_for, get_certificate_with_badge, get_revocable_certificate
from learning.certificates.baking import picture_of
from learning.certificates.forms import NameForm, RevokeForm
from learning.certificates.models import Certificate
from learning.certificates.papers import certificate_paper
from learning.certificates.queries import board
from learning.certificates.sharing import profile_address
from learning.certificates.verification import check_address
from learning.studying.access import get_enrolment_for

# PDFs that one address may ask for within a minute: each keeps a processor busy for a moment.
PAPERS, SECONDS = 20, 60
# Badges, most of which are drawn already.
PICTURES = 60


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """One certificate with all that its holder can do with it."""
    held = get_certificate_for(request.user, code)
    form = None
    if request.method == "POST":
        form = NameForm(request.POST)
        answer = _done(request, held, form)
        if answer is not None:
            return answer
    later = Certificate.objects.filter(replaces=held).first()
    context = {
        "certificate": held,
        "later": later,
        "form": form or NameForm(initial={"name": request.user.display_name}),  # type: ignore[union-attr]
        "check": check_address(held),
        "has_badge": held.is_current and badges.is_offered(),
        "is_ready": held.is_current and bool(held.name),
        "profile": profile_address(held),
    }
    return render(request, "learning/certificates/certificate.html", context, status=422 if form else 200)


@login_required
@require_safe
def of_course(request: HttpRequest, key: UUID) -> HttpResponse:
    """The last certificate of a course that somebody completed: so no list of courses has to know its code."""
    enrolment = get_enrolment_for(request.user, key)
    last = enrolment.certificates.order_by("-issued_at", "-pk").first()
    if last is None:
        return HttpResponseRedirect(reverse("my_course", args=[key]))
    return HttpResponseRedirect(reverse("my_certificate", args=[last.code]))


def _done(request: HttpRequest, held: Certificate, form: NameForm) -> HttpResponse | None:
    """What the pressed button asks for; None where the name is missing."""
    chosen = request.POST.get("do")
    if chosen != "renew" and not form.is_valid():
        return None
    try:
        if chosen == "renew":
            held = actions.renew_certificate(certificate=held)
        elif held.name:
            held = actions.reissue_certificate(certificate=held, name=form.cleaned_data["name"])
        else:
            held = actions.name_certificate(certificate=held, name=form.cleaned_data["name"])
    except actions.NotEarnedError:
        messages.error(request, _("The course asks for more by now. Do what is left, then renew the certificate."))
    except actions.TooEarlyError:
        messages.error(request, _("It can be renewed in the last 90 days before it expires."))
    except actions.CertificateClosedError:
        messages.error(request, _("This certificate was revoked or replaced meanwhile."))
    else:
        messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("my_certificate", args=[held.code]))


@login_required
@require_safe
def pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The certificate on paper, in its own language. Without a name it is not ready."""
    held = get_certificate_for(request.user, code)
    if not held.is_current or not held.name:
        return HttpResponseRedirect(reverse("my_certificate", args=[held.code]))
    paper = certificate_paper(held)
    return pdf_answer(request, paper, f"CamTREE-{held.shown_code}.pdf", reverse("my_certificate", args=[held.code]))


def pdf_answer(request: HttpRequest, paper: Paper, name: str, back: str) -> HttpResponse:
    """A PDF to keep; where it cannot be made just now, a sentence at `back`."""
    content = None
    if not is_over_limit(request, "learning-pdf", times=PAPERS, seconds=SECONDS):
        with suppress(PaperError):
            content = typeset(paper, made_at=timezone.now())
    if content is None:
        messages.error(request, _("The PDF cannot be made just now. Please try again in a minute."))
        return HttpResponseRedirect(back)
    return _to_keep(content, "application/pdf", name)


def _to_keep(content: bytes | str, kind: str, name: str) -> HttpResponse:
    """A file for its holder alone, under this name."""
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["Cache-Control"] = "private, no-store"
    return answer


@login_required
@require_safe
def badge(request: HttpRequest, code: str) -> HttpResponse:
    """The badge as a file: a signed credential that other software reads (Open Badges 3.0)."""
    held = get_certificate_with_badge(request.user, code)
    return _to_keep(badges.signed_badge(held), "text/plain; charset=us-ascii", f"CamTREE-{held.shown_code}.jwt")


@login_required
@require_safe
def badge_picture(request: HttpRequest, code: str) -> HttpResponse:
    """The badge as a picture to show, with the signed credential inside."""
    held = get_certificate_with_badge(request.user, code)
    if is_over_limit(request, "learning-badge", times=PICTURES, seconds=SECONDS):
        return _not_now(request, held)
    try:
        content = picture_of(held)
    except PaperError:
        return _not_now(request, held)
    return _to_keep(content, "image/png", f"CamTREE-{held.shown_code}.png")


def _not_now(request: HttpRequest, held: Certificate) -> HttpResponse:
    messages.error(request, _("The picture cannot be made just now. Please try again in a minute."))
    return HttpResponseRedirect(reverse("my_certificate", args=[held.code]))


@never_cache
@login_required
@require_safe
def certificates_board(request: HttpRequest) -> HttpResponse:
    """Editors: finding a certificate by its code, its holder or its course."""
    if not request.user.has_perm("learning.revoke_certificate"):
        raise Http404
    query = request.GET.get("q", "").strip()[:100]
    return render(request, "learning/certificates/board.html", {"certificates": board(query), "query": query})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, code: str) -> HttpResponse:
    """Editors: saying in public that a certificate is not good any more."""
    found = get_revocable_certificate(request.user, code)
    form = RevokeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        editor: Any = request.user
        try:
            actions.revoke_certificate(certificate=found, by=editor, reason=form.cleaned_data["reason"])
        except actions.CertificateClosedError:
            messages.error(request, _("Another certificate has taken its place. Revoke that one."))
        else:
            messages.success(request, _("The certificate is revoked. Its holder is told."))
        return HttpResponseRedirect(reverse("certificates_board"))
    context = {"form": form, "certificate": found, "check": check_address(found)}
    return render(request, "learning/certificates/revoke.html", context, status=422 if form.errors else 200)
