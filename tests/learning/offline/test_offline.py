"""Modules on paper and in packs: what lies in them, and that answers come back once, whole, or with the reason."""

import io
import json
import zipfile
from typing import Any
from uuid import UUID, uuid4

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from camtree.media.models import CamtreeMedia
from learning.models import AssignmentWork, Enrolment, JournalEntry, ModulePage, QuizAttempt, Step, StepRecord
from learning.offline import actions as offline_actions
from learning.offline.answers import MOST_BYTES, NotAnswersError, read_answers
from learning.studying.actions import write_journal
from tests.factories.courses import (
    VALUES,
    listed,
    make_learner,
    make_question,
    make_quiz,
    reflection,
)
from tests.factories.members import browser_of, make_member
from tests.factories.pages import make_course, make_lesson, make_module
from tests.queries import budget, shapes

pytestmark = pytest.mark.django_db


class Study:
    """A learner in a course of one module with a question of each kind of form, and their browser."""

    def __init__(self, *blocks: dict[str, Any], lessons: int = 1, **quiz: Any) -> None:
        self.quiz = make_quiz(make_question("true_false"), make_question("short", "Wait what?"), **quiz)
        work = {
            "title": "One page",
            "brief": "<p>Write.</p>",
            "kind": "text",
            "template": "",
            "criteria": [],
            "minutes": 30,
            "must_pass": False,
            "pass_percent": 50,
            "is_required": True,
        }
        values = {"quiz": {"quiz": self.quiz.pk, "is_required": True, "must_pass": False}, "assignment": work}
        body = [{"type": kind, "id": str(uuid4()), "value": value} for kind, value in values.items()]
        text = {"type": "text", "id": str(uuid4()), "value": '<p>See <a href="/en/about/">us</a>.</p>'}
        course = make_course()
        self.module = make_module(course)
        self.lesson = make_lesson(self.module, "Waiting", body=json.dumps([text, reflection(), *body, *blocks]))
        for place in range(lessons - 1):
            make_lesson(self.module, f"More {place}", body=json.dumps([reflection()]))
        self.course = listed(course)
        self.member, self.enrolment = make_learner(course)
        self.browser = browser_of(self.member)

    def address(self, name: str, *more: Any) -> str:
        return reverse(name, args=[self.course.translation_key, *more])

    @property
    def pack_address(self) -> str:
        return self.address("pack_module", self.module.translation_key)

    def step(self, kind: str) -> Step:
        return Step.objects.filter(course_key=self.course.translation_key, kind=kind).order_by("position")[0]

    def download(self, **chosen: Any) -> zipfile.ZipFile:
        answer: Any = self.browser.post(self.pack_address, chosen)
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
        return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))

    def upload(self, *forms: dict[str, Any], number: int = 1, **told: Any) -> Any:
        facts = {
            "camtree": 1,
            "pack": "a1b2",
            "number": number,
            "course": str(self.course.translation_key),
            "enrolment": self.enrolment.pk,
            "forms": list(forms),
        }
        file = SimpleUploadedFile("answers.json", json.dumps(facts | told).encode())
        return self.browser.post(self.address("upload_answers"), {"file": file})

    def form(self, kind: str, step: Step, *fields: tuple[str, str], attempt: int = 0) -> dict[str, Any]:
        pairs = [list(pair) for pair in fields]
        return {"kind": kind, "step": str(step.key), "attempt": attempt, "fields": pairs}


def page_in(archive: zipfile.ZipFile) -> BeautifulSoup:
    name = next(name for name in archive.namelist() if name.endswith("index.html"))
    return BeautifulSoup(archive.read(name), "html.parser")


# ---------------------------------------------------------------- taking along


def test_a_pack_opens_from_disk_and_names_nothing_elsewhere() -> None:
    study = Study()
    archive = study.download(quizzes="on")
    folder = study.module.slug
    assert sorted(archive.namelist()) == [f"{folder}/index.html", f"{folder}/pack.js", f"{folder}/style.css"]
    assert archive.testzip() is None
    page = page_in(archive)
    loaded = [tag.get("src") or tag.get("href") for tag in page.select("script, link, img, video, audio, source")]
    assert loaded == ["style.css", "pack.js"]
    assert page.select_one("article a")["href"] == "http://testserver/en/about/"  # type: ignore[index]
    assert [form["data-kind"] for form in page.select("form")] == ["note", "quiz", "work", "done"]
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))
    assert "csrf" not in str(page)
    assert "url(" not in archive.read(f"{folder}/style.css").decode()


