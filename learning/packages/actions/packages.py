"""Taking packages in and away."""

from typing import IO

from django.db import transaction
from wagtail.models import ReferenceIndex

from camtree.members.models import User
from learning.packages.addresses import new_key
from learning.packages.models import CoursePackage
from learning.packages.storing import Opened, forget_files, keep_files, opened


class PackageInUseError(Exception):
    """A lesson, or a draft of one, holds the package."""


def add_package(*, file: IO[bytes], title: str = "", by: User | None = None) -> CoursePackage:
    """Take a SCORM or H5P package in, whole, while somebody waits. Without a title it has its own.

    Raises `learning.packages.faults.PackageError` with a sentence; then nothing of it is kept.
    """
    with opened(file) as found:
        key = new_key()
        keep_files(key, found.files)
        try:
            return record_of(found, key=key, title=title, by=by)
        except BaseException:
            forget_files(key)
            raise


def record_of(found: Opened, *, key: str, title: str, by: User | None) -> CoursePackage:
    """The row of a package whose files lie at their place."""
    return CoursePackage.objects.create(
        title=(title.strip() or found.read.title)[:160],
        kind=found.read.kind,
        key=key,
        parts=[part.as_dict() for part in found.read.parts],
        file_count=len(found.files.names),
        bytes=found.files.bytes,
        left_out=found.files.left_out[:100],
        uploaded_by=by,
    )


def is_used(package: CoursePackage) -> bool:
    """Whether a lesson holds it, as it is published or in its newest draft."""
    return ReferenceIndex.get_references_to(package).exists()


@transaction.atomic
def delete_package(*, package: CoursePackage) -> None:
    """Take a package away, with its files and the states of learners in it; what they have done stays done.

    Raises PackageInUseError where a lesson holds it.
    """
    if is_used(package):
        raise PackageInUseError
    package.delete()  # its files go when that is certain: learning.courses.signals
