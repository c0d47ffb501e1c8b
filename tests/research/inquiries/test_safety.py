"""Before submission: consent, and places that may tell who a pupil is. Found, shown, cleared or answered, and kept."""

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st

from camtree.members.personal_data import erase
from research.inquiries.actions.attachments import add_attachment
from research.inquiries.actions.references import add_references
from research.inquiries.actions.safety import answer_ethics, answer_flag
from research.inquiries.actions.writing import DraftClosedError, save_part
from research.inquiries.choices import EthicsQuestion, FlagKind
from research.inquiries.drafts import checklist, parts_of
from research.inquiries.manuscript import usual_length
from research.inquiries.safety import cited_in, flags_in, flags_of
from research.models import EthicsAnswer, FlagAnswer, Inquiry
from research.review.actions.submitting import submit_inquiry
from tests.factories.files import photo, upload
from tests.factories.inquiries import make_inquiry, make_ready_inquiry, owner_of
from tests.factories.members import browser_of, make_member

REPORTS = Path(settings.BASE_DIR) / "demo/content/reports"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Write to amy@school.test.", [("email", "amy@school.test")]),
        ("Call +44 20 7946 0000 or 020 7946 0001.", [("phone", "+44 20 7946 0000"), ("phone", "020 7946 0001")]),
        ("She was born on 3 May 2014.", [("birth", "born on 3 May 2014")]),
        ("Then pupil Amira Khan spoke.", [("pupil", "Amira Khan")]),
        ("A girl called Sade waited.", [("pupil", "Sade")]),
        ("Later Tom said nothing.", [("pupil", "Tom")]),
        ("We met Aisha, aged 9, and Ben (8).", [("pupil", "Aisha"), ("pupil", "Ben")]),
        ("The alumna Lucía habló; Mateo preguntó.", [("pupil", "Lucía"), ("pupil", "Mateo")]),
        ("L’élève Chloé, puis Hugo a répondu.", [("pupil", "Chloé"), ("pupil", "Hugo")]),
        ("ثم سأل الطالب يوسف سؤالا", [("pupil", "يوسف")]),
        ("李小明同学回答了", [("pupil", "李小明")]),
        ("后来学生王芳说不知道", [("pupil", "王芳")]),
        ("We work at Green Hill Primary School.", [("school", "Green Hill Primary School")]),
        ("En el Colegio San Martín", [("school", "Colegio San Martín")]),
        ("À l’École Jules Ferry", [("school", "École Jules Ferry")]),
        ("في مدرسة النور", [("school", "مدرسة النور")]),
        ("成都市实验小学", [("school", "市实验小学")]),
    ],
)
def test_what_may_tell_who_somebody_is(text: str, found: list[tuple[str, str]]) -> None:
    got = [(kind.value, words) for kind, words in flags_in(text)]
    if found[0][1] == "市实验小学":  # where a name begins, no pattern knows; that it is there counts
        assert [kind for kind, _words in got] == ["school"]
    else:
        assert got == found


@pytest.mark.parametrize(
    "text",
    [
        "Pupil A said yes, and Pupil B asked.",
        "Pupils said so. One pupil The others asked. Nobody said it. Students asked.",
        "Dudley (2013) asked this. Mercer and Littleton (2007) said so.",
        "In Year 5 the Primary School day is short. Every school and The School itself.",
        "From 2019 to 2021, in 28 of 120 intervals, 12 14 15 16 17 times.",
        "doi.org/10.1016/j.tate.2013.04.006 and pages 107-121",
        "ثم سأل الطالب الذي كان يجلس في مدرسة ابتدائية",
        "我们在一所小学上课，小学生们说，中学教师问",
        "The school reopened. Our school is small.",
    ],
)
def test_what_tells_nobody_is_left_alone(text: str) -> None:
    assert flags_in(text, cited_in(text)) == []


def test_the_demo_reports_hold_few_flags_and_all_are_names() -> None:
    found, reports = [], sorted(REPORTS.glob("*.md"))
    for path in reports:
        _before, head, body = path.read_text(encoding="utf-8").split("+++", 2)
        facts = tomllib.loads(head)
        names = frozenset(word for author in facts.get("authors", []) for word in f"{author.get('name', '')}".split())
        abstract = "\n".join(str(value) for name, value in facts.items() if name.startswith("abstract"))
        found += [words for _kind, words in flags_in(f"{abstract}\n{body}", names | cited_in(body))]
    # The authors' pseudonyms for pupils: right to ask about. Nothing else is flagged.
    assert len(reports) == 20
    assert sorted(found) == ["Idil", "Lin", "Mina", "Rania"]