def test_quizzes_come_along_only_where_they_are_asked_for_and_have_no_clock() -> None:
    study, timed = Study(), Study(minutes=10)
    assert len(page_in(study.download()).select("form[data-kind=quiz]")) == 0
    assert not QuizAttempt.objects.exists()
    for _time in range(2):
        assert len(page_in(study.download(quizzes="on")).select("form[data-kind=quiz]")) == 1
    assert QuizAttempt.objects.count() == 1  # the open one is taken along again
    assert len(page_in(timed.download(quizzes="on")).select("form[data-kind=quiz]")) == 0
    html = timed.browser.get(timed.pack_address).content.decode()
    assert "A quiz with a time limit is taken on the site." in html
    assert 'name="quizzes"' not in html


def test_nothing_in_a_pack_tells_what_is_right() -> None:
    text = str(page_in(Study().download(quizzes="on")))
    values = str(VALUES)
    for told in ("wait* time", "So it is."):
        assert told in values
        assert told not in text


@pytest.mark.usefixtures("files_on_disk")
def test_sound_and_film_lie_in_it_where_they_were_chosen() -> None:
    media = CamtreeMedia(title="A talk", type="audio", duration=60)
    media.file = ContentFile(b"ID3" + b"\0" * 5000, name="talk.mp3")
    media.save()
    sound = {"title": "A talk", "audio": media.pk, "video": None, "transcript": "", "percent": 80, "is_required": True}
    study = Study({"type": "recording", "id": str(uuid4()), "value": sound})
    html = study.browser.get(study.pack_address).content.decode()
    assert 'name="audio"' in html
    assert 'name="video"' not in html
    without, with_it = study.download(), study.download(audio="on")
    assert [name for name in without.namelist() if "media/" in name] == []
    assert page_in(without).select("audio") == []
    (name,) = [name for name in with_it.namelist() if "media/" in name]
    assert with_it.read(name) == b"ID3" + b"\0" * 5000
    assert f"{study.module.slug}/{page_in(with_it).select_one('audio')['src']}" == name  # type: ignore[index]


def test_the_page_to_print_has_room_to_write_and_no_buttons() -> None:
    study = Study()
    answer = study.browser.post(study.pack_address, {"quizzes": "on", "print": "1"})
    assert answer.status_code == 302
    page = BeautifulSoup(study.browser.get(answer["Location"]).content, "html.parser")
    article = page.select_one("article.packed")
    assert article is not None
    assert article.select("form, input, textarea, button") == []
    assert len(article.select(".blank")) == 2
    assert "☐ True" in article.get_text()
    one = study.browser.get(answer["Location"], {"lesson": str(uuid4())})
    assert one.status_code == 200


def test_one_lesson_is_printed_alone() -> None:
    study = Study(lessons=3)
    address = study.address("print_module", study.module.translation_key)
    for query, number in (({}, 3), ({"lesson": str(study.lesson.translation_key)}, 1), ({"lesson": "☃"}, 3)):
        page = BeautifulSoup(study.browser.get(address, query).content, "html.parser")
        assert len(page.select("article.packed")) == number


def test_a_long_module_asks_no_more_than_a_short_one() -> None:
    counts = []
    for lessons in (1, 8):
        study = Study(lessons=lessons)
        study.browser.post(study.pack_address, {"quizzes": "on", "print": "1"})
        address = study.address("print_module", study.module.translation_key)
        study.browser.get(address)
        with budget(19, same_shape=1) as log:
            study.browser.get(address)
        counts.append(sum(shapes(log).values()))
    assert counts[0] == counts[1]


def test_only_who_takes_the_course_takes_it_along() -> None:
    study = Study()
    addresses = [
        study.address("offline"),
        study.pack_address,
        study.address("print_module", study.module.translation_key),
        study.address("upload_answers"),
    ]
    stranger = browser_of(make_member())
    for address in addresses:
        assert stranger.get(address).status_code == 404
        assert Client().get(address).status_code == 302
        assert study.browser.get(address).status_code == 200
    other = Study()
    assert study.browser.get(study.address("pack_module", other.module.translation_key)).status_code == 404
    assert study.browser.get(study.address("pack_module", uuid4())).status_code == 404


