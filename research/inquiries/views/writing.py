"""My research: drafts, writing, people, history, submission."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import RequestDataTooBig
from django.db import transaction
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from camtree.core.forms import posted
from camtree.core.http.rate_limits import is_over_limit
from camtree.core.seen import held
from camtree.core.templatetags.core_tags import local_moment
from camtree.core.words.json import read_json
from camtree.core.words.locales import active_locale
from camtree.core.words.numbers import number_in
from camtree.members.presence import also_here, here_in_words
from camtree.vocabularies.queries import term_names
from research.inquiries.access import get_inquiry_for, get_invitation, get_shared_inquiry
from research.inquiries.actions import writing
from research.inquiries.choices import Access
from research.inquiries.drafts import parts_of
from research.inquiries.forms import FactsForm, PersonForm, StartForm
from research.inquiries.manuscript import from_markdown
from research.inquiries.models import Inquiry, InquiryPart, InquiryPerson, PartVersion
from research.inquiries.queries import (
    attachments_of,
    pupils_of,
    references_of,
    replaced_of,
    templates_offered,
    threads_of,
)

CLOSED = gettext_lazy("This draft is with the editors now and cannot be changed.")
TOO_LONG = gettext_lazy("This part is too long to keep. Please split it, or attach what is longer as a file.")


@login_required
@require_safe
def my_research(request: HttpRequest) -> HttpResponse:
    """The member's drafts and reports, and what one can begin."""
    inquiries = Inquiry.objects.of(request.user).select_related("report").prefetch_related("people")
    waiting = Q(parts__comments__parent=None, parts__comments__resolved_at=None)
    inquiries = inquiries.annotate(open_comments=Count("parts__comments", filter=waiting))
    context = {"inquiries": inquiries, "templates": templates_offered(active_locale())}
    return render(request, "research/inquiries/index.html", context)


@login_required
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Begin a draft from a template."""
    form = StartForm(request.POST)
    offered = {template.slug: template for template in templates_offered(active_locale())}
    if not form.is_valid() or form.cleaned_data["template"] not in offered:
        raise Http404
    inquiry = writing.start_inquiry(
        member=request.user,  # type: ignore[arg-type]
        template=offered[form.cleaned_data["template"]],
        title=form.cleaned_data["title"],
    )
    return HttpResponseRedirect(reverse("my_inquiry", args=[inquiry.pk]))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft with all its parts. Without script, one button saves them all."""
    inquiry = get_inquiry_for(request.user, pk)
    clashes: dict[str, str] = {}
    if request.method == "POST":
        get_inquiry_for(request.user, pk, to=Access.WRITE)
        try:
            clashes = _save_typed(request, inquiry)
        except writing.DraftClosedError:
            messages.error(request, CLOSED)
            return HttpResponseRedirect(request.path)
        except (writing.TextTooLongError, RequestDataTooBig):
            return HttpResponse(TOO_LONG, status=413, content_type="text/plain; charset=utf-8")
        if not clashes:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(request.path)
    context = {
        "inquiry": inquiry,
        "parts": parts_of(inquiry),
        "may_write": may_write(inquiry),
        "references": references_of(inquiry),
        "threads": threads_of(inquiry),
        "pupils": pupils_of(inquiry),
        "clashes": clashes,
        "longest": writing.LONGEST,
        "pictures": [file for file in attachments_of(inquiry) if file.is_picture],
    }
    return render(request, "research/inquiries/write.html", context, status=409 if clashes else 200)


def may_write(inquiry: Inquiry) -> bool:
    """Whether the one who asks may change the draft now."""
    return inquiry.is_open and inquiry.role.access in {Access.OWNER, Access.WRITE}


