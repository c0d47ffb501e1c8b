"""Lists of webinars in the admin, for those who hold them: who comes, whom to add, what is written to them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from camtree.core.forms import posted
from camtree.core.papers.spreadsheets import csv_answer
from webinars.registrations.access import get_letter_of, get_register_held_by
from webinars.registrations.actions.letters import change_letter, write_message
from webinars.registrations.actions.places import add_guest
from webinars.registrations.forms import AddForm, LetterForm, MessageForm
from webinars.registrations.hosting import people_of, registers_of, table_of
from webinars.registrations.places import RegistrationClosedError


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The webinars one holds that take registrations, the latest first."""
    context = {"page_title": _("Registrations"), "registers": registers_of(request.user)[:200]}
    return render(request, "webinars/registrations/hosting/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is registered, waits, came; adding somebody; the mails; writing to all."""
    register = get_register_held_by(request.user, pk)
    here = HttpResponseRedirect(reverse("webinar_people", args=[pk]))
    host: Any = request.user
    does = request.POST.get("do", "")
    add = AddForm(posted(request) if does == "add" else None, initial={"time_zone": register.time_zone})
    message = MessageForm(posted(request) if does == "message" else None)
    if add.is_valid():
        try:
            row = add_guest(register=register, **add.cleaned_data)
            messages.success(request, _("%(name)s: %(state)s.") % {"name": row, "state": row.get_state_display()})
            return here
        except RegistrationClosedError:
            add.add_error(None, _("Nobody can register for this webinar now."))
    if message.is_valid():
        write_message(register=register, by=host, **message.cleaned_data)
        messages.success(request, _("Your message goes out within a minute."))
        return here
    context = {
        "page_title": register.title,
        "register": register,
        "people": people_of(register),
        "letters": register.letters.order_by("pk"),
        "add": add,
        "message": message,
    }
    is_wrong = bool(add.errors or message.errors)
    return render(request, "webinars/registrations/hosting/people.html", context, status=422 if is_wrong else 200)


@require_safe
def export(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The list for a spreadsheet, with the answers."""
    register = get_register_held_by(request.user, pk)
    return csv_answer(table_of(register), f"webinar-{pk}-{timezone.localdate():%Y-%m-%d}.csv")


@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, pk: int, letter: int) -> HttpResponse:
    """A mail that goes by itself: own words added, or kept from going."""
    register: Any = get_register_held_by(request.user, pk)
    row = get_letter_of(register, letter)
    form = LetterForm(posted(request), initial={"words": row.words, "is_cancelled": row.is_cancelled})
    if form.is_valid():
        change_letter(letter=row, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("webinar_people", args=[pk]))
    context = {"page_title": str(row), "register": register, "letter": row, "form": form}
    status = 422 if form.errors else 200
    return render(request, "webinars/registrations/hosting/letter.html", context, status=status)
