"""Word files: into a draft and out of it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from camtree.core.http.rate_limits import is_over_limit
from camtree.core.words.slugs import slug_of
from research.inquiries.access import get_inquiry_for
from research.inquiries.actions import word
from research.inquiries.actions.writing import DraftClosedError
from research.inquiries.choices import Access
from research.inquiries.drafts import parts_of
from research.inquiries.forms import WordForm
from research.inquiries.manuscript import count_words
from research.inquiries.models import Inquiry, WordUpload
from research.inquiries.views.writing import CLOSED

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest, pk: int) -> HttpResponse:
    """A file is read and shown; the second button puts its text into the parts that stay ticked."""
    inquiry, status = get_inquiry_for(request.user, pk, to=Access.WRITE), 0
    form = WordForm()
    try:
        if request.method == "POST" and "fill" in request.POST:
            return _fill(request, inquiry)
        if request.method == "POST":
            form = WordForm(request.POST, request.FILES)
            if form.is_valid() and is_over_limit(request, "word", times=30, seconds=3600):
                too_many = _("Too many forms came from your network in the last hour. Please try again later.")
                form.add_error(None, too_many)
                status = 429
            elif form.is_valid():
                word.read_word_file(inquiry=inquiry, member=request.user, file=form.cleaned_data["file"])  # type: ignore[arg-type]
                return HttpResponseRedirect(request.path)
    except ValidationError as error:
        form.add_error("file", error)
    except DraftClosedError:
        messages.error(request, CLOSED)
        return HttpResponseRedirect(reverse("my_inquiry", args=[pk]))
    upload = WordUpload.objects.filter(inquiry=inquiry, member=request.user.pk).first()
    context = {"inquiry": inquiry, "form": form, "upload": upload, "rows": _rows(inquiry, upload)}
    return render(request, "research/inquiries/word.html", context, status=status or (422 if form.errors else 200))


def _rows(inquiry: Inquiry, upload: WordUpload | None) -> list[dict[str, Any]]:
    """What would go where, beside what stands there now."""
    if upload is None:
        return []
    return [
        {"part": part, "text": upload.parts[part.row.name], "words": count_words(upload.parts[part.row.name])}
        for part in parts_of(inquiry)
        if part.row.name in upload.parts
    ]


def _fill(request: HttpRequest, inquiry: Inquiry) -> HttpResponse:
    upload = WordUpload.objects.filter(inquiry=inquiry, member=request.user.pk).first()
    if upload is not None:
        names = request.POST.getlist("part")
        changed = word.fill_from_word(upload=upload, member=request.user, names=names)  # type: ignore[arg-type]
        count = len(changed)
        words = ngettext("%(count)d part was filled.", "%(count)d parts were filled.", count) % {"count": count}
        messages.success(request, f"{words} {_('What stood there before is under its earlier versions.')}")
    return HttpResponseRedirect(reverse("my_inquiry", args=[inquiry.pk]))


@never_cache
@login_required
@require_safe
def take_out(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as it is now, to read or to go on with in Word."""
    from research.inquiries.word_out import draft_as_word  # its library is slow to load, and few write in Word

    inquiry = get_inquiry_for(request.user, pk)
    response = HttpResponse(draft_as_word(inquiry), content_type=WORD)
    name = f"{slug_of(inquiry.title, 60) or 'draft'}.docx"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
