"""What authors answer before a draft is submitted."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from camtree.members.models import User
from research.inquiries.actions.writing import locked_draft
from research.inquiries.choices import FlagKind
from research.inquiries.models import EthicsAnswer, FlagAnswer, Inquiry


@transaction.atomic
def answer_ethics(*, inquiry: Inquiry, member: User, answers: dict[str, dict[str, str]]) -> None:
    """Keep the answers by question: `answer` and `why`. What did not change is left alone. Raises DraftClosedError."""
    inquiry = locked_draft(inquiry)
    rows = {row.question: row for row in inquiry.ethics_answers.all()}
    for question, said in answers.items():
        row = rows.get(question) or EthicsAnswer(inquiry=inquiry, question=question)
        if row.pk is None or (row.answer, row.why) != (said["answer"], said["why"]):
            row.answer, row.why, row.answered_at, row.answered_by = said["answer"], said["why"], timezone.now(), member
            row.save()


@transaction.atomic
def answer_flag(*, inquiry: Inquiry, member: User, kind: FlagKind, found: str, reason: str) -> FlagAnswer:
    """Keep why a flagged place may stay. The last reason counts, earlier ones are in the history."""
    inquiry = locked_draft(inquiry)
    answer = FlagAnswer.objects.filter(inquiry=inquiry, kind=kind, found=found).first()
    if answer is not None and answer.reason == reason:
        return answer
    answer = answer or FlagAnswer(inquiry=inquiry, kind=kind, found=found)
    answer.reason, answer.answered_at, answer.answered_by = reason, timezone.now(), member
    answer.save()
    return answer


def safety_record(inquiry: Inquiry) -> dict[str, Any]:
    """What a submission keeps of all this: answers about consent, each answered flag, with who and when."""
    return {
        "ethics": {
            row.question: {"answer": row.answer, "why": row.why, **_by(row)} for row in inquiry.ethics_answers.all()
        },
        "flags": [
            {"kind": row.kind, "found": row.found, "reason": row.reason, **_by(row)}
            for row in inquiry.flag_answers.select_related("answered_by")
        ],
    }


def _by(row: EthicsAnswer | FlagAnswer) -> dict[str, Any]:
    return {"by": row.answered_by_id, "at": row.answered_at.isoformat(timespec="seconds")}
