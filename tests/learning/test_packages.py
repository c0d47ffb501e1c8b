"""Packages: kept and taken away, what learners did in them, and the host on which they play."""

import json
import time
from decimal import Decimal
from typing import Any

import pytest
from django.core import signing
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse

from camtree.members.personal_data import held_about
from learning.actions import packages as deeds
from learning.actions.enrolments import enrol_member, leave_course
from learning.choices import StepRule
from learning.models import CoursePackage, CoursePage, Enrolment, PackageRecord, Step, StepRecord
from learning.packages import addresses, storing
from learning.packages.faults import PackageError
from tests.factories.courses import make_enrolment, make_study
from tests.factories.members import browser_of, make_member
from tests.factories.packages import (
    h5p,
    make_package,
    make_package_step,
    manifest,
    package_block,
    scorm12,
    scorm2004,
    two_parts,
    zipped,
)
from tests.queries import budget
from tests.threads import at_once

pytestmark = pytest.mark.django_db

HOST = "packages.localhost"


def course_of(step: Step) -> CoursePage:
    return CoursePage.objects.get(translation_key=step.course_key)


def learner_at(step: Step, name: str = "Lena Learner") -> Enrolment:
    return make_enrolment(course_of(step), make_member(name))


def files_of(package: CoursePackage) -> list[str]:
    """Names of the files that lie in the folder of a package, at its top."""
    try:
        return sorted(storages["private"].listdir(storing.folder_of(package.key))[1])
    except FileNotFoundError:
        return []


def opened(step: Step, package: CoursePackage, enrolment: Enrolment, part: str = "I1") -> PackageRecord:
    return deeds.open_package(enrolment=enrolment, step=step, package=package, part=part)


def say(record: PackageRecord, step: Step, number: int = 1, opening: int | None = None, **said: Any) -> deeds.Kept:
    return deeds.record_package(
        enrolment=record.enrolment,
        step=step,
        record=record,
        opening=record.opening if opening is None else opening,
        number=number,
        **said,
    )


# ---------------------------------------------------------------- taking in and away


@pytest.mark.parametrize(
    ("file", "kind", "count"), [(scorm12, "scorm12", 2), (scorm2004, "scorm2004", 2), (h5p, "h5p", 4)]
)
def test_package_is_taken_in(file: Any, kind: str, count: int) -> None:
    package = make_package(file(), by=make_member("Edda Editor"))
    assert (package.kind, package.file_count, len(package.parts)) == (kind, count, 1)
    assert package.bytes == sum(
        storages["private"].size(f"packages/{package.key}/{name}") for name in _all_names(f"packages/{package.key}")
    )
    assert str(package.uploaded_by) == "Edda Editor"


def _all_names(folder: str, inner: str = "") -> list[str]:
    folders, names = storages["private"].listdir(f"{folder}/{inner}")
    found = [f"{inner}{name}" for name in names]
    return found + [name for below in folders for name in _all_names(folder, f"{inner}{below}/")]


def test_title_may_be_said() -> None:
    assert make_package(title=" Pairs, second version ").title == "Pairs, second version"


def test_nothing_stays_where_a_file_cannot_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    saved: list[str] = []
    save = storages["private"].save

    def breaks(name: str, content: Any) -> str:
        if len(saved) == 1:
            raise OSError("full")
        saved.append(name)
        return str(save(name, content))

    monkeypatch.setattr(storages["private"], "save", breaks)
    with pytest.raises(OSError, match="full"):
        make_package()
    assert len(saved) == 1
    assert not storages["private"].exists(saved[0])
    assert not CoursePackage.objects.exists()


