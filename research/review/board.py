"""Reads for editors: all submissions, what one of them needs, and who could review it next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Permission
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from camtree.core.words.numbers import number_in
from camtree.members.models import User
from research.inquiries.choices import InquiryState
from research.inquiries.models import Inquiry, InquiryPerson
from research.inquiries.models.inquiries import TAKING_PART
from research.inquiries.queries import people_with_accounts
from research.review.choices import InviteState, SubmissionState
from research.review.models import Call, EditorQuestion, ReviewerProfile, ReviewInvite, Submission
from research.review.models.submissions import OPEN_STATES

PER_PAGE = 50

# What the board can be narrowed to by age: parameter, days, words.
AGES = [("7", _("older than a week")), ("30", _("older than a month")), ("90", _("older than three months"))]


@dataclass(frozen=True)
class BoardPage:
    """One page of submissions and the way to the next."""

    rows: Sequence[Submission]
    next: str


def submissions_for(editor: User, query: Mapping[str, str]) -> QuerySet[Submission]:
    """The submissions an editor may see, narrowed by `state`, `language`, `call`, `editor` (a number, `me`, `none`)
    and `age` in days. What makes no sense narrows nothing."""
    rows = Submission.objects.not_of(editor)
    state = query.get("state", "")
    if state in SubmissionState.values:
        rows = rows.filter(state=state)
    elif state != "all":
        rows = rows.filter(state__in=OPEN_STATES)
    if (language := query.get("language", "")) in dict(settings.LANGUAGES):
        rows = rows.filter(inquiry__language=language)
    if (call := number_in(query.get("call", ""))) is not None:
        rows = rows.filter(call=call)
    match query.get("editor", ""):
        case "me":
            rows = rows.filter(editor=editor)
        case "none":
            rows = rows.filter(editor=None)
        case text if (number := number_in(text)) is not None:
            rows = rows.filter(editor=number)
    if query.get("age", "") in dict(AGES):
        rows = rows.filter(submitted_at__lt=timezone.now() - timedelta(int(query["age"])))
    return rows


def board_page(rows: QuerySet[Submission], after: str = "") -> BoardPage:
    """Fifty submissions, the newest first, that come after the mark `after` of the page before.

    The mark is a moment and a key, so a page costs the same wherever it stands in the list.
    """
    moment, _comma, text = after.partition(",")
    if (since := _moment(moment)) is not None and (key := number_in(text)) is not None:
        rows = rows.filter(Q(submitted_at__lt=since) | Q(submitted_at=since, pk__lt=key))
    late = ReviewInvite.objects.open().filter(submission=OuterRef("pk"), due_on__lt=timezone.localdate())
    shown = list(
        rows.select_related("inquiry", "call", "editor")
        .annotate(is_late=Exists(late))
        .prefetch_related(Prefetch("invites", to_attr="shown_invites"))
        .order_by("-submitted_at", "-pk")[: PER_PAGE + 1]
    )
    last = shown[PER_PAGE - 1] if len(shown) > PER_PAGE else None
    return BoardPage(shown[:PER_PAGE], f"{last.submitted_at.isoformat()},{last.pk}" if last else "")


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment is not None and timezone.is_aware(moment) else None


def counts_by_state(editor: User) -> list[tuple[str, str, int]]:
    """Value, words and number of submissions of every state that has some."""
    counted = dict(
        Submission.objects.not_of(editor)
        .order_by()
        .values_list("state")
        .annotate(n=Count("pk"))
        .values_list("state", "n")
    )
    return [(value, str(label), counted[value]) for value, label in SubmissionState.choices if value in counted]


def deciders() -> QuerySet[User]:
    """Everybody who may decide on submissions."""
    may = Permission.objects.filter(content_type__app_label="research", codename="decide_submission")
    by_role = Q(groups__permissions__in=may) | Q(user_permissions__in=may) | Q(is_superuser=True)
    return User.objects.filter(by_role, is_active=True).distinct().order_by("display_name", "pk")


def calls_open_now() -> QuerySet[Call]:
    """Calls that authors can choose today."""
    today = timezone.localdate()
    return Call.objects.filter(
        Q(opens_on=None) | Q(opens_on__lte=today), Q(closes_on=None) | Q(closes_on__gte=today)
    ).select_related("collection")


@dataclass(frozen=True)
class Suggestion:
    """Somebody who could review, and why they are named here."""

    profile: ReviewerProfile
    user: User
    matches: int
    load: int
    reviewed_before: bool


def next_reviewers(submission: Submission, *, most: int = 8) -> list[Suggestion]:
    """Who could be asked next: available, reads the language, has room. Best match first, then least loaded.

    Who reviewed an earlier round comes before all others. Nobody named on the draft, nobody asked already.
    """
    inquiry, since = submission.inquiry, timezone.now() - timedelta(365)
    named = InquiryPerson.objects.filter(inquiry=inquiry)
    asked = submission.invites.exclude(user=None)
    before = ReviewInvite.objects.filter(
        submission__inquiry=inquiry, state=InviteState.SENT, user=OuterRef("user")
    ).exclude(submission=submission)
    open_now = Q(user__review_invites__state__in=[InviteState.INVITED, InviteState.ACCEPTED])
    this_year = Q(user__review_invites__state=InviteState.SENT, user__review_invites__sent_at__gte=since)
    found = (
        ReviewerProfile.objects.filter(is_available=True, user__is_active=True)
        .exclude(user__in=named.exclude(user=None).values("user"))
        .exclude(user__email__in=named.exclude(email="").values("email"))
        .exclude(user__in=asked.values("user"))
        .annotate(
            load=Count("user__review_invites", filter=open_now, distinct=True),
            done=Count("user__review_invites", filter=this_year, distinct=True),
            reviewed_before=Exists(before),
            same_subjects=Count("subjects", filter=Q(subjects__in=inquiry.subjects.all()), distinct=True),
            same_approaches=Count("approaches", filter=Q(approaches__in=inquiry.approaches.all()), distinct=True),
        )
        .filter(load__lt=F("at_once"), done__lt=F("per_year"))
        .select_related("user")
        .order_by("-reviewed_before", -(F("same_subjects") + F("same_approaches")), "load", "pk")
    )
    # A list of languages is JSON, which SQLite does not search; so it is looked at here.
    suggestions = []
    for profile in found.iterator(chunk_size=200):
        if inquiry.language in profile.languages:
            row: Any = profile
            suggestions.append(
                Suggestion(
                    profile, profile.user, row.same_subjects + row.same_approaches, row.load, row.reviewed_before
                )
            )
            if len(suggestions) == most:
                break
    return suggestions


def reviews_by_year(member: Any) -> list[tuple[int, int]]:
    """Year and number of reviews a member sent, the latest year first."""
    sent = ReviewInvite.objects.of(member).filter(state=InviteState.SENT)
    rows = sent.order_by().values("sent_at__year").annotate(n=Count("pk")).values_list("sent_at__year", "n")
    return sorted(rows, reverse=True)


@dataclass(frozen=True)
class Waiting:
    """What waits for one person, in the order of its day."""

    drafts: list[Inquiry]
    reviews: list[ReviewInvite]
    questions: list[EditorQuestion]
    decisions: list[Submission]

    @property
    def count(self) -> int:
        """How many things wait, up to the number that is shown."""
        return sum(len(kind) for kind in (self.drafts, self.reviews, self.questions, self.decisions))

    @property
    def is_empty(self) -> bool:
        return not self.count


# More than this many of one kind stand on the page of that kind.
SHOWN = 20


def waiting_for(member: User) -> Waiting:
    """Drafts to write, reviews to answer or to finish, questions to answer, decisions to take."""
    reviews = ReviewInvite.objects.open().of(member).select_related("submission__inquiry").order_by("due_on", "pk")
    reviews = reviews.prefetch_related(people_with_accounts("submission__inquiry__people"))
    decisions = decisions_for(member).select_related("inquiry", "editor").order_by("submitted_at", "pk")
    return Waiting(
        drafts=list(drafts_of(member)[:SHOWN]),
        reviews=list(reviews[:SHOWN]),
        questions=list(questions_to(member).select_related("submission__inquiry")[:SHOWN]),
        decisions=list(decisions[:SHOWN]),
    )


def number_waiting(member: User) -> int:
    """How many things `waiting_for` would show besides drafts, counted without reading them."""
    kinds = (ReviewInvite.objects.open().of(member), questions_to(member), decisions_for(member))
    reviews, *others = (kind.order_by().values_list("pk") for kind in kinds)
    return len(reviews.union(*others, all=True).order_by()[: SHOWN * len(kinds)])


def drafts_of(member: User) -> QuerySet[Inquiry]:
    """The drafts in which the member has the next step, the latest first."""
    # One row in `InquiryPerson` for each member and inquiry: the join doubles nothing, here and below.
    to_write = [InquiryState.DRAFT, InquiryState.CHANGES_ASKED]
    return Inquiry.objects.filter(people__user=member.pk, people__access__in=TAKING_PART, state__in=to_write)


def questions_to(member: User) -> QuerySet[EditorQuestion]:
    """What editors asked about the member's submissions, and nobody answered."""
    return EditorQuestion.objects.filter(
        submission__inquiry__people__user=member.pk,
        submission__inquiry__people__access__in=TAKING_PART,
        answered_at=None,
    )


def decisions_for(member: User) -> QuerySet[Submission]:
    """Submissions that wait for the member as an editor; none for those who do not decide."""
    if not member.has_perm("research.decide_submission"):
        return Submission.objects.none()
    to_do = [SubmissionState.CHECK, SubmissionState.DECIDE, SubmissionState.LEAVING]
    late = ReviewInvite.objects.open().filter(submission=OuterRef("pk"), due_on__lt=timezone.localdate())
    return (
        Submission.objects.not_of(member)
        .annotate(is_late=Exists(late))
        .filter(Q(editor=member) | Q(editor=None))
        .filter(Q(state__in=to_do) | Q(state=SubmissionState.REVIEW, is_late=True))
    )
