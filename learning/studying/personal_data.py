"""What taking a course keeps about people."""

from django.utils.translation import gettext_lazy as _

from camtree.members.personal_data import PersonalData, register_personal_data
from learning.studying.models import Enrolment, JournalEntry, StepRecord


def declare() -> None:
    """Tell the platform, once, when the section starts."""
    register_personal_data(
        PersonalData(
            model=Enrolment,
            title=_("Your courses"),
            rows=lambda member: Enrolment.objects.filter(member=member),
            fields=("course_title", "state", "enrolled_at", "seen_at", "left_at", "completed_at"),
        )
    )
    register_personal_data(
        PersonalData(
            model=StepRecord,
            title=_("What you did in your courses"),
            rows=lambda member: StepRecord.objects.filter(enrolment__member=member).select_related("enrolment"),
            fields=("enrolment", "kind", "done_at", "score", "saved_at"),
        )
    )
    register_personal_data(
        PersonalData(
            model=JournalEntry,
            title=_("Your journals"),
            rows=lambda member: JournalEntry.objects.filter(enrolment__member=member).select_related("enrolment"),
            fields=("enrolment", "prompt", "text", "saved_at"),
        )
    )
