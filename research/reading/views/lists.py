"""Saved works and lists: to order, to share by a link."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from camtree.core.forms import posted
from camtree.core.http.addresses import address_for
from camtree.core.templatetags.core_tags import number
from research.library.models import ReportPage
from research.reading import actions
from research.reading.access import get_list_for, get_listed_work_for, get_shared_list
from research.reading.choices import MOST_LISTS, MOST_WORKS
from research.reading.forms import DigestForm, KeepForm, ListForm, NoteForm
from research.reading.models import ReadingList, SavedSearch
from research.reading.queries import digest_of, kept_by, lists_of, page_of, reports_of
from research.reading.searches import in_words


def too_many_lists() -> str:
    """The sentence for whoever has all the lists there may be."""
    words = ngettext(
        "You have %(n)s list; there may be no more.", "You have %(n)s lists; there may be no more.", MOST_LISTS
    )
    return words % {"n": number(MOST_LISTS)}


def too_many_works() -> str:
    """The sentence for a list that is full."""
    words = ngettext(
        "This list has %(n)s work; there may be no more. Begin another.",
        "This list has %(n)s works; there may be no more. Begin another.",
        MOST_WORKS,
    )
    return words % {"n": number(MOST_WORKS)}


@never_cache
@login_required
@require_safe
def my_reading(request: HttpRequest) -> HttpResponse:
    """Everything a member keeps, and how often they hear of new works."""
    member: Any = request.user
    searches = [
        {"row": row, "words": in_words(row.asked), "address": f"/{request.LANGUAGE_CODE}/research/?{row.query}"}
        for row in SavedSearch.objects.filter(member=member)
    ]
    context = {
        "lists": lists_of(member),
        "searches": searches,
        "digest": DigestForm(instance=digest_of(member)),
    }
    return render(request, "research/reading/index.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def keep_work(request: HttpRequest, work: UUID) -> HttpResponse:
    """Save a work: among the saved works, on a list, or on a new one."""
    report, member = _report(work), request.user
    lists: list[ReadingList] = list(lists_of(member))  # type: ignore[arg-type]
    form = KeepForm(posted(request), lists=lists)
    if request.method == "POST" and form.is_valid():
        try:
            goal = _goal(form, member, lists)
        except actions.FullError:
            form.add_error("new_list", too_many_lists())
        else:
            try:
                actions.add_work(reading_list=goal, report=report, note=form.cleaned_data["note"])
            except actions.FullError:
                form.add_error("reading_list", too_many_works())
            else:
                messages.success(request, _("Saved on your list “%(name)s”.") % {"name": goal})
                return HttpResponseRedirect(address_for(report, request=request))
    context = {"form": form, "report": report, "kept": kept_by(member, work)}  # type: ignore[arg-type]
    return render(request, "research/reading/keep.html", context, status=422 if form.errors else 200)


def _report(work: UUID) -> ReportPage:
    """A work as the reader finds it. Else 404."""
    report = reports_of([work]).get(work)
    if report is None:
        raise Http404
    return report


def _goal(form: KeepForm, member: Any, lists: list[ReadingList]) -> ReadingList:
    chosen = form.cleaned_data["reading_list"]
    if chosen == KeepForm.NEW:
        return actions.make_list(member=member, title=form.cleaned_data["new_list"])
    if chosen == KeepForm.BOOKMARKS:
        return actions.bookmarks_of(member=member)
    return next(row for row in lists if str(row.pk) == chosen)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_list(request: HttpRequest) -> HttpResponse:
    """Begin a list."""
    form = ListForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_list(member=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except actions.FullError:
            form.add_error(None, too_many_lists())
        else:
            return HttpResponseRedirect(reverse("my_list", args=[made.pk]))
    context = {"form": form, "heading": _("A new list")}
    return render(request, "research/reading/change_list.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@require_safe
def my_list(request: HttpRequest, pk: int) -> HttpResponse:
    """A list with its works, in its order."""
    held = get_list_for(request.user, pk)
    context = {
        "list": held,
        "works": page_of(held, request.GET.get("page")),
        "link": request.build_absolute_uri(reverse("shared_list", args=[held.key])) if held.key else "",
    }
    return render(request, "research/reading/list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name, and what the list is for."""
    held = get_list_for(request.user, pk)
    form = ListForm(posted(request), instance=held)
    if request.method == "POST" and form.is_valid():
        title = form.cleaned_data.get("title", "")
        actions.change_list(reading_list=held, title=title, note=form.cleaned_data["note"])
        return HttpResponseRedirect(reverse("my_list", args=[pk]))
    context = {"form": form, "heading": _("Change this list")}
    return render(request, "research/reading/change_list.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a list, after being told what goes."""
    held = get_list_for(request.user, pk)
    if request.method == "POST":
        actions.delete_list(reading_list=held)
        messages.success(request, _("The list is deleted."))
        return HttpResponseRedirect(reverse("my_reading"))
    return render(request, "research/reading/delete_list.html", {"list": held})


@login_required
@require_POST
def share_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a list to whoever has its link, or close it."""
    held = get_list_for(request.user, pk)
    if request.POST.get("do") == "stop":
        actions.stop_sharing(reading_list=held)
        messages.success(request, _("The link opens nothing any more."))
    else:
        actions.share_list(reading_list=held)
    return HttpResponseRedirect(reverse("my_list", args=[pk]))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def listed_work(request: HttpRequest, pk: int) -> HttpResponse:
    """A work on a list: its note, its place, or away with it."""
    row = get_listed_work_for(request.user, pk)
    back = HttpResponseRedirect(f"{reverse('my_list', args=[row.reading_list_id])}#work-{row.pk}")
    match request.POST.get("do"):
        case "up" | "down" as way:
            actions.move_work(row=row, up=way == "up")
            return back
        case "remove":
            actions.remove_work(row=row)
            return back
    form = NoteForm(posted(request), instance=row)
    if request.method == "POST" and form.is_valid():
        actions.write_note(row=row, note=form.cleaned_data["note"])
        return back
    context = {"form": form, "row": row}
    return render(request, "research/reading/note.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
def shared_list(request: HttpRequest, key: str) -> HttpResponse:
    """A list that somebody shares, for whoever has the link."""
    held = get_shared_list(key)
    context = {"list": held, "works": page_of(held, request.GET.get("page")), "is_view": True}
    return render(request, "research/reading/shared_list.html", context)
