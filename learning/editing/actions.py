"""A course, module or lesson that was copied becomes one of its own."""

import json
import uuid
from typing import Any

from django.db import transaction
from wagtail.models import Revision

from learning.courses.actions import course_key_of, list_steps
from learning.courses.choices import StepKind
from learning.courses.models import LessonPage, Step

KINDS = frozenset(kind.value for kind in StepKind)


@transaction.atomic
def renew_steps(*, page: Any) -> int:
    """Give the activities of all lessons of a copied page ids of their own; the number of lessons.

    Wagtail's copy has new translation keys, and the blocks of the original, ids and all. Two lessons of one course
    with the same ids would share their steps. Versions are renewed along, so that going back to one brings no old id.
    Pages that follow another word by word keep its ids. Renewing twice changes ids once more, so it is done once, when
    nobody has done anything there.
    """
    lessons = list(LessonPage.objects.descendant_of(page, inclusive=True).filter(alias_of=None))
    for lesson in lessons:
        names: dict[str, str] = {}
        lesson.body = _renewed(list(lesson.body.raw_data), names)
        lesson.save(clean=False, update_fields=["body"])
        for revision in lesson.revisions.all():
            body = _renewed(json.loads(revision.content.get("body") or "[]"), names)
            Revision.objects.filter(pk=revision.pk).update(content=revision.content | {"body": json.dumps(body)})
    course_key = course_key_of(page)
    if course_key is not None:
        list_steps(course_key=course_key)
        # Listed when the copy was published, before its ids were its own; nobody can have done them.
        here = Step.objects.filter(course_key=course_key, lesson_key__in=[row.translation_key for row in lessons])
        here.filter(retired_at__isnull=False).delete()
    return len(lessons)


def _renewed(rows: list[Any], names: dict[str, str]) -> list[Any]:
    """Blocks with new ids where they are activities, the same new one for the same old one."""
    return [
        {**row, "id": names.setdefault(str(row.get("id")), str(uuid.uuid4()))} if row["type"] in KINDS else row
        for row in rows
    ]
