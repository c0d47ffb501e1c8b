"""What was submitted, as reviewers and authors may see it: headings and texts, without names where names are hidden."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Prefetch
from django.utils.safestring import SafeString

from research.inquiries.actions.writing import section_names
from research.inquiries.figures import address_of, with_addresses
from research.inquiries.models import Inquiry
from research.library.choices import ABSTRACT_PARTS
from research.review.blindness import in_blind, unsigned, what_tells
from research.review.choices import InviteState
from research.review.differences import changes_between
from research.review.enclosures import Enclosures, enclosures_of
from research.review.models import Decision, PeerReviewTask, ReviewInvite, ReviewRubric, Submission


@dataclass(frozen=True)
class Chapter:
    """One part of a manuscript."""

    name: str
    heading: str
    html: str
    is_abstract: bool = False


def chapters_as_written(submission: Submission) -> list[Chapter]:
    """The parts of a manuscript that say something, the abstract first, as authors and editors see them."""
    parts: dict[str, str] = submission.manuscript["parts"]
    guide = submission.inquiry.guide
    all_parts = [(name, str(heading), True) for name, heading in ABSTRACT_PARTS] + [
        (name, section.value.heading, False) for section, name in zip(guide.sections, section_names(guide), strict=True)
    ]
    return [
        Chapter(name, heading, parts[name], is_abstract) for name, heading, is_abstract in all_parts if parts.get(name)
    ]


def chapters_of(submission: Submission) -> list[Chapter]:
    """The same as reviewers may see them: without names where names are hidden."""
    chapters = chapters_as_written(submission)
    if not submission.hides_authors:
        return chapters
    return [replace(chapter, html=in_blind(submission, chapter.html, in_html=True)) for chapter in chapters]


def enclosures_for_reviewers(invite: ReviewInvite) -> Enclosures:
    """What goes with the manuscript, without names where names are hidden. Files open by the reviewer's own link."""
    submission = invite.submission
    return enclosures_of(
        submission,
        words=lambda text: in_blind(submission, text),
        html=lambda text: in_blind(submission, text, in_html=True),
        query=f"?review={invite.desk_token}",
    )


def with_pictures(chapters: list[Chapter], invite: ReviewInvite) -> list[Chapter]:
    """The same chapters, whose pictures a reviewer's browser can fetch."""
    query = f"?review={invite.desk_token}"
    return [
        replace(chapter, html=with_addresses(chapter.html, lambda key: address_of(key) + query)) for chapter in chapters
    ]


def title_for_reviewers(submission: Submission) -> str:
    """The title, without names where names are hidden."""
    return in_blind(submission, str(submission.manuscript["title"]))


def names_in_text(submission: Submission) -> list[str]:
    """Names of authors that stand in the text of a double anonymous round: editors are told."""
    return what_tells(submission).withheld


@dataclass(frozen=True)
class Asked:
    """One question of a rubric as it was asked in a round."""

    key: str
    question: str
    guidance: str
    scale: tuple[str, ...]
    wants_words: bool
    is_required: bool


def questions_of(submission: Submission) -> list[Asked]:
    """What the reviewers of a round are asked, in the words of the rubric as it was."""
    return [asked(block) for block in submission.rubric_then.questions] if submission.rubric_then else []


def asked(block: Any) -> Asked:
    """A block of a rubric as a question."""
    value = block.value
    return Asked(
        key=str(block.id),
        question=value["question"],
        guidance=value["guidance"],
        scale=tuple(value["scale"]),
        wants_words=value["wants_words"],
        is_required=value["is_required"],
    )


def rubric_for(inquiry: Inquiry) -> list[Asked]:
    """What reviewers will be asked about a draft: the rubric of its last round, else the usual one."""
    last = inquiry.submissions.exclude(rubric=None).select_related("rubric").order_by("-round").first()
    if last is not None:
        return questions_of(last)
    task = PeerReviewTask.objects.filter(active=True).exclude(rubric=None).select_related("rubric").first()
    if task is None or task.rubric is None:
        return []
    rubric = rubric_in(task.rubric, inquiry.language)
    return [asked(block) for block in rubric.questions] if rubric.live else []


def rubric_in(rubric: ReviewRubric, language: str) -> ReviewRubric:
    """The rubric in a language, else as it is."""
    return rubric.get_translations().filter(locale__language_code=language, live=True).first() or rubric


