from functools import partial
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


def _of_member(model: Any, owner: str, member: Any) -> Any:
    return model.objects.filter(**{owner: member})


class LearningConfig(AppConfig):
    name = "learning"

    def ready(self) -> None:
        from camtree.core.generation import forget_when_saved
        from camtree.core.verification import register_checker
        from camtree.members.dashboard import Panel, register_panel
        from camtree.members.personal_data import PersonalData, register_personal_data
        from learning import checks, contexts, peer_data, signals  # noqa: F401 - all register when they are imported
        from learning.actions.assignments import follow_draft
        from learning.cohort_data import declare
        from learning.dashboard import my_courses
        from learning.models import (
            Accommodation,
            AssignmentWork,
            AttemptItem,
            Certificate,
            Cohort,
            Enrolment,
            JournalEntry,
            PackageRecord,
            QuizAttempt,
            StepRecord,
        )
        from learning.verification import answer
        from research.milestones import Milestone, at_milestone

        forget_when_saved(Cohort)
        register_panel(Panel("learning", "learning/my/panel.html", my_courses, position=20))
        # Before the enrolments themselves: their history is found only while they are there.
        declare()
        for model, title, owner, fields in (
            (
                AttemptItem,
                _("Your answers in quizzes"),
                "attempt__enrolment__member",
                (
                    *("attempt", "position", "answer", "answered_at", "late_answer", "late_at", "score", "feedback"),
                    "marked_at",
                ),
            ),
            (
                QuizAttempt,
                _("Your attempts at quizzes"),
                "enrolment__member",
                ("enrolment", "number", "language", "started_at", "due_at", "submitted_at", "score", "passed"),
            ),
            (Accommodation, _("More time in quizzes"), "enrolment__member", ("enrolment", "extra_percent", "note")),
            (
                PackageRecord,
                _("Your work in material made elsewhere"),
                "enrolment__member",
                (
                    *("enrolment", "package", "part", "opening", "is_complete", "is_passed", "score", "seconds"),
                    *("location", "state", "saved_at"),
                ),
            ),
        ):
            register_personal_data(
                PersonalData(model=model, title=title, rows=partial(_of_member, model, owner), fields=fields)
            )
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
        # Before the works: without them nobody knows whose marks these were.
        peer_data.declare()
        register_personal_data(
            PersonalData(
                model=AssignmentWork,
                title=_("What you handed in"),
                rows=lambda member: AssignmentWork.objects.filter(enrolment__member=member).select_related("enrolment"),
                fields=("enrolment", "state", "text", "submitted_at", "score", "words", "marked_at"),
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
        at_milestone(Milestone.SUBMITTED, follow_draft)
        at_milestone(Milestone.PUBLISHED, follow_draft)
        register_personal_data(
            PersonalData(
                model=JournalEntry,
                title=_("Your journals"),
                rows=lambda member: JournalEntry.objects.filter(enrolment__member=member).select_related("enrolment"),
                fields=("enrolment", "prompt", "text", "saved_at"),
            )
        )
