"""Checking a code that stands on a certificate: for anybody, in any of our languages, at an address without one."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from camtree.core.http.rate_limits import is_over_limit
from camtree.core.papers.codes import answer_to, grouped, read_code
from learning.certificates.forms import CodeForm

# Looks from one address within a minute. A school on one line may check a stack of them; who guesses gets nowhere.
LOOKS, SECONDS = 30, 60


@never_cache
@require_safe
@vary_on_headers("Accept-Language")
def ask(request: HttpRequest) -> HttpResponse:
    """The form; a code that was typed leads to its own address."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        code = read_code(form.cleaned_data["code"])
        if code:
            question = f"?language={_language(request)}" if "language" in request.GET else ""
            return HttpResponseRedirect(reverse("verify_code", args=[grouped(code)]) + question)
        return _page(request, form, status=404, is_unknown=True)
    return _page(request, form, status=422 if form.errors else 200)


@never_cache
@require_safe
@vary_on_headers("Accept-Language")
def check(request: HttpRequest, code: str) -> HttpResponse:
    """What there is to say about a code. One that nobody knows is a 404 with the form."""
    if is_over_limit(request, "verify", times=LOOKS, seconds=SECONDS):
        response = _page(request, CodeForm(), status=429, is_too_often=True)
        response["Retry-After"] = str(SECONDS)
        return response
    with translation.override(_language(request)):
        answer = answer_to(read_code(code))
    if answer is None:
        return _page(request, CodeForm(initial={"code": code[:40]}), status=404, is_unknown=True)
    return _page(request, CodeForm(), answer=answer)


def _language(request: HttpRequest) -> str:
    """The language that the address asks for, else the one that fits the browser best."""
    asked = request.GET.get("language", "")
    return asked if asked in dict(settings.LANGUAGES) else translation.get_language() or settings.LANGUAGE_CODE


def _page(request: HttpRequest, form: CodeForm, *, status: int = 200, **facts: Any) -> HttpResponse:
    language = _language(request)
    context = {"form": form, "is_view": True, "asked_language": request.GET.get("language") and language, **facts}
    with translation.override(language):
        response = render(request, "learning/certificates/verify/check.html", context, status=status)
    response["Content-Language"] = language
    return response
