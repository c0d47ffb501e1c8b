"""Packages: kept and taken away, and what learners did in them."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.storage import storages

from learning.courses.choices import StepRule
from learning.models import CoursePackage, PackageRecord, Step, StepRecord
from learning.packages import storing
from learning.packages.actions import packages, records
from learning.packages.faults import PackageError
from tests.factories.members import make_member
from tests.factories.packages import (
    files_of,
    h5p,
    learner_at,
    make_package,
    make_package_step,
    opened,
    say,
    scorm12,
    scorm2004,
    two_parts,
    zipped,
)
from tests.threads import at_once

pytestmark = pytest.mark.django_db


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
    keep = packages.keep_files

    def noted(key: str, files: Any) -> None:
        kept.append(key)
        keep(key, files)

    monkeypatch.setattr(packages, "keep_files", noted)
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
        packages.delete_package(package=package)
    assert files_of(package) == []
    assert not storages["private"].exists(f"packages/{package.key}")
    assert not CoursePackage.objects.exists()


def test_package_in_which_somebody_worked_but_no_lesson_has_goes() -> None:
    old, new = make_package(), make_package()
    step = make_package_step(new)
    say(opened(step, old, learner_at(step)), step, is_complete=True)
    packages.delete_package(package=old)
    assert not PackageRecord.objects.exists()
    assert StepRecord.objects.get().done_at is not None


def test_package_of_a_lesson_stays() -> None:
    package = make_package()
    make_package_step(package)
    with pytest.raises(packages.PackageInUseError):
        packages.delete_package(package=package)
    assert files_of(package) == ["imsmanifest.xml", "index.html"]


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
        records.record_step(enrolment=enrolment, step=other)
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
    assert {type(row) for row in kept} == {records.Kept}
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
