"""The table of uploads names every way in for files and long texts."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.urls import get_resolver

from tests.bench.uploads import TAKEN_BY, UPLOADS

OURS = ("camtree.", "home.", "insights.", "leads.", "learning.", "research.", "webinars.")
# Letters above which a text is no more what somebody types.
LONG = 50_000
ROOT = Path(settings.BASE_DIR)


def forms_below(kind: type[Any]) -> Iterator[type[Any]]:
    for found in kind.__subclasses__():
        yield found
        yield from forms_below(found)


def takes_much(form: type[Any]) -> bool:
    fields = {**getattr(form, "base_fields", {}), **getattr(form, "declared_fields", {})}.values()
    return any(
        isinstance(field, forms.FileField)
        or (isinstance(field, forms.CharField) and field.max_length is not None and field.max_length >= LONG)
        for field in fields
    )


def test_every_form_that_takes_much_is_in_the_table() -> None:
    assert len(get_resolver().url_patterns) > 10  # the views are there, and with them their forms
    found = {f"{form.__module__}.{form.__qualname__}": form for form in forms_below(forms.BaseForm)}
    taking = {name for name, form in found.items() if name.startswith(OURS) and takes_much(form)}
    # Those that Wagtail builds its own forms on get their file field from the model, or in their __init__.
    built_on = {name for name in TAKEN_BY if name.startswith("camtree.media.forms.")}
    assert taking - built_on - NO_UPLOADS == set(TAKEN_BY) - built_on
    for name in built_on:
        module, _dot, form = name.rpartition(".")
        assert hasattr(import_module(module), form)


# Written for machines: bounded by the size of a request, and kept as it comes.
NO_UPLOADS = {"learning.packages.forms.SaidForm"}


def test_every_place_is_measured() -> None:
    assert {upload.place for upload in UPLOADS} == set(TAKEN_BY.values()) | set(FILES_READ_BY.values())


def test_names_are_given_once() -> None:
    assert len({upload.name for upload in UPLOADS}) == len(UPLOADS)


# Views that read a file themselves: those of the forms above, and these.
FILES_READ_BY = {
    "camtree/translation/views.py": "translation",
    "learning/assignments/views/works.py": "work",
    "learning/offline/views.py": "answers",
    "learning/packages/admin_views.py": "package",
    "learning/quizzes/views/exchange.py": "questions",
    "research/inquiries/views/attachments.py": "attachment",
    "research/inquiries/views/word.py": "manuscript",
}


def test_every_view_that_reads_files_is_in_the_table() -> None:
    roots = [ROOT / "site", *(ROOT / name.rstrip(".") for name in OURS if name != "camtree.")]
    found = {
        path.relative_to(root if root.name == "site" else ROOT).as_posix()
        for root in roots
        for path in root.rglob("*.py")
        if ".FILES" in path.read_text()
    }
    assert found == set(FILES_READ_BY)
    assert set(FILES_READ_BY.values()) <= {upload.place for upload in UPLOADS}
