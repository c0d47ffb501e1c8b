"""Questions from files and into files, in the admin."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Locale

from camtree.background.progress import going_on
from camtree.core.forms import posted
from camtree.core.words.locales import locales
from learning.quizzes.actions.imports import AT_ONCE, begin_import
from learning.quizzes.actions.questions import export_rows, import_questions
from learning.quizzes.exchange import read_questions, write_gift, write_moodle
from learning.quizzes.exchange.questions import MOST_BYTES, Fault
from learning.quizzes.models import QuestionImport, QuestionPool

WRITERS = {"gift": (write_gift, "text/plain", "txt"), "xml": (write_moodle, "application/xml", "xml")}


class ImportForm(forms.Form):
    """A file, the pool it goes to, and the language it is written in."""

    file = forms.FileField(
        label=gettext_lazy("file"), help_text=gettext_lazy("GIFT or Moodle XML, in UTF-8, 3 MB at the most.")
    )
    pool = forms.CharField(
        label=gettext_lazy("pool"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Empty: the categories of the file become pools."),
    )
    locale = forms.ModelChoiceField(Locale.objects.none(), label=gettext_lazy("language"), empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["locale"]
        field.queryset = Locale.objects.all()
        # The language of the editor's screen: most write in it.
        self.initial.setdefault("locale", Locale.objects.filter(language_code=get_language()).first())


def _allowed(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


@require_http_methods(["GET", "HEAD", "POST"])
def import_view(request: HttpRequest) -> HttpResponse:
    """Read a file: good questions are published, faulty ones listed with line and reason."""
    for permission in ("learning.add_question", "learning.publish_question"):
        _allowed(request, permission)
    form, done = ImportForm(posted(request), request.FILES or None), None
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"].read(MOST_BYTES + 1)
        reading = read_questions(content)
        facts: Any = {
            "pool_name": form.cleaned_data["pool"].strip(),
            "locale": form.cleaned_data["locale"],
            "by": request.user,
        }
        if len(reading.questions) > AT_ONCE:
            name = PurePath(str(form.cleaned_data["file"].name)).name
            row = begin_import(content=content, file_name=name, number=len(reading.questions), **facts)
            return HttpResponseRedirect(reverse("wagtailsnippets_learning_question:import_progress", args=[row.pk]))
        done = import_questions(reading=reading, **facts)
        form = ImportForm(initial={"pool": form.cleaned_data["pool"], "locale": form.cleaned_data["locale"]})
    context = {
        "form": form,
        "done": done,
        "list_address": reverse("wagtailsnippets_learning_question:list"),
        "page_title": _("Import questions"),
        "header_icon": "upload",
    }
    return render(request, "learning/quizzes/import.html", context, status=400 if form.errors else 200)


@require_safe
def progress_view(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a long file is, and in the end what became of it. Everybody who may bring questions in sees it."""
    for permission in ("learning.add_question", "learning.publish_question"):
        _allowed(request, permission)
    row = get_object_or_404(QuestionImport.objects.defer("content"), pk=pk)
    context = {
        "row": row,
        "faults": [Fault(*fault) for fault in row.faults],
        "list_address": reverse("wagtailsnippets_learning_question:list"),
        "page_title": _("Import questions"),
        "header_icon": "upload",
    }
    return going_on(render(request, "learning/quizzes/import_progress.html", context), row.finished_at is None)


@require_safe
def export_view(request: HttpRequest) -> HttpResponse:
    """The published questions of one language as a file, those of one pool where one is named."""
    _allowed(request, "learning.change_question")
    kind, pool = request.GET.get("as", "gift"), None
    locale = {row.language_code: row for row in locales().values()}.get(request.GET.get("language", "en"))
    if name := request.GET.get("pool"):
        pool = QuestionPool.objects.filter(name=name[:120]).first()
    if kind not in WRITERS or locale is None or (name and pool is None):
        raise Http404
    write, content_type, ending = WRITERS[kind]
    exported = write(export_rows(pool, locale))
    lines = "".join(f"// {_('Left out, GIFT has no words for it:')} {title}\n" for title in exported.left_out)
    response = HttpResponse(lines + exported.text, content_type=f"{content_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="questions-{locale.language_code}.{ending}"'
    return response
