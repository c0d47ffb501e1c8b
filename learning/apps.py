from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    name = "learning"

    def ready(self) -> None:
        from camtree.core.verification import register_checker
        from camtree.members.dashboard import Panel, register_panel
        from camtree.members.personal_data import PersonalData, register_personal_data
        from learning import checks, contexts, signals  # noqa: F401 - all register when they are imported
        from learning.dashboard import my_courses
        from learning.models import Certificate, Enrolment, JournalEntry, StepRecord
        from learning.verification import answer

        register_panel(Panel("learning", "learning/my/panel.html", my_courses, position=20))
        register_checker("learning", answer)
        # Before the enrolments, which nobody deletes from under a certificate.
        register_personal_data(
            PersonalData(
                model=Certificate,
                title=_("Your certificates, which go with your account: nobody can check their codes then"),
                rows=lambda member: Certificate.objects.filter(member=member),
                fields=(
                    *("code", "name", "course_title", "outcomes", "rules", "hours", "language", "partner_name"),
                    *("earned_at", "issued_at", "expires_on", "replaced_at", "revoked_at", "revoke_reason"),
                ),
            )
        )
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