def test_nothing_stays_where_the_row_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[str] = []
    keep = deeds.keep_files

    def noted(key: str, files: Any) -> None:
        kept.append(key)
        keep(key, files)

    monkeypatch.setattr(deeds, "keep_files", noted)
    monkeypatch.setattr(CoursePackage.objects, "create", lambda **facts: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        make_package()
    assert not storages["private"].exists(storing.folder_of(kept[0]))


def test_refused_package_leaves_nothing() -> None:
    with pytest.raises(PackageError):
        make_package(zipped({"index.html": "x"}))
    assert not CoursePackage.objects.exists()


def test_package_is_deleted_with_its_files(django_capture_on_commit_callbacks: Any) -> None:
    package = make_package(h5p())
    assert files_of(package) == ["h5p.json"]
    with django_capture_on_commit_callbacks(execute=True):
        deeds.delete_package(package=package)
    assert files_of(package) == []
    assert not storages["private"].exists(f"packages/{package.key}")
    assert not CoursePackage.objects.exists()


def test_package_in_which_somebody_worked_but_no_lesson_has_goes() -> None:
    old, new = make_package(), make_package()
    step = make_package_step(new)
    say(opened(step, old, learner_at(step)), step, is_complete=True)
    deeds.delete_package(package=old)
    assert not PackageRecord.objects.exists()
    assert StepRecord.objects.get().done_at is not None


def test_package_of_a_lesson_stays() -> None:
    package = make_package()
    make_package_step(package)
    with pytest.raises(deeds.PackageInUseError):
        deeds.delete_package(package=package)
    assert files_of(package) == ["imsmanifest.xml", "index.html"]


# ---------------------------------------------------------------- what learners did


def test_step_is_listed_with_its_rule() -> None:
    package = make_package(title="Pairs")
    step = make_package_step(package)
    assert (step.title, step.rule, step.minutes, step.facts) == ("Pairs", StepRule.FINISHED, 15, {"percent": 70})
    step = make_package_step(package, must_pass=True, pass_percent=80, title="Listen")
    assert (step.title, step.rule, step.facts) == ("Listen", StepRule.PASSED, {"percent": 80})


def test_state_comes_back_and_the_step_is_done_when_it_is_finished() -> None:
    package = make_package()
    step = make_package_step(package)
    enrolment = learner_at(step)
    record = opened(step, package, enrolment)
    assert (record.opening, record.number, record.state) == (1, 0, "")
    assert StepRecord.objects.get(enrolment=enrolment).done_at is None
    kept = say(record, step, state='{"a":1}', location="3", score=Decimal("0.5"), seconds=90)
    assert (kept.is_newest, kept.record.state, kept.record.location) == (True, '{"a":1}', "3")
    assert StepRecord.objects.get(enrolment=enrolment).done_at is None
    say(record, step, 2, state='{"a":2}', is_complete=True)
    done = StepRecord.objects.get(enrolment=enrolment)
    assert done.done_at is not None
    assert done.score == Decimal("0.5")
    again = opened(step, package, enrolment)
    assert (again.opening, again.state, again.seconds, again.is_complete) == (2, '{"a":2}', 90, True)


def test_what_is_late_or_repeated_does_not_replace_what_is_newer() -> None:
    package = make_package()
    step = make_package_step(package)
    record = opened(step, package, learner_at(step))
    assert say(record, step, 2, state='"second"').is_newest
    assert not say(record, step, 1, state='"first"').is_newest
    # Sent twice, because the answer was lost.
    assert say(record, step, 2, state='"second"').is_newest
    record.refresh_from_db()
    assert (record.number, record.state) == (2, '"second"')


def test_earlier_opening_cannot_replace_the_state_but_what_it_achieved_counts() -> None:
    package = make_package()
    step = make_package_step(package)
    enrolment = learner_at(step)
    first = opened(step, package, enrolment)
    second = opened(step, package, enrolment)
    say(second, step, state='"phone"')
    late = say(first, step, 9, state='"desk"', is_complete=True, is_passed=True, score=Decimal("0.8"))
    assert not late.is_newest
    record = PackageRecord.objects.get()
    assert (record.state, record.is_complete, record.is_passed, record.score) == ('"phone"', True, True, Decimal("0.8"))
    assert StepRecord.objects.get().done_at is not None
    # An opening that never was is no newer either.
    assert not say(record, step, 1, opening=7, state='"forged"').is_newest


def test_done_stays_done_and_the_best_score_stays() -> None:
    package = make_package()
    step = make_package_step(package)
    record = opened(step, package, learner_at(step))
    say(record, step, 1, is_complete=True, is_passed=True, score=Decimal("0.9"), seconds=60)
    say(record, step, 2, is_complete=False, is_passed=False, score=Decimal("0.1"), seconds=10)
    record.refresh_from_db()
    assert (record.is_complete, record.is_passed, record.score, record.seconds) == (True, True, Decimal("0.9"), 60)


@pytest.mark.parametrize(
    ("said", "is_done"),
    [
        ({"is_complete": True, "score": Decimal("0.69999")}, False),
        ({"is_complete": True, "score": Decimal("0.7")}, True),
        ({"is_complete": False, "score": Decimal(1)}, False),
        ({"is_complete": True}, False),
        ({"is_complete": True, "is_passed": True}, True),
        ({"is_complete": True, "is_passed": False}, False),
        ({"is_complete": True, "is_passed": True, "score": Decimal("0.2")}, False),
        ({"is_complete": True, "is_passed": False, "score": Decimal("0.7")}, True),
    ],
)
def test_step_that_has_to_be_passed_wants_the_score(said: dict[str, Any], is_done: bool) -> None:
    package = make_package()
    step = make_package_step(package, must_pass=True)
    enrolment = learner_at(step)
    say(opened(step, package, enrolment), step, **said)
    assert (StepRecord.objects.get(enrolment=enrolment).done_at is not None) is is_done


def test_all_parts_count_together() -> None:
    package = make_package(two_parts())
    step = make_package_step(package, must_pass=True)
    enrolment = learner_at(step)
    one, two = opened(step, package, enrolment), opened(step, package, enrolment, "I2")
    say(one, step, is_complete=True, score=Decimal("0.5"))
    assert StepRecord.objects.get(enrolment=enrolment).done_at is None
    say(two, step, is_complete=True, score=Decimal(1))
    done = StepRecord.objects.get(enrolment=enrolment)
    assert done.done_at is not None
    assert done.score == Decimal("0.75")


def test_new_version_begins_anew_and_what_is_done_stays_done() -> None:
    old, new = make_package(), make_package()
    step = make_package_step(old)
    enrolment = learner_at(step)
    say(opened(step, old, enrolment), step, state='"old"', is_complete=True)
    record = opened(step, new, enrolment)
    assert record.state == ""
    assert StepRecord.objects.get(enrolment=enrolment).done_at is not None


def test_course_is_completed_by_its_last_step() -> None:
    package = make_package()
    step = make_package_step(package)
    enrolment = learner_at(step)
    for other in Step.objects.current().filter(course_key=step.course_key).exclude(pk=step.pk):
        deeds.record_step(enrolment=enrolment, step=other)
    enrolment.refresh_from_db()
    assert enrolment.completed_at is None
    say(opened(step, package, enrolment), step, is_complete=True)
    enrolment.refresh_from_db()
    assert enrolment.completed_at is not None


@pytest.mark.django_db(transaction=True)
def test_saves_at_the_same_moment_keep_the_newest(site_after_flush: None) -> None:
    package = make_package()
    step = make_package_step(package)
    enrolment = learner_at(step)
    record = opened(step, package, enrolment)
    kept = at_once(
        *(
            lambda number=number: say(record, step, number, state=f'"{number}"', score=Decimal(number) / 10)
            for number in (1, 2, 3, 4)
        )
    )
    assert {type(row) for row in kept} == {deeds.Kept}
    record.refresh_from_db()
    assert (record.number, record.state, record.score) == (4, '"4"', Decimal("0.4"))
    assert StepRecord.objects.filter(enrolment=enrolment).count() == 1


@pytest.mark.django_db(transaction=True)
def test_openings_at_the_same_moment_are_counted(site_after_flush: None) -> None:
    package = make_package()
    step = make_package_step(package)
    enrolment = learner_at(step)
    rows = at_once(*[lambda: opened(step, package, enrolment)] * 3)
    assert sorted(row.opening for row in rows) == [1, 2, 3]
    assert PackageRecord.objects.get().opening == 3


# ---------------------------------------------------------------- the learner's page


def address(step: Step, name: str = "package") -> str:
    return reverse(name, args=[step.course_key, step.key])


def body(sent: CoursePackage, **said: Any) -> dict[str, Any]:
    return {"package": sent.key, "part": "I1", "opening": 1, "number": 1, "state": '{"x":1}', **said}


def test_page_frames_the_host_of_packages_only() -> None:
    package = make_package(two_parts(), title="Pairs")
    step = make_package_step(package)
    enrolment = learner_at(step)
    browser = browser_of(enrolment.member)
    opened(step, package, enrolment)
    browser.get(address(step), HTTP_HOST="www.camtree.test:8000")
    with budget(11, same_shape=2):
        response = browser.get(address(step), HTTP_HOST="www.camtree.test:8000")
    page = response.content.decode()
    assert response.status_code == 200
    assert 'sandbox="allow-scripts allow-same-origin allow-forms"' in page
    assert 'data-origin="http://packages.localhost:8000"' in page
    assert "frame-src http://packages.localhost:8000;" in response["Content-Security-Policy"] + ";"
    assert "http://packages.localhost:8000/play/" in page
    assert page.count("?part=2") == 1
    assert browser.get(address(step) + "?part=2").status_code == 200
    for wrong in ("0", "3", "-1", "x", "9" * 30, "²"):
        assert browser.get(address(step), {"part": wrong}).status_code == 404


def test_lesson_says_what_waits_and_what_was_reached() -> None:
    package = make_package(title="Pairs")
    step = make_package_step(package, must_pass=True)
    enrolment = learner_at(step)
    browser = browser_of(enrolment.member)
    lesson = reverse_lesson(step)
    assert "Open it" in browser.get(lesson).content.decode()
    say(opened(step, package, enrolment), step, is_complete=True, score=Decimal("0.85"))
    page = browser.get(lesson).content.decode()
    assert "Your best result: 85%" in page
    assert "Go on with it" in page
    assert "Enrol in the course to open this material." in Client().get(lesson).content.decode()


def reverse_lesson(step: Step) -> str:
    from learning.learners import lesson_in_reach

    lesson = lesson_in_reach(step.lesson_key)
    assert lesson is not None
    return str(lesson.url)


def test_without_a_host_packages_do_not_play_and_it_is_said(settings: Any) -> None:
    settings.PACKAGES_HOST = ""
    package = make_package()
    step = make_package_step(package)
    browser = browser_of(learner_at(step).member)
    assert "the site has no host for it" in browser.get(reverse_lesson(step)).content.decode()
    page = browser.get(address(step)).content.decode()
    assert "the site has no host for it" in page
    assert "<iframe" not in page


def test_begin_and_keep_over_the_line() -> None:
    package = make_package()
    step = make_package_step(package)
    enrolment = learner_at(step)
    browser = browser_of(enrolment.member)
    begun = browser.post(address(step, "open_package"), {"package": package.key, "part": "I1"})
    assert begun.json() == {"opening": 1, "state": "", "seconds": 0}
    with budget(22, same_shape=3):
        kept = browser.post(
            address(step, "keep_package"), body(package, score="0.85", is_complete="1", is_passed="true")
        )
    assert kept.json() == {"is_complete": True, "score": 85, "is_done": True}
    record = PackageRecord.objects.get(enrolment=enrolment)
    assert (record.state, record.is_passed, record.score) == ('{"x":1}', True, Decimal("0.85"))
    opened(step, package, enrolment)
    late = browser.post(address(step, "keep_package"), body(package, number=2))
    assert (late.status_code, late.json()["says"]) == (
        409,
        "This was opened again elsewhere, and goes on from there. What you do here is no longer kept.",
    )


@pytest.mark.parametrize(
    ("said", "score", "seconds"),
    [
        ({"score": "7"}, Decimal(1), 0),
        ({"score": "-7"}, Decimal(0), 0),
        ({"score": "1e300"}, Decimal(1), 0),
        ({"score": "0.33333333333333"}, Decimal("0.33333"), 0),
        ({"seconds": "1e300"}, None, deeds.MOST_SECONDS),
        ({"seconds": "-5"}, None, 0),
        ({"seconds": "61.9"}, None, 61),
        ({"location": "x" * 9000}, None, 0),
    ],
)
def test_numbers_of_a_package_are_clamped(said: dict[str, str], score: Decimal | None, seconds: int) -> None:
    package = make_package()
    step = make_package_step(package)
    enrolment = learner_at(step)
    opened(step, package, enrolment)
    response = browser_of(enrolment.member).post(address(step, "keep_package"), body(package, **said))
    assert response.status_code == 200
    record = PackageRecord.objects.get()
    assert (record.score, record.seconds) == (score, seconds)
    assert len(record.location) <= 255


@pytest.mark.parametrize(
    "said",
    [
        {"score": "nan"},
        {"score": "inf"},
        {"score": "x"},
        {"seconds": "nan"},
        {"opening": "-1"},
        {"opening": "9" * 40},
        {"number": "0"},
        {"state": "{"},
        {"state": "NaN"},
        {"state": "[" * 100_000},
        {"state": '"' + "x" * 400_001 + '"'},
        {"state": "\x00"},
        {"part": ""},
    ],
    ids=range(13),
)
def test_nonsense_of_a_package_is_answered_with_a_sentence(said: dict[str, str]) -> None:
    package = make_package()
    step = make_package_step(package)
    enrolment = learner_at(step)
    opened(step, package, enrolment)
    response = browser_of(enrolment.member).post(address(step, "keep_package"), body(package, **said))
    assert response.status_code in {400, 422}
    if response.status_code == 422:
        assert response.json()["says"]
    assert PackageRecord.objects.get().number == 0


def test_state_with_escaped_signs_comes_back_as_it_was() -> None:
    package = make_package()
    step = make_package_step(package)
    enrolment = learner_at(step)
    opened(step, package, enrolment)
    state = json.dumps({"s": "\x00 \ud800 é"})
    browser_of(enrolment.member).post(address(step, "keep_package"), body(package, state=state))
    assert PackageRecord.objects.get().state == state


def test_strangers_and_those_who_left_find_nothing() -> None:
    package = make_package()
    step = make_package_step(package)
    enrolment = learner_at(step)
    opened(step, package, enrolment)
    other = browser_of(make_member("Olga Other"))
    for method, name in (("get", "package"), ("post", "open_package"), ("post", "keep_package")):
        assert getattr(other, method)(address(step, name), body(package)).status_code == 404
        assert getattr(Client(), method)(address(step, name), body(package)).status_code == 302
    # Somebody else who takes the course has no record of this part, and does not come to that of the first.
    third = make_member("Theo Third")
    enrol_member(course=course_of(step), member=third)
    assert browser_of(third).post(address(step, "keep_package"), body(package)).status_code == 404
    assert PackageRecord.objects.get().number == 0
    browser = browser_of(enrolment.member)
    assert browser.post(address(step, "keep_package"), body(package, part="I2")).status_code == 404
    assert browser.post(address(step, "keep_package"), body(package, package="0" * 32)).status_code == 404
    leave_course(enrolment=enrolment)
    assert browser.get(address(step)).status_code == 404
    assert browser.post(address(step, "keep_package"), body(package)).status_code == 404


def test_package_that_the_lesson_no_longer_has_is_not_opened() -> None:
    package, other = make_package(), make_package()
    step = make_package_step(package)
    browser = browser_of(learner_at(step).member)
    assert browser.post(address(step, "open_package"), {"package": other.key, "part": "I1"}).status_code == 409
    assert browser.post(address(step, "open_package"), {}).status_code == 409
    assert browser.post(address(step, "open_package"), {"package": package.key, "part": "I9"}).status_code == 404


def test_posts_want_the_token() -> None:
    package = make_package()
    step = make_package_step(package)
    member = learner_at(step).member
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(member)
    for name in ("open_package", "keep_package"):
        assert browser.post(address(step, name), body(package)).status_code == 403


def test_member_takes_their_work_along() -> None:
    package = make_package()
    step = make_package_step(package)
    enrolment = learner_at(step)
    say(opened(step, package, enrolment), step, state='{"x":1}', score=Decimal("0.5"))
    held = {str(part.kind.title): part.rows for part in held_about(enrolment.member)}
    rows = held["Your work in material made elsewhere"]
    assert '{"x":1}' in rows[0].values()


# ---------------------------------------------------------------- the host of packages


def word(package: CoursePackage, site: str = "www.camtree.test") -> str:
    from django.test import RequestFactory

    return addresses.word_for(package.key, RequestFactory().get("/", HTTP_HOST=site))


def ask(path: str, browser: Client | None = None, **facts: Any) -> Any:
    return (browser or Client()).get(path, HTTP_HOST=HOST, **facts)


def test_player_and_files_come_without_cookies_and_with_their_policy() -> None:
    package = make_package()
    browser = browser_of(make_member())
    for path in (f"/play/{word(package)}/0/", f"/p/{word(package)}/index.html"):
        # A session cookie that a browser would never send there is not looked at: no query for it, none comes back.
        with budget(1, same_shape=1):
            response = ask(path, browser)
        assert response.status_code == 200
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
        policy = response["Content-Security-Policy"]
        assert "frame-ancestors 'self' http://www.camtree.test;" in policy
        assert "connect-src 'self' data: blob:" in policy
        assert "form-action 'none'" in policy
        assert policy.endswith("sandbox allow-scripts allow-same-origin allow-forms")
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Cross-Origin-Resource-Policy"] == "same-origin"
        assert response["Cache-Control"].startswith("private")


def test_address_tells_nobody_who_the_learner_is() -> None:
    package = make_package()
    step = make_package_step(package)
    pages = [browser_of(learner_at(step, name).member).get(address(step)).content.decode() for name in ("Ann", "Ben")]
    frames = {page.split('data-address="')[1].split('"')[0] for page in pages}
    assert len(frames) == 1


@pytest.mark.parametrize(
    "path", ["/", "/en/", "/admin/", "/api/v2/", "/media/x", "/en/my/", "/static/camtree/js/quiz.js"]
)
def test_host_of_packages_has_nothing_of_the_site(path: str) -> None:
    response = ask(path)
    assert (response.status_code, response.content) == (404, b"Not found.")
    assert not response.cookies
    assert ask(path, HTTP_X_FORWARDED_HOST="www.camtree.test").status_code == 404


def test_site_has_nothing_of_the_host_of_packages() -> None:
    package = make_package()
    for path in (f"/play/{word(package)}/0/", f"/p/{word(package)}/index.html", "/player/x/scorm.js"):
        assert Client().get(path, HTTP_HOST="www.camtree.test").status_code == 404


@pytest.mark.parametrize("host", ["PACKAGES.localhost", "packages.localhost.", "packages.localhost:8000"])
def test_host_is_known_in_every_spelling(host: str) -> None:
    response = Client().get(f"/p/{word(make_package())}/index.html", HTTP_HOST=host)
    assert response.status_code == 200
    assert Client().get("/en/", HTTP_HOST=host).content == b"Not found."


def test_nothing_is_written_there() -> None:
    for method in ("post", "put", "patch", "delete", "options", "trace"):
        assert getattr(Client(), method)("/", HTTP_HOST=HOST).status_code == 405


def test_word_for_another_package_forged_or_too_old_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = make_package(), make_package(zipped({"imsmanifest.xml": manifest("b.html"), "b.html": "b"}))
    good = word(one)
    assert ask(f"/p/{good}/index.html").status_code == 200
    assert ask(f"/p/{good}/b.html").status_code == 404
    assert ask(f"/p/{good}/../{other.key}/b.html").status_code == 404
    assert ask(f"/p/{good}/%2e%2e/{other.key}/b.html").status_code == 404
    forged = signing.TimestampSigner(salt=addresses.SALT, sep="~", key="other").sign(good.split("~")[0])
    salted = signing.TimestampSigner(salt="camtree.media.private", sep="~").sign(good.split("~")[0])
    for wrong in (forged, salted, good[:-1], f"{good}x", "x", "~~", "%00", "é"):
        assert ask(f"/p/{wrong}/index.html").status_code == 404
        assert ask(f"/play/{wrong}/0/").status_code == 404
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + addresses.WINDOW)
    assert ask(f"/p/{good}/index.html").status_code == 200
    monkeypatch.setattr(time, "time", lambda: now + 2 * addresses.WINDOW)
    assert ask(f"/p/{good}/index.html").status_code == 404