ALPHABET = "Pupil said called Aa .,-’'@+0123 ()\nSchool مدرسة الطالب 小学同学王学生说 born né Colegio de la École"


@trying(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from(ALPHABET), max_size=400))
def test_no_text_breaks_the_search(text: str) -> None:
    for _kind, words in flags_in(text):
        assert words
        assert len(words) <= 200


@pytest.mark.parametrize(
    "piece", ["Aa ", "A a", "0 ", "+0-", "a@", "a.", "a@a.", "born ", "王", "小", "مدرسة ", "Pupil "]
)
def test_the_work_grows_with_the_text_and_not_faster(piece: str) -> None:
    # Repetitions are bounded, so a hundred thousand letters are read in moments; unbounded ones took hours.
    began = time.process_time()
    flags_in(piece * (100_000 // len(piece)))
    assert time.process_time() - began < 10


# ---------------------------------------------------------------- in a draft


def write(inquiry: Inquiry, text: str) -> None:
    number = inquiry.parts.get(name="findings").number
    save_part(inquiry=inquiry, name="findings", html=text, number=number, member=owner_of(inquiry))


def submit(inquiry: Inquiry) -> str:
    browser_of(owner_of(inquiry)).post(reverse("submit_inquiry", args=[inquiry.pk]))
    return Inquiry.objects.get(pk=inquiry.pk).state


@pytest.mark.django_db
def test_authors_and_cited_names_may_stand() -> None:
    inquiry = make_inquiry(make_member("Nila Perera"))
    add_references(inquiry=inquiry, member=owner_of(inquiry), text="@book{a, title={T}, author={Okri, Ben}, year=2001}")
    write(inquiry, "<p>Later Nila said yes, as Okri asked. Later Tom asked.</p>")
    assert [flag.found for flag in flags_of(inquiry)] == ["Tom"]


@pytest.mark.django_db
def test_the_own_school_is_flagged_unless_it_is_to_be_named() -> None:
    inquiry = make_inquiry(school="Acacia House")
    write(inquiry, "<p>At Acacia House we tried.</p>")
    assert [(flag.kind, flag.found) for flag in flags_of(inquiry)] == [("school", "Acacia House")]
    Inquiry.objects.update(show_school=True)
    assert flags_of(Inquiry.objects.get()) == []


@pytest.mark.django_db
def test_a_flag_is_cleared_or_answered_before_submission_and_stays_on_record() -> None:
    inquiry = make_ready_inquiry()
    write(inquiry, "<p>Later Tom said no. Later Ada said yes.</p>")
    assert submit(inquiry) == "draft"
    browser, address = browser_of(owner_of(inquiry)), reverse("answer_flag", args=[inquiry.pk])
    browser.post(address, {"flag": "pupil:Tom", "reason": " "})
    browser.post(address, {"flag": "pupil:Somebody", "reason": "Not in the text"})
    assert not FlagAnswer.objects.exists()
    for reason in ("A pseudonym", "A pseudonym", "A pseudonym of his own choice"):
        browser.post(address, {"flag": "pupil:Tom", "reason": reason})
    assert submit(inquiry) == "draft"
    write(inquiry, "<p>Later Tom said no. Later a girl said yes.</p>")
    html = browser.get(reverse("submit_inquiry", args=[inquiry.pk])).content.decode()
    assert 'value="A pseudonym of his own choice"' in html
    assert submit(inquiry) == "submitted"
    (flag,) = inquiry.submissions.get().manuscript["flags"]
    assert (flag["kind"], flag["found"], flag["reason"]) == ("pupil", "Tom", "A pseudonym of his own choice")
    assert flag["by"] == owner_of(inquiry).pk
    assert FlagAnswer.history.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "stop"),
    [
        ({"faces": "", "alt": "A"}, "Say whether anybody can be recognised in the picture “Desk”."),
        ({"faces": "without", "alt": "A"}, "Somebody can be recognised in “Desk” without written consent."),
        ({"faces": "nobody", "alt": " "}, "Say what the picture “Desk” shows"),
        ({"faces": "consent", "alt": "A"}, ""),
    ],
)
def test_every_picture_is_asked_about(facts: dict[str, str], stop: str) -> None:
    inquiry = make_ready_inquiry()
    add_attachment(
        inquiry=inquiry,
        member=owner_of(inquiry),
        file=upload("a.jpg", photo()),
        **{"kind": "picture", "title": "Desk", "licence": "cc0", **facts},
    )
    stops = [remark.text for remark in checklist(inquiry, parts_of(inquiry)) if remark.stops]
    assert [text.startswith(stop) for text in stops] == ([True] if stop else [])
    html = browser_of(owner_of(inquiry)).get(reverse("submit_inquiry", args=[inquiry.pk])).content.decode()
    assert (reverse("my_inquiry_file", args=[inquiry.pk, 1]) in html) == bool(stop)
    assert submit(inquiry) == ("draft" if stop else "submitted")


