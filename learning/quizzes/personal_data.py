"""What quizzes keep about people."""

from django.utils.translation import gettext_lazy as _

from camtree.members.personal_data import PersonalData, register_personal_data
from learning.quizzes.models import Accommodation, AttemptItem, QuizAttempt


def declare() -> None:
    """Tell the platform, once, when the section starts."""
    register_personal_data(
        PersonalData(
            model=AttemptItem,
            title=_("Your answers in quizzes"),
            rows=lambda member: AttemptItem.objects.filter(attempt__enrolment__member=member),
            fields=(
                *("attempt", "position", "answer", "answered_at", "late_answer", "late_at", "score", "feedback"),
                "marked_at",
            ),
        )
    )
    register_personal_data(
        PersonalData(
            model=QuizAttempt,
            title=_("Your attempts at quizzes"),
            rows=lambda member: QuizAttempt.objects.filter(enrolment__member=member),
            fields=("enrolment", "number", "language", "started_at", "due_at", "submitted_at", "score", "passed"),
        )
    )
    register_personal_data(
        PersonalData(
            model=Accommodation,
            title=_("More time in quizzes"),
            rows=lambda member: Accommodation.objects.filter(enrolment__member=member),
            fields=("enrolment", "extra_percent", "note"),
        )
    )
