"""Saved searches, and the mails on what is new for them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from camtree.core.forms import posted
from camtree.core.templatetags.core_tags import number
from research.reading import actions
from research.reading.access import get_digest, get_search_for
from research.reading.choices import MOST_SEARCHES, Frequency
from research.reading.forms import DigestForm, SearchForm
from research.reading.queries import digest_of
from research.reading.searches import in_one_form, in_words, is_too_long


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def save_search(request: HttpRequest) -> HttpResponse:
    """Save what the address asks the library for."""
    query = in_one_form(request.GET)
    if not query:
        raise Http404
    member: Any = request.user
    form = SearchForm(posted(request), initial={"frequency": digest_of(member).frequency})
    if request.method == "POST" and form.is_valid():
        if is_too_long(query):
            form.add_error(None, _("This search is too long to save. Take some of its words or filters away."))
        else:
            try:
                frequency = Frequency(form.cleaned_data["frequency"]) if form.cleaned_data["frequency"] else None
                actions.save_search(member=member, query=query, title=form.cleaned_data["title"], frequency=frequency)
            except actions.FullError:
                form.add_error(None, too_many_searches())
            else:
                messages.success(request, _("Your search is saved."))
                return HttpResponseRedirect(reverse("my_reading"))
    context = {"form": form, "words": in_words(QueryDict(query)), "query": query}
    return render(request, "research/reading/save_search.html", context, status=422 if form.errors else 200)


def too_many_searches() -> str:
    """The sentence for whoever has all the searches there may be."""
    words = ngettext(
        "You have %(n)s saved search; there may be no more. Delete one first.",
        "You have %(n)s saved searches; there may be no more. Delete one first.",
        MOST_SEARCHES,
    )
    return words % {"n": number(MOST_SEARCHES)}


@login_required
@require_POST
def delete_search(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a saved search."""
    actions.delete_search(search=get_search_for(request.user, pk))
    messages.success(request, _("Your search is deleted."))
    return HttpResponseRedirect(reverse("my_reading"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_digest(request: HttpRequest) -> HttpResponse:
    """How often one hears of new works."""
    member: Any = request.user
    form = DigestForm(posted(request), instance=digest_of(member))
    if request.method == "POST" and form.is_valid():
        actions.set_digest(member=member, frequency=Frequency(form.cleaned_data["frequency"]))
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("my_reading"))
    return render(request, "research/reading/digest.html", {"digest": form}, status=422 if form.errors else 200)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_digest(request: HttpRequest, key: str) -> HttpResponse:
    """The link at the end of a mail, for whoever has it: a button that stops the mails, which mail programs press by
    themselves (RFC 8058). To look stops nothing, because programs that guard mails look at every link."""
    digest = get_digest(key)
    if request.method == "POST":
        actions.stop_digest(digest=digest)
    is_stopped = request.method == "POST" or digest.frequency == Frequency.OFF
    return render(request, "research/reading/stop_digest.html", {"is_stopped": is_stopped, "is_view": True})