# ---------------------------------------------------------------- ethics


def answers(**changes: str) -> dict[str, str]:
    return dict.fromkeys(EthicsQuestion.values, "yes") | changes


@pytest.mark.django_db
def test_consent_is_asked_before_submission() -> None:
    inquiry = make_ready_inquiry()
    EthicsAnswer.objects.all().delete()
    assert submit(inquiry) == "draft"
    browser, address = browser_of(owner_of(inquiry)), reverse("my_inquiry_ethics", args=[inquiry.pk])
    assert browser.post(address, {"school": "yes"}).status_code == 422
    response = browser.post(address, answers(parents="not_needed"))
    assert response.context["form"].errors == {"parents_why": ["Say in a line why."]}
    data = answers(parents="not_needed", parents_why="All are adults")
    assert browser.post(address, data).status_code == 302
    assert browser.post(address, data).status_code == 302
    assert EthicsAnswer.history.filter(history_type="+").count() == 10
    assert submit(inquiry) == "submitted"
    kept: dict[str, Any] = inquiry.submissions.get().manuscript["ethics"]
    assert (kept["parents"]["answer"], kept["parents"]["why"]) == ("not_needed", "All are adults")
    with pytest.raises(DraftClosedError):
        answer_ethics(inquiry=inquiry, member=owner_of(inquiry), answers={})
    with pytest.raises(DraftClosedError):
        answer_flag(inquiry=inquiry, member=owner_of(inquiry), kind=FlagKind.PUPIL, found="Tom", reason="x")


@pytest.mark.django_db
def test_answers_are_no_part_of_the_public_page() -> None:
    inquiry = make_ready_inquiry()
    said = {"school": {"answer": "no", "why": "The head was away"}}
    answer_ethics(inquiry=inquiry, member=owner_of(inquiry), answers=said)
    submit_inquiry(inquiry=inquiry, member=owner_of(inquiry))
    report = Inquiry.objects.get(pk=inquiry.pk).report
    assert report is not None
    assert "The head was away" in str(inquiry.submissions.get().manuscript)
    body = str(report.get_latest_revision_as_object().body)
    assert "Eleven of twenty-eight pupils" in body
    assert "The head was away" not in body


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["my_inquiry_ethics", "answer_flag"])
def test_strangers(name: str) -> None:
    address = reverse(name, args=[make_inquiry().pk])
    assert browser_of(make_member()).post(address).status_code == 404
    assert browser_of(None).post(address).status_code == 302


@pytest.mark.parametrize(
    ("words", "language", "length"), [(200, "en", 200), (200, "zh-hans", 340), (None, "zh-hans", 0), (45, "fr", 45)]
)
def test_lengths_are_counted_as_the_language_counts(words: int | None, language: str, length: int) -> None:
    assert usual_length(words, language) == length


@pytest.mark.django_db
def test_names_that_were_flagged_go_with_the_account() -> None:
    inquiry = make_ready_inquiry()
    write(inquiry, "<p>Later Tom said no.</p>")
    owner = owner_of(inquiry)
    answer_flag(inquiry=inquiry, member=owner, kind=FlagKind.PUPIL, found="Tom", reason="A pseudonym")
    erase(owner)
    assert (FlagAnswer.objects.count(), FlagAnswer.history.count()) == (0, 0)
    assert (EthicsAnswer.objects.count(), EthicsAnswer.history.count()) == (0, 0)