def test_word_is_one_for_half_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    package = make_package()
    start = 1_800_000_000 // addresses.WINDOW * addresses.WINDOW
    monkeypatch.setattr(time, "time", lambda: start)
    first = word(package)
    monkeypatch.setattr(time, "time", lambda: start + addresses.WINDOW - 1)
    assert word(package) == first
    assert word(package, "other.camtree.test") != first
    monkeypatch.setattr(time, "time", lambda: start + addresses.WINDOW)
    assert word(package) != first


@pytest.mark.parametrize("name", ["nothing.html", "index.html/", "", "index.exe", "a\x00.html", "x" * 5000 + ".html"])
def test_file_that_is_not_there_is_not_found(name: str) -> None:
    from urllib.parse import quote

    assert ask(f"/p/{word(make_package())}/{quote(name)}").status_code == 404


def test_part_that_is_not_there_is_not_found() -> None:
    package = make_package()
    for part in ("1", "99999999999999999999", "-1", "x"):
        assert ask(f"/play/{word(package)}/{part}/").status_code == 404
    gone = word(package)
    package.delete()
    assert ask(f"/play/{gone}/0/").status_code == 404


def test_files_have_their_type_and_parts(settings: Any) -> None:
    package = make_package(scorm12(**{"film.mp4": "0123456789", "look.svg": "<svg/>", "a b é.css": "p{}"}))
    path = f"/p/{word(package)}"
    part = ask(f"{path}/film.mp4", HTTP_RANGE="bytes=2-4")
    assert (part.status_code, part["Content-Type"], part["Content-Range"]) == (206, "video/mp4", "bytes 2-4/10")
    assert b"".join(part.streaming_content) == b"234"
    assert ask(f"{path}/look.svg")["Content-Type"] == "image/svg+xml"
    assert ask(f"{path}/a%20b%20%C3%A9.css")["Content-Type"] == "text/css; charset=utf-8"
    settings.PRIVATE_ACCEL_PREFIX = "/internal/"
    sent = ask(f"{path}/film.mp4")
    assert sent["X-Accel-Redirect"] == f"/internal/packages/{package.key}/film.mp4"
    assert "sandbox" in sent["Content-Security-Policy"]


