"""The one way to a package of a step and to what a learner did in it."""

from camtree.core.access import or_404
from learning.courses.models import Step
from learning.courses.reading import value_at
from learning.packages.models import CoursePackage, PackageRecord
from learning.studying.models import Enrolment


def get_package_at(step: Step) -> CoursePackage:
    """The package that a step has in the reader's language. Else 404."""
    value = value_at(step)
    return or_404(value["package"] if value else None)


def get_package_record(enrolment: Enrolment, step: Step, package: str, part: str) -> PackageRecord:
    """What a learner has opened of a package at a step. Else 404."""
    rows = PackageRecord.objects.filter(enrolment=enrolment, step_key=step.key, package__key=package, part=part)
    return or_404(rows.first())
