"""Keeping what learners do in packages."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from learning.courses.choices import StepRule
from learning.courses.models import Step
from learning.packages.models import CoursePackage, PackageRecord
from learning.studying.actions import locked, record_step
from learning.studying.models import Enrolment, StepRecord

# Ten years: nobody was longer in a package.
MOST_SECONDS = 315_360_000


@transaction.atomic
def open_package(*, enrolment: Enrolment, step: Step, package: CoursePackage, part: str) -> PackageRecord:
    """Begin, or go on with, a part of a package. Its state is the newest; what an earlier opening sends late, on this
    device or another, does not replace what comes from this one."""
    enrolment = locked(enrolment)
    record, _is_new = PackageRecord.objects.get_or_create(
        enrolment=enrolment, step_key=step.key, package=package, part=part
    )
    record.opening, record.number = record.opening + 1, 0
    record.save(update_fields=["opening", "number", "saved_at"])
    if not StepRecord.objects.filter(enrolment=enrolment, step_key=step.key).exists():
        record_step(enrolment=enrolment, step=step, is_done=False)
    return record


@dataclass(frozen=True)
class Kept:
    """What became of what a package sent."""

    record: PackageRecord
    # Whether its state is the one that stays; False where a newer one was there.
    is_newest: bool
    step_record: StepRecord | None


@transaction.atomic
def record_package(
    *,
    enrolment: Enrolment,
    step: Step,
    record: PackageRecord,
    opening: int,
    number: int,
    state: str = "",
    location: str = "",
    is_complete: bool = False,
    is_passed: bool | None = None,
    score: Decimal | None = None,
    seconds: int = 0,
) -> Kept:
    """Keep what a package says of a part. The same again changes nothing; what is older does not replace the state.

    Completed stays completed, the best score stays and passed stays passed, in whatever order they arrive. `score` is
    0 to 1. Completes the step where its rule is met by all parts together.
    """
    enrolment = locked(enrolment)
    record = PackageRecord.objects.select_related("package").get(pk=record.pk, enrolment=enrolment)
    before = (record.is_complete, record.is_passed, record.score)
    is_newest = (opening, number) > (record.opening, record.number) and opening == record.opening
    if is_newest:
        record.number, record.state, record.location = number, state, location
    record.is_complete = record.is_complete or is_complete
    if is_passed is not None:
        record.is_passed = record.is_passed or is_passed
    if score is not None and (record.score is None or score > record.score):
        record.score = score
    record.seconds = max(record.seconds, min(seconds, MOST_SECONDS))
    record.save()
    done = None
    if before != (record.is_complete, record.is_passed, record.score):
        result = result_of(record.package, enrolment, step)
        done = record_step(enrolment=enrolment, step=step, is_done=meets(step, result), score=result.score)
    is_known = (opening, number) == (record.opening, record.number)
    return Kept(record, is_newest or is_known, done)


@dataclass(frozen=True)
class PackageResult:
    """All parts of a package together."""

    is_finished: bool
    # Whether the package says so itself; None where it says neither.
    is_passed: bool | None
    # The mean of the parts that have a score, 0 to 1.
    score: Decimal | None


def result_of(package: CoursePackage, enrolment: Enrolment, step: Step) -> PackageResult:
    """What a learner reached in all parts of a package at one step: one query."""
    ids = [part["id"] for part in package.parts]
    rows = package.records.filter(enrolment=enrolment, step_key=step.key)
    records = {row.part: row for row in rows if row.part in ids}
    said = [row.is_passed for row in records.values() if row.is_passed is not None]
    scores = [row.score for row in records.values() if row.score is not None]
    return PackageResult(
        is_finished=all(part in records and records[part].is_complete for part in ids),
        is_passed=all(said) if said else None,
        score=(sum(scores, Decimal(0)) / len(scores)).quantize(Decimal("0.00001")) if scores else None,
    )


def meets(step: Step, result: PackageResult) -> bool:
    """Whether the step is done: all parts finished, and enough reached where it has to be passed.

    A package without any score is passed when it says so itself.
    """
    if not result.is_finished:
        return False
    if step.rule != StepRule.PASSED:
        return True
    if result.score is None:
        return result.is_passed is True
    percent: Any = step.facts.get("percent", 70)
    return result.score * 100 >= percent
