"""A member's record of professional development: on a page, as a table and on paper."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from camtree.core.papers.spreadsheets import csv_answer
from camtree.core.templatetags.core_tags import number
from learning.certificates.papers import record_paper
from learning.certificates.record import RecordYear, record_of, total_hours
from learning.certificates.verification import check_address
from learning.certificates.views.certificates import pdf_answer


@never_cache
@login_required
@require_safe
def my_record(request: HttpRequest) -> HttpResponse:
    """Everything by year."""
    member: Any = request.user
    years = record_of(member)
    return render(request, "learning/certificates/record.html", {"years": years, "hours": total_hours(years)})


@never_cache
@login_required
@require_safe
def csv_file(request: HttpRequest) -> HttpResponseBase:
    """The same as a table. Days and hours are written for machines, words in the reader's language."""
    member: Any = request.user
    # The lines leave after the language of the request is put away.
    rows = list(_rows(record_of(member)))
    return csv_answer(rows, f"CamTREE-record-{timezone.localdate():%Y-%m-%d}.csv")


def _rows(years: list[RecordYear]) -> Iterator[list[Any]]:
    yield [
        *(pgettext("column of a record", "year"), pgettext("column of a record", "kind")),
        *(pgettext("column of a record", "what"), pgettext("column of a record", "day")),
        *(pgettext("column of a record", "hours"), pgettext("column of a record", "where to check it")),
    ]
    for year in years:
        for held in year.certificates:
            day = timezone.localtime(held.earned_at).date()
            yield [year.year, _("Course"), held.course_title, day, held.hours, check_address(held)]
        for session in year.sessions:
            day = timezone.localtime(session.attended_at).date()
            yield [year.year, session.kind, session.title, day, session.hours, ""]
        if year.reviews:
            words = ngettext("%(n)s review", "%(n)s reviews", year.reviews) % {"n": number(year.reviews)}
            yield [year.year, _("Reviews"), words, "", "", ""]


@login_required
@require_safe
def pdf_file(request: HttpRequest) -> HttpResponse:
    """The same on paper, in the reader's language."""
    member: Any = request.user
    paper = record_paper(member, record_of(member), translation.get_language() or "en")
    return pdf_answer(request, paper, f"CamTREE-record-{timezone.localdate():%Y-%m-%d}.pdf", reverse("my_record"))
