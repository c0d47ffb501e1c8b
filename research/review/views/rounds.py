"""Authors: what was asked in each round, what they changed, questions of editors, taking a submission back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from research.inquiries.access import get_inquiry_for
from research.inquiries.choices import Access, InquiryState
from research.review.actions import reviews as review
from research.review.actions import submitting
from research.review.forms import AnswerForm
from research.review.models import EditorQuestion
from research.review.rounds import rounds_of


@never_cache
@login_required
@require_safe
def my_rounds(request: HttpRequest, pk: int) -> HttpResponse:
    """Every round side by side: letter, reviews, changes."""
    inquiry = get_inquiry_for(request.user, pk)
    context = {"inquiry": inquiry, "rounds": rounds_of(inquiry), "form": AnswerForm()}
    return render(request, "research/review/rounds.html", context)


@login_required
@require_POST
def answer(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    """Answer a question of the editors."""
    inquiry, form = get_inquiry_for(request.user, pk, to=Access.WRITE), AnswerForm(request.POST)
    asked = get_object_or_404(EditorQuestion, pk=question, submission__inquiry=inquiry)
    if not form.is_valid():
        context = {"inquiry": inquiry, "rounds": rounds_of(inquiry), "form": form, "answered": asked}
        return render(request, "research/review/rounds.html", context, status=422)
    member: Any = request.user
    kept = review.answer_question(question=asked, member=member, answer=form.cleaned_data["answer"])
    if kept.answer != form.cleaned_data["answer"]:
        form.add_error(None, _("Somebody has answered meanwhile. Your answer was not sent; it is below."))
        context = {"inquiry": inquiry, "rounds": rounds_of(inquiry), "form": form, "answered": asked}
        return render(request, "research/review/rounds.html", context, status=409)
    messages.success(request, _("Your answer is with the editors."))
    return HttpResponseRedirect(reverse("my_inquiry_rounds", args=[pk]))


@login_required
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a submission back before it is decided."""
    inquiry = submitting.take_back(inquiry=get_inquiry_for(request.user, pk, to=Access.OWNER))
    if inquiry.state == InquiryState.SUBMITTED:
        messages.error(request, _("The editors have just decided. Their letter is on its way to you."))
    else:
        messages.success(request, _("The draft is yours again. Submit it when you are ready."))
    return HttpResponseRedirect(reverse("my_inquiry", args=[pk]))