def _save_typed(request: HttpRequest, inquiry: Inquiry) -> dict[str, str]:
    """Save what came from text areas. Parts that nobody touched keep their marks; what clashed comes back by name."""
    clashes = {}
    for part in inquiry.parts.all():
        typed, number = request.POST.get(part.name), number_in(request.POST.get(f"{part.name}-number", ""))
        if typed is None or number is None:
            continue
        typed = typed.replace("\r\n", "\n").strip()
        if typed == request.POST.get(f"{part.name}-was", "").replace("\r\n", "\n").strip():
            continue
        try:
            writing.save_part(
                inquiry=inquiry,
                name=part.name,
                html=from_markdown(typed),
                number=number,
                member=request.user,  # type: ignore[arg-type]
            )
        except writing.PartChangedError:
            clashes[part.name] = typed
    return clashes


@login_required
@require_POST
def save(request: HttpRequest, pk: int) -> JsonResponse:
    """One part, saved by the script while somebody writes. 409 tells what somebody else saved meanwhile."""
    inquiry = get_inquiry_for(request.user, pk, to=Access.WRITE)
    try:
        sent = read_json(request.body)
        name, html, number = str(sent["name"]), str(sent["html"]), int(sent["number"])
        writer: Any = request.user
        if "aside" in sent:
            aside = str(sent["aside"])
            part = writing.set_aside(inquiry=inquiry, name=name, html=aside, number=number, member=writer)
        else:
            replaces = bool(sent.get("replaces"))
            part = writing.save_part(
                inquiry=inquiry, name=name, html=html, number=number, member=writer, replaces=replaces
            )
    except (ValueError, KeyError, TypeError, OverflowError, InquiryPart.DoesNotExist):
        return JsonResponse({"says": _("This could not be read. Please load the page again.")}, status=400)
    except (writing.TextTooLongError, RequestDataTooBig):
        return JsonResponse({"says": TOO_LONG}, status=413)
    except writing.DraftClosedError:
        return JsonResponse({"says": CLOSED}, status=423)
    except writing.PartChangedError as clash:
        who = str(clash.current.saved_by) if clash.current.saved_by else _("Somebody")
        says = _("%(name)s changed this part while you were writing. Choose which text stays; the other is kept.")
        answer = {"says": says % {"name": who}, "html": clash.current.text, "number": clash.current.number}
        return JsonResponse(answer, status=409)
    return JsonResponse({"number": part.number, "words": part.words, "html": part.text})


@never_cache
@login_required
@require_POST
def here(request: HttpRequest, pk: int) -> JsonResponse:
    """The desk is open: who else has it open, which parts others saved, and whose text took the place of one's own."""
    inquiry = get_inquiry_for(request.user, pk, to=Access.WRITE)
    people = [person.user for person in inquiry.people.select_related("user") if person.user]
    others = also_here(f"draft {pk}", request.user, people)
    rows = inquiry.parts.exclude(saved_by=request.user.pk).exclude(saved_by=None).select_related("saved_by")
    says = _("%(name)s changed this part while you had it open.")
    parts = {row.name: {"number": row.number, "says": says % {"name": row.saved_by}} for row in rows}
    return JsonResponse({"says": here_in_words(others), "parts": parts, "told": _told(inquiry, request.user)})