def test_modules_are_listed_in_their_order() -> None:
    study = Study()
    make_module(study.course, "Second module")
    page = BeautifulSoup(study.browser.get(study.address("offline")).content, "html.parser")
    names = list(ModulePage.objects.child_of(study.course).values_list("title", flat=True))
    assert [link.get_text() for link in page.select("section[aria-labelledby=modules] a")] == names


# ---------------------------------------------------------------- bringing back


def test_everything_that_was_filled_in_comes_back_once() -> None:
    study = Study()
    study.download(quizzes="on")
    attempt = QuizAttempt.objects.get()
    note, work, quiz, read = (study.step(kind) for kind in ("reflection", "assignment", "quiz", "lesson"))
    seen = {f"q{place}-seen": "" for place in (1, 2)}
    forms = [
        study.form("note", note, ("text", "Ada spoke\r\nlast."), ("number", "0")),
        study.form("work", work, ("text", "My page."), ("number", "0")),
        study.form(
            "quiz", quiz, ("q1", "true"), ("q2", "wait time"), *seen.items(), ("do", "submit"), attempt=attempt.number
        ),
        study.form("done", read, ("done", "1")),
    ]
    for _time in range(2):
        html = study.upload(*forms).content.decode()
        assert "4 of 4 are taken in." in html
    assert JournalEntry.objects.get().text == "Ada spoke\nlast."
    assert AssignmentWork.objects.get().text == "My page."
    attempt.refresh_from_db()
    assert attempt.submitted_at is not None
    assert attempt.score == 1
    done = StepRecord.objects.filter(done_at__isnull=False).values_list("step_key", flat=True)
    assert set(done) == {note.key, quiz.key, read.key}


def test_an_older_file_never_takes_back_what_a_newer_one_brought() -> None:
    study = Study()
    study.download(quizzes="on")
    quiz = study.step("quiz")
    for number, answer in ((20, "wait time"), (10, "pause")):
        study.upload(study.form("quiz", quiz, ("q2", answer), ("q2-seen", ""), attempt=1), number=number)
    assert QuizAttempt.objects.get().items.get(position=2).answer == "wait time"


def test_notes_that_were_written_on_both_sides_are_both_kept() -> None:
    study = Study()
    step = study.step("reflection")
    write_journal(enrolment=study.enrolment, step=step, prompt="", text="On the train.", number=0)
    form = study.form("note", step, ("text", "On the bus."), ("number", "0"))
    for _time in range(2):
        assert "1 of 1 are taken in." in study.upload(form).content.decode()
    assert JournalEntry.objects.get().text == "On the train.\n\nOn the bus."


def test_what_cannot_be_taken_in_is_shown_with_the_reason() -> None:
    study = Study()
    work = study.step("assignment")
    study.upload(study.form("work", work, ("text", "First."), ("number", "0")))
    stale = study.upload(study.form("work", work, ("text", "Second <b>."), ("number", "0"))).content.decode()
    assert "A newer text stands on the site." in stale
    assert "Second &lt;b&gt;." in stale
    AssignmentWork.objects.update(state="submitted")
    closed = study.upload(study.form("work", work, ("text", "Third."), ("number", "1"))).content.decode()
    assert "This was handed in already." in closed
    gone = study.upload({"kind": "note", "step": str(uuid4()), "fields": [["text", "Words."]]}).content.decode()
    assert "The course has no such step." in gone
    assert "Words." in gone
    long = study.upload(study.form("note", study.step("reflection"), ("text", "x" * 20_001), ("number", "0")))
    assert "0 of 1 are taken in." in long.content.decode()
    assert AssignmentWork.objects.get().text == "First."
    assert not JournalEntry.objects.exists()


def test_answers_after_the_attempt_was_submitted_are_kept_and_do_not_count() -> None:
    study = Study()
    study.download(quizzes="on")
    quiz = study.step("quiz")
    study.upload(study.form("quiz", quiz, ("do", "submit"), attempt=1))
    late = study.upload(study.form("quiz", quiz, ("q2", "pause"), ("q2-seen", ""), attempt=1), number=2)
    assert "came too late" in late.content.decode()
    item = QuizAttempt.objects.get().items.get(position=2)
    assert (item.answer, item.late_answer) == (None, "pause")


