"""What is being reviewed: rounds, reviewers, decisions."""

from research.review.models.reviews import (
    Call,
    Decision,
    DecisionLetter,
    EditorQuestion,
    Reminder,
    ReviewerProfile,
    ReviewInvite,
    ReviewRubric,
)
from research.review.models.submissions import ReservedIdentifier, Submission
from research.review.models.tasks import PeerReviewState, PeerReviewTask

__all__ = [
    "Call",
    "Decision",
    "DecisionLetter",
    "EditorQuestion",
    "PeerReviewState",
    "PeerReviewTask",
    "Reminder",
    "ReservedIdentifier",
    "ReviewInvite",
    "ReviewRubric",
    "ReviewerProfile",
    "Submission",
]