def _told(inquiry: Inquiry, member: Any) -> list[dict[str, str]]:
    """A sentence for each text of a member in whose place somebody put another, and the address where it is kept."""
    headings = {part.row.name: part.heading for part in parts_of(inquiry)}
    words = _("%(name)s put another text in place of yours in “%(section)s”. Yours is kept.")
    return [
        {
            "says": words % {"name": version.replaced_by, "section": headings.get(version.part.name, "")},
            "at": reverse("my_inquiry_history", args=[inquiry.pk, version.part.name]),
        }
        for version in replaced_of(inquiry, member)
    ]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def facts(request: HttpRequest, pk: int) -> HttpResponse:
    """Where, when, with whom."""
    inquiry = get_inquiry_for(request.user, pk, to=Access.WRITE)
    with transaction.atomic():
        now = held(inquiry) if request.method == "POST" else inquiry
        form = FactsForm(posted(request), instance=now, terms=term_names(active_locale()))
        if request.method == "POST" and form.is_valid():
            try:
                writing.change_facts(inquiry=inquiry, facts=form.cleaned_data)
            except writing.DraftClosedError:
                messages.error(request, CLOSED)
            else:
                messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("my_inquiry", args=[pk]))
    context = {"inquiry": inquiry, "form": form}
    return render(request, "research/inquiries/facts.html", context, status=form.refusal if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Who writes with, who comments, who is named; links for others to read."""
    inquiry, status = get_inquiry_for(request.user, pk, to=Access.OWNER), 0
    form = PersonForm(posted(request))
    if request.method == "POST" and form.is_valid() and is_over_limit(request, "invite", times=20, seconds=3600):
        form.add_error(None, _("Too many forms came from your network in the last hour. Please try again later."))
        status = 429
    elif request.method == "POST" and form.is_valid():
        writing.invite_person(
            inquiry=inquiry,
            by=request.user,  # type: ignore[arg-type]
            base_url=settings.WAGTAILADMIN_BASE_URL,
            **form.cleaned_data,
        )
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(request.path)
    links = inquiry.share_links.filter(revoked_at=None)
    context = {"inquiry": inquiry, "form": form, "people": inquiry.people.all(), "links": links}
    return render(request, "research/inquiries/people.html", context, status=status or (422 if form.errors else 200))


@login_required
@require_POST
def remove_person(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """Take somebody off the draft."""
    inquiry = get_inquiry_for(request.user, pk, to=Access.OWNER)
    writing.remove_person(person=get_object_or_404(inquiry.people, pk=person))
    return HttpResponseRedirect(reverse("my_inquiry_people", args=[pk]))


@login_required
@require_POST
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a link for readers, or take one back."""
    inquiry = get_inquiry_for(request.user, pk, to=Access.OWNER)
    revoked = number_in(request.POST.get("revoke", ""))
    if revoked is not None:
        writing.revoke_link(link=get_object_or_404(inquiry.share_links, pk=revoked))
    else:
        writing.share_inquiry(inquiry=inquiry)
    return HttpResponseRedirect(reverse("my_inquiry_people", args=[pk]))


@never_cache
@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """A draft for whoever holds the link: to read, nothing else."""
    inquiry = get_shared_inquiry(token)
    context = {"inquiry": inquiry, "parts": parts_of(inquiry), "attachments": attachments_of(inquiry), "token": token}
    context |= {"references": references_of(inquiry), "pupils": pupils_of(inquiry)}
    return render(request, "research/inquiries/shared.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Who invites to what, for whoever holds the link; and accepting, for members."""
    person = get_invitation(token)
    if request.method == "POST":
        if not request.user.is_authenticated:
            return redirect_to_login(request.path)
        try:
            writing.accept_invitation(person=person, member=request.user)
        except InquiryPerson.DoesNotExist:
            raise Http404 from None
        return HttpResponseRedirect(reverse("my_inquiry", args=[person.inquiry_id]))
    host = person.inquiry.people.filter(access=Access.OWNER).first()
    context = {"person": person, "inquiry": person.inquiry, "host": host}
    return render(request, "research/inquiries/invitation.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def history(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """What a part said before, and the way back."""
    inquiry = get_inquiry_for(request.user, pk)
    part = next((part for part in parts_of(inquiry) if part.row.name == name), None)
    if part is None:
        raise Http404
    if request.method == "POST":
        inquiry = get_inquiry_for(request.user, pk, to=Access.WRITE)
        version = get_object_or_404(PartVersion, part=part.row, number=number_in(request.POST.get("version", "")))
        try:
            writing.restore_version(inquiry=inquiry, version=version, member=request.user)  # type: ignore[arg-type]
        except writing.DraftClosedError:
            messages.error(request, CLOSED)
        else:
            day = local_moment(version.saved_at)
            messages.success(request, _("The text of %(day)s is back.") % {"day": day})
        return HttpResponseRedirect(reverse("my_inquiry", args=[pk]) + f"#{name}")
    versions = part.row.versions.select_related("saved_by")
    return render(request, "research/inquiries/history.html", {"inquiry": inquiry, "part": part, "versions": versions})