def test_a_form_reaches_no_step_of_another_kind() -> None:
    study = Study()
    quiz = study.step("quiz")
    for kind in ("note", "work", "done"):
        html = study.upload(study.form(kind, quiz, ("text", "x"), ("done", "1"), ("number", "0"))).content.decode()
        assert "0 of 1 are taken in." in html
    assert not StepRecord.objects.exists()
    assert "0 of 1 are taken in." in study.upload(study.form("quiz", quiz, attempt=7)).content.decode()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not a file of answers"),
        (b"PK\x03\x04", "not a file of answers"),
        (b"[" * 100_000, "not a file of answers"),
        (b"[]", "not a file of answers"),
        (b'{"camtree": 1}', "not a file of answers"),
        (b'{"camtree": 2, "forms": []}', "not a file of answers"),
        (b'{"camtree": 1, "forms": [], "course": "other"}', "another course"),
        (b" " * (MOST_BYTES + 1), "larger than"),
    ],
)
def test_what_is_no_file_of_answers_is_refused_with_the_reason(content: bytes, says: str) -> None:
    with pytest.raises(NotAnswersError, match=says):
        read_answers(content, course=uuid4(), enrolment=1)


def test_a_file_of_another_member_or_course_is_refused() -> None:
    study = Study()
    step = study.step("lesson")
    form = study.form("done", step, ("done", "1"))
    for told, says in (({"enrolment": study.enrolment.pk + 1}, "another member"), ({"course": "x"}, "another course")):
        answer = study.upload(form, **told)
        assert answer.status_code == 400
        assert says in answer.content.decode()
    assert study.browser.post(study.address("upload_answers")).status_code == 400
    assert not StepRecord.objects.exists()


@pytest.mark.parametrize(
    "row",
    [
        None,
        7,
        {},
        {"kind": "quiz"},
        {"kind": "other", "step": str(uuid4()), "fields": []},
        {"kind": "note", "step": "x", "fields": []},
        {"kind": "note", "step": str(uuid4()), "fields": "text"},
    ],
)
def test_forms_that_no_browser_made_are_left_out(row: Any) -> None:
    course = UUID(int=1)
    told = {"camtree": 1, "course": str(course), "enrolment": 1, "forms": [row], "number": "x", "pack": ["y"]}
    sent = read_answers(json.dumps(told).encode(), course=course, enrolment=1)
    assert (sent.forms, sent.number) == ((), 0)


@pytest.mark.parametrize("fields", [[1], [["a"]], [["a", 1]], [["number", "x"]], [["\0", "\0"]], [["text", "\0"]]])
def test_strange_fields_do_no_harm(fields: Any) -> None:
    study = Study()
    for kind, step in (("note", study.step("reflection")), ("work", study.step("assignment"))):
        answer = study.upload({"kind": kind, "step": str(step.key), "attempt": "1", "fields": fields})
        assert answer.status_code == 200
    assert Enrolment.objects.get(pk=study.enrolment.pk).is_open


@pytest.mark.parametrize("sign", ["\ud800", "\udc00x", "\0"])
def test_an_answer_with_a_broken_sign_is_named_and_the_rest_comes_in(sign: str) -> None:
    study = Study(lessons=3)
    steps = Step.objects.filter(course_key=study.course.translation_key, kind="reflection").order_by("pk")
    words = ["One", f"Two{sign}", "Three"]
    forms = [study.form("note", step, ("text", text), ("number", "0")) for step, text in zip(steps, words, strict=True)]
    page = study.upload(*forms).content.decode()
    assert page.count("holds a sign that is broken") == 1
    assert "Two" in page
    assert list(JournalEntry.objects.order_by("pk").values_list("text", flat=True)) == ["One", "Three"]


def test_a_fault_of_ours_with_one_answer_costs_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    study = Study(lessons=2)
    first, second = Step.objects.filter(course_key=study.course.translation_key, kind="reflection").order_by("pk")
    writing = offline_actions.write_journal

    def falls(**facts: Any) -> Any:
        if facts["text"] == "bad":
            raise ZeroDivisionError
        return writing(**facts)

    monkeypatch.setattr(offline_actions, "write_journal", falls)
    answer = study.upload(
        study.form("note", first, ("text", "bad"), ("number", "0")),
        study.form("note", second, ("text", "good"), ("number", "0")),
    )
    assert "This could not be taken in." in answer.content.decode()
    assert list(JournalEntry.objects.values_list("text", flat=True)) == ["good"]
