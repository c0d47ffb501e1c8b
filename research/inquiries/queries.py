"""Reads over drafts and what belongs to them."""

from datetime import timedelta
from typing import Any, Final

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from wagtail.models import Locale

from camtree.members.models import User
from camtree.members.queries import confirmed_addresses
from research.inquiries.choices import Access
from research.inquiries.models import (
    Attachment,
    CasePupil,
    Inquiry,
    InquiryPerson,
    PartComment,
    PartVersion,
    Reference,
    ReportTemplate,
)

# How long somebody is told that a text of theirs was replaced.
TOLD_FOR: Final = timedelta(days=14)


def templates_offered(locale: Locale) -> list[ReportTemplate]:
    """The templates teachers can begin with: in the reader's language, else in English."""
    live = ReportTemplate.objects.filter(live=True).select_related("locale", "live_revision")
    both = live.filter(Q(locale=locale) | Q(locale__language_code="en"))
    best = {template.slug: template for template in sorted(both, key=lambda template: template.locale_id == locale.pk)}
    return sorted(best.values(), key=lambda template: template.position)


def replaced_of(inquiry: Inquiry, member: Any) -> QuerySet[PartVersion]:
    """Texts of a member that somebody else put another in place of, until the member goes on writing there."""
    lately = timezone.now() - TOLD_FOR
    rows = PartVersion.objects.filter(part__inquiry=inquiry, saved_by=member.pk, kept_at__gte=lately)
    return rows.exclude(replaced_by=None).exclude(part__saved_by=member.pk).select_related("part", "replaced_by")


def attachments_of(inquiry: Inquiry) -> QuerySet[Attachment]:
    """The files of a draft in their order. Who reads blindly is shown `shown_name`, never `original_name`."""
    return Attachment.objects.filter(inquiry=inquiry).order_by("number")


def references_of(inquiry: Inquiry) -> QuerySet[Reference]:
    """The references of a draft, sorted by author."""
    return Reference.objects.filter(inquiry=inquiry)


def of_own_drafts(model: Any, member: User) -> QuerySet[Any]:
    """Rows of a model that belong to drafts of which a member is the owner."""
    rows: QuerySet[Any] = model.objects.filter(inquiry__people__user=member, inquiry__people__access=Access.OWNER)
    return rows


def threads_of(inquiry: Inquiry) -> dict[str, list[PartComment]]:
    """Comments on a draft by the name of their part, each with its answers: open ones first, in two queries."""
    rows = PartComment.objects.on(inquiry).filter(parent=None).select_related("author", "resolved_by", "part")
    answers = PartComment.objects.select_related("author")
    threads: dict[str, list[PartComment]] = {}
    for row in rows.prefetch_related(Prefetch("answers", answers)):
        threads.setdefault(row.part.name, []).append(row)
    return {name: sorted(found, key=lambda row: row.resolved_at is not None) for name, found in threads.items()}


def people_with_accounts(path: str) -> Prefetch:
    """The people of drafts that lie at `path`, with their accounts, for `prefetch_related`: one query for both."""
    return Prefetch(path, InquiryPerson.objects.select_related("user"))


def pupils_of(inquiry: Inquiry) -> QuerySet[CasePupil]:
    """The case pupils of a draft in their order."""
    return CasePupil.objects.filter(inquiry=inquiry)


def invitations_to(member: User) -> QuerySet[InquiryPerson]:
    """Drafts to which a confirmed address of a member is invited, the latest first; whoever sent it knew no account."""
    waiting = InquiryPerson.objects.filter(user=None, accepted_at=None, invited_at__isnull=False)
    asked = waiting.exclude(access=Access.NONE).filter(email__in=confirmed_addresses(member))
    return asked.order_by("-invited_at")
