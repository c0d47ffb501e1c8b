"""Files with more questions than somebody waits for in front of a page."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Locale

from learning.quizzes.actions import questions as importing
from learning.quizzes.actions.questions import PIECE
from learning.quizzes.models import Question, QuestionImport
from tests.factories.members import browser_of, make_member

pytestmark = pytest.mark.django_db
IMPORT = "wagtailsnippets_learning_question:import_file"


def gift(number: int, *more: str) -> bytes:
    return "\n\n".join([*(f"Is {n} even?{{{'T' if n % 2 == 0 else 'F'}}}" for n in range(number)), *more]).encode()


def send(content: bytes) -> Any:
    editor = browser_of(make_member(is_superuser=True, is_staff=True))
    file = SimpleUploadedFile("bank.txt", content)
    locale = Locale.objects.get(language_code="en").pk
    return editor, editor.post(reverse(IMPORT), {"file": file, "pool": "Even", "locale": locale})


def test_a_long_file_comes_in_beside_the_page(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        editor, answer = send(gift(23, "Broken {"))
    row = QuestionImport.objects.get()
    assert answer["Location"] == reverse("wagtailsnippets_learning_question:import_progress", args=[row.pk])
    assert (row.total, row.position, row.new, row.known, row.content) == (23, 23, 23, 0, None)
    assert Question.objects.filter(pool__name="Even", live=True).count() == 23
    page = editor.get(answer["Location"])
    assert "23 questions came in." in page.content.decode()
    assert "Broken" in page.content.decode()
    assert "Refresh" not in page


def test_a_long_file_says_how_far_it_is_and_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    editor, answer = send(gift(23))  # nothing is committed: the task waits
    row = QuestionImport.objects.get()
    bringing, pieces = importing.import_questions, []

    def killed(**facts: Any) -> Any:
        pieces.append(len(facts["reading"].questions))
        if len(pieces) == 3:
            raise KeyboardInterrupt
        return bringing(**facts)

    monkeypatch.setattr(importing, "import_questions", killed)
    with pytest.raises(KeyboardInterrupt):
        importing.go_on_with_import(pk=row.pk)
    row.refresh_from_db()
    assert (row.position, Question.objects.count()) == (2 * PIECE, 2 * PIECE)
    page = editor.get(answer["Location"])
    assert f"{2 * PIECE} of 23 questions are done." in page.content.decode()
    assert page["Refresh"] == "3"
    importing.go_on_with_import(pk=row.pk)
    assert Question.objects.count() == 23
    # And once more does nothing.
    importing.go_on_with_import(pk=row.pk)
    assert (Question.objects.count(), pieces) == (23, [5, 5, 5, 5, 5, 3])


def test_what_became_of_a_file_is_for_those_who_bring_questions_in() -> None:
    _editor, answer = send(gift(23))
    assert browser_of(make_member()).get(answer["Location"]).status_code == 302


def test_one_question_that_nobody_foresaw_costs_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    _editor, _answer = send(gift(23))
    save = Question.save

    def fall(self: Question, *args: Any, **kwargs: Any) -> None:
        if self.title.startswith("Is 7 "):
            raise ZeroDivisionError
        save(self, *args, **kwargs)

    monkeypatch.setattr(Question, "save", fall)
    row = QuestionImport.objects.get()
    importing.go_on_with_import(pk=row.pk)
    row.refresh_from_db()
    assert (row.new, row.position, row.finished_at is not None) == (22, 23, True)
    assert [fault[2] for fault in row.faults] == ["This question could not be brought in."]
