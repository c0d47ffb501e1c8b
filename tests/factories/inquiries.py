from typing import Any

from wagtail.models import Locale

from camtree.members.models import User
from research.inquiries.actions.safety import answer_ethics, answer_flag
from research.inquiries.actions.writing import change_facts, save_part, start_inquiry
from research.inquiries.choices import EthicsQuestion
from research.inquiries.safety import flags_of
from research.models import Inquiry, ReportTemplate, ReviewInvite, Submission
from research.review.actions.decisions import decide, pass_check, send_decision
from research.review.actions.reviews import accept_invite, invite_reviewer, send_review
from research.review.actions.submitting import submit_inquiry
from research.review.choices import Verdict
from research.review.forms import ReviewForm
from research.review.rounds import questions_of
from tests.factories.members import make_member

WORDS = "<p>Eleven of twenty-eight pupils spoke in the first lesson, and nineteen in the third.</p>"


def make_template(slug: str = "short-report", language: str = "en", **fields: Any) -> ReportTemplate:
    """A published template with three sections, one of which may stay empty."""
    found = ReportTemplate.objects.filter(slug=slug, locale__language_code=language).first()
    if found is not None:
        return found
    template = ReportTemplate(
        slug=slug,
        title=fields.pop("title", "Short report"),
        description="For a first try.",
        locale=Locale.objects.get(language_code=language),
        sections=[
            ("section", {"key": "context", "heading_text": "", "prompt": "Where?", "questions": [], "example": ""}),
            (
                "section",
                {
                    "key": "findings",
                    "heading_text": "What we saw",
                    "prompt": "What changed?",
                    "questions": ["For whom?"],
                    "example": "Two more pupils spoke.",
                    "words_from": 5,
                    "words_to": 20,
                    "is_required": True,
                },
            ),
            (
                "section",
                {"key": "references", "heading_text": "", "prompt": "Which?", "questions": [], "is_required": False},
            ),
        ],
        **fields,
    )
    template.save()
    template.save_revision().publish()
    template.refresh_from_db()
    return template


def make_inquiry(member: User | None = None, **facts: Any) -> Inquiry:
    """A draft in which nothing is written yet."""
    inquiry = start_inquiry(member=member or make_member(), template=make_template(), title="Wait time and talk")
    return change_facts(inquiry=inquiry, facts=facts) if facts else inquiry


def owner_of(inquiry: Inquiry) -> User:
    owner = inquiry.people.get(access="owner").user
    assert owner is not None
    return owner


def make_ready_inquiry(member: User | None = None) -> Inquiry:
    """A draft from which nothing is missing but its list of references, which may be empty."""
    return settle(make_inquiry(member), but=("references",))


def settle(inquiry: Inquiry, but: tuple[str, ...] = ()) -> Inquiry:
    """Write what is missing in a draft, except the parts `but`, and answer everything that was flagged."""
    owner = owner_of(inquiry)
    inquiry = change_facts(inquiry=inquiry, facts={"country": "KE"})
    for part in inquiry.parts.filter(text="").exclude(name__in=but):
        save_part(inquiry=inquiry, name=part.name, html=WORDS, number=part.number, member=owner)
    answers = {question: {"answer": "yes", "why": ""} for question in EthicsQuestion.values}
    answer_ethics(inquiry=inquiry, member=owner, answers=answers)
    for flag in flags_of(inquiry):
        answer_flag(inquiry=inquiry, member=owner, kind=flag.kind, found=flag.found, reason="A pseudonym.")
    return inquiry


def make_submission(author: User | None = None, **facts: Any) -> Submission:
    """A report on the editors' desk, in the editorial check."""
    inquiry = make_ready_inquiry(author)
    submission = submit_inquiry(inquiry=inquiry, member=owner_of(inquiry))
    if facts:
        Submission.objects.filter(pk=submission.pk).update(**facts)
        submission.refresh_from_db()
    return submission


def make_editor(name: str = "Hannah") -> User:
    return make_member(name, roles=("Editors",))


def make_review(submission: Submission | None = None, reviewer: User | None = None) -> ReviewInvite:
    """An invitation that was just sent, for a round that is with its reviewers."""
    submission = submission or make_submission()
    editor = User.objects.filter(groups__name="Editors").first() or make_editor()
    submission = pass_check(submission=submission, by=editor)
    reviewer = reviewer or make_member("Tomos Beddow")
    return invite_reviewer(submission=submission, by=editor, email=reviewer.email, name=str(reviewer))


def make_accepted(submission: Submission | None = None, reviewer: User | None = None) -> ReviewInvite:
    """A review that somebody has taken on."""
    return accept_invite(invite=make_review(submission, reviewer))


def review_words(invite: ReviewInvite, **changes: Any) -> dict[str, Any]:
    """Everything a review needs, as the form sends it."""
    words: dict[str, Any] = {}
    for question in questions_of(invite.submission):
        words[f"step-{question.key}"] = "2" if question.scale else ""
        words[f"words-{question.key}"] = "I would try this."
    words |= {"words_to_author": "Clear and useful.", "recommendation": "minor", "words_to_editor": "Publish it soon."}
    return words | changes


def make_sent(submission: Submission | None = None, reviewer: User | None = None) -> ReviewInvite:
    """A review that is with the editors."""
    invite = make_accepted(submission, reviewer)
    form = ReviewForm(review_words(invite), questions=questions_of(invite.submission), invite=invite)
    assert form.is_valid(), form.errors
    return send_review(invite=invite, **form.words())


def accept(inquiry: Inquiry) -> None:
    """What an editor does who needs no reviewers: the decision is taken and leaves at once."""
    submission = inquiry.submissions.latest("round")
    decision = decide(submission=submission, by=make_editor(), verdict=Verdict.ACCEPT, letter="Welcome.")
    assert send_decision(decision=decision)
