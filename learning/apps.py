from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    name = "learning"

    def ready(self) -> None:
        from camtree.members.dashboard import Panel, register_panel
        from camtree.members.personal_data import PersonalData, register_personal_data
        from learning import contexts, signals  # noqa: F401 - both register when they are imported
        from learning.cohort_data import declare
        from learning.dashboard import my_courses
        from learning.models import Enrolment, JournalEntry, StepRecord

        register_panel(Panel("learning", "learning/my/panel.html", my_courses, position=20))
        # Before the enrolments themselves: their rows are found only while those are there.
        declare()
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