def test_player_is_sent_compressed_and_kept_for_a_year() -> None:
    from learning.packages.host import player_files, player_version

    assert {"scorm.js", "h5p.js", "bridge.js", "player.css", "vendor/scorm-again/scorm12.min.js"} <= player_files()
    base = f"/player/{player_version()}"
    response = ask(f"{base}/vendor/scorm-again/scorm2004.min.js", HTTP_ACCEPT_ENCODING="gzip")
    assert (response["Content-Encoding"], response["Cache-Control"]) == ("gzip", "public, max-age=31536000, immutable")
    assert len(response.content) < 130_000
    for path in (
        "/player/0/scorm.js",
        f"{base}/../host.py",
        f"{base}/host.py",
        f"{base}/vendor/h5p-standalone/LICENSE",
    ):
        assert ask(path).status_code == 404


def test_https_is_asked_for_there_too(settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 60
    path = f"/p/{word(make_package())}/index.html"
    response = ask(path)
    assert (response.status_code, response["Location"]) == (301, f"https://{HOST}{path}")
    assert Client().get(path, HTTP_HOST=HOST, secure=True)["Strict-Transport-Security"] == "max-age=60"


@override_settings(PACKAGES_HOST="")
def test_without_a_host_nothing_is_served() -> None:
    assert Client().get(f"/p/{word(make_package())}/index.html", HTTP_HOST=HOST).status_code == 404


def test_port_of_the_request_is_taken_on_this_machine_only(settings: Any) -> None:
    from django.test import RequestFactory

    request = RequestFactory().get("/", HTTP_HOST="localhost:8123")
    assert addresses.packages_origin(request) == "http://packages.localhost:8123"
    settings.PACKAGES_HOST = "packages.example.net"
    assert addresses.packages_origin(request) == "http://packages.example.net"
    settings.PACKAGES_HOST = "packages.example.net:8443"
    assert addresses.packages_origin(request) == "http://packages.example.net:8443"


# ---------------------------------------------------------------- the admin


def upload(file: Any, **facts: Any) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("pairs.zip", file.getvalue()), "title": "", **facts}