@dataclass(frozen=True)
class Answer:
    """A question and what a reviewer answered."""

    question: str
    step: str
    words: str


def answers_of(invite: ReviewInvite, questions: list[Asked]) -> list[Answer]:
    """A reviewer's answers beside their questions; those that were passed over are left out."""
    answers = []
    for question in questions:
        given = invite.answers.get(question.key, {})
        step, words = given.get("step"), given.get("words", "")
        in_words = question.scale[step] if isinstance(step, int) and 0 <= step < len(question.scale) else ""
        if in_words or words:
            answers.append(Answer(question.question, in_words, words))
    return answers


@dataclass(frozen=True)
class Review:
    """A review as the authors may read it: never with words meant for the editors."""

    name: str
    recommendation: str
    words: str
    answers: list[Answer]


@dataclass(frozen=True)
class Round:
    """One round for its authors: the decision, the reviews it rests on, what changed since the round before."""

    submission: Submission
    decision: Decision | None
    reviews: list[Review]
    changes: list["Change"]


def rounds_of(inquiry: Inquiry) -> list[Round]:
    """Every round of a draft, the latest first. Reviews show only once the decision has left."""
    rows = inquiry.submissions.select_related("rubric").prefetch_related(
        Prefetch("invites", ReviewInvite.objects.select_related("user")), "decisions", "questions"
    )
    submissions = list(rows.order_by("-round"))
    rounds = []
    for submission, before in zip(submissions, [*submissions[1:], None], strict=False):
        submission.inquiry = inquiry  # its template is read once
        decision = next((row for row in submission.decisions.all() if row.sent_at), None)
        reviews = reviews_for_authors(submission, decision) if decision else []
        rounds.append(Round(submission, decision, reviews, changes_since(submission, before)))
    return rounds


def reviews_for_authors(submission: Submission, decision: Decision) -> list[Review]:
    """The reviews that were there when the decision left."""
    questions = questions_of(submission)
    return [
        Review(
            name=invite.alias if submission.hides_reviewers else invite.name,
            recommendation=str(invite.get_recommendation_display()),
            words=unsigned(invite, invite.words_to_author),
            answers=[replace(answer, words=unsigned(invite, answer.words)) for answer in answers_of(invite, questions)],
        )
        for invite in _invites_of(submission)
        if invite.sent_at and decision.sent_at and invite.sent_at <= decision.sent_at
    ]


def _invites_of(submission: Submission) -> list[ReviewInvite]:
    invites = list(submission.invites.all())
    for invite in invites:
        invite.submission = submission  # its draft is read once
    return invites


@dataclass(frozen=True)
class Change:
    """What changed in one part between two rounds."""

    heading: str
    html: SafeString
    is_abstract: bool = False


def changes_since(
    submission: Submission,
    before: Submission | None,
    read: Callable[[Submission], list[Chapter]] = chapters_as_written,
) -> list[Change]:
    """What the authors changed since the round before, by part. `read` says as whom: `chapters_of` as a reviewer."""
    if before is None:
        return []
    before.inquiry = submission.inquiry  # its template is read once
    earlier = read(before)
    old = {chapter.name: chapter.html for chapter in earlier}
    changes = [
        Change(chapter.heading, changes_between(old.pop(chapter.name, ""), chapter.html), chapter.is_abstract)
        for chapter in read(submission)
    ]
    gone = [chapter for chapter in earlier if chapter.name in old]
    changes += [Change(chapter.heading, changes_between(chapter.html, ""), chapter.is_abstract) for chapter in gone]
    return [change for change in changes if change.html]


@dataclass(frozen=True)
class RoundBefore:
    """What a reviewer of a later round sees of the one before: the letter, their own review, what changed since."""

    number: int
    letter: str
    own: ReviewInvite | None
    changes: list[Change]


def rounds_before(invite: ReviewInvite) -> RoundBefore | None:
    """The round before the one under review; None in the first."""
    submission = invite.submission
    before = submission.inquiry.submissions.filter(round__lt=submission.round).order_by("-round").first()
    if before is None:
        return None
    own = before.invites.filter(email=invite.email, state=InviteState.SENT).first()
    letter = in_blind(submission, before.answer)
    return RoundBefore(before.round, letter, own, changes_since(submission, before, chapters_of))