LIST = "wagtailsnippets_learning_coursepackage"


def test_editor_brings_a_package_and_tries_it(admin_client: Client) -> None:
    response = admin_client.post(reverse(f"{LIST}:add"), upload(scorm12(**{"old.swf": "x"})), follow=True)
    package = CoursePackage.objects.get()
    page = response.content.decode()
    assert response.redirect_chain == [(reverse(f"{LIST}:try", args=[package.pk]), 302)]
    assert "old.swf" in page
    assert "data-keep" not in page
    assert "frame-src http://packages.localhost;" in response["Content-Security-Policy"] + ";"
    assert "Listening to pairs" in admin_client.get(reverse(f"{LIST}:list")).content.decode()
    edit = reverse(f"{LIST}:edit", args=[package.pk])
    assert admin_client.get(edit).status_code == 200
    admin_client.post(edit, {"title": "Pairs"})
    assert CoursePackage.objects.get().title == "Pairs"
    assert not PackageRecord.objects.exists()


def test_editor_is_told_why_a_file_is_refused(admin_client: Client, settings: Any) -> None:
    response = admin_client.post(reverse(f"{LIST}:add"), upload(zipped({"index.html": "x"})))
    assert response.status_code == 400
    assert "neither imsmanifest.xml (SCORM) nor h5p.json (H5P)" in response.content.decode()
    settings.UPLOAD_PACKAGE_MIB = 0
    assert (
        "The file is larger than 0 MiB."
        in admin_client.post(reverse(f"{LIST}:add"), upload(scorm12())).content.decode()
    )
    settings.PACKAGES_HOST = ""
    assert "Packages do not play" in admin_client.get(reverse(f"{LIST}:add")).content.decode()
    assert not CoursePackage.objects.exists()


def test_package_of_a_lesson_is_not_deleted(admin_client: Client, django_capture_on_commit_callbacks: Any) -> None:
    used, free = make_package(), make_package()
    make_study([package_block(used)])
    delete = [reverse(f"{LIST}:delete", args=[row.pk]) for row in (used, free)]
    response = admin_client.post(delete[0], follow=True)
    assert "A lesson or a draft of one has this package." in response.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(delete[1])
    assert list(CoursePackage.objects.all()) == [used]
    assert files_of(free) == []
    assert files_of(used) == ["imsmanifest.xml", "index.html"]


def test_admin_of_packages_is_for_those_who_may() -> None:
    package = make_package()
    browser = browser_of(make_member())
    for path in (reverse(f"{LIST}:add"), reverse(f"{LIST}:try", args=[package.pk])):
        assert browser.get(path).status_code in {302, 403}
        assert browser.post(path, upload(scorm12())).status_code in {302, 403}
    assert CoursePackage.objects.count() == 1
