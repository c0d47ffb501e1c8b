"""What authors do with a draft."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from camtree.core.mail import send_mail_on_commit
from camtree.members.models import User
from research.inquiries.choices import Access
from research.inquiries.manuscript import LONGEST, clean_html, count_words
from research.inquiries.models import Inquiry, InquiryPart, InquiryPerson, PartVersion, ReportTemplate, ShareLink
from research.library.choices import ABSTRACT_PARTS
from research.library.names import NameParts, parts_of

# After a pause of this length the next change begins a new version.
PAUSE = timedelta(minutes=10)
SHARED_FOR = timedelta(days=30)


class DraftClosedError(Exception):
    """The draft is with the editors, or published: its authors do not change it now."""


class TextTooLongError(Exception):
    """A part is longer than anything a reader would finish."""


class PartChangedError(Exception):
    """Somebody else saved the part meanwhile. Carries what it says now."""

    def __init__(self, current: InquiryPart) -> None:
        super().__init__(current.name)
        self.current = current


@transaction.atomic
def start_inquiry(*, member: User, template: ReportTemplate, title: str = "") -> Inquiry:
    """A new draft, with a place for each part of the abstract and each section of the template as it is now."""
    version = template.live_revision or template.save_revision(user=None)
    inquiry = Inquiry.objects.create(template=version, language=template.locale.language_code, title=title)
    names = [name for name, _heading in ABSTRACT_PARTS] + section_names(template)
    InquiryPart.objects.bulk_create(
        InquiryPart(inquiry=inquiry, name=name, position=place) for place, name in enumerate(names)
    )
    InquiryPerson.objects.create(
        inquiry=inquiry,
        user=member,
        email=member.email,
        access=Access.OWNER,
        accepted_at=timezone.now(),
        **_name_of(member),
    )
    return inquiry


def _name_of(member: User) -> NameParts:
    """How a member is named on what they write: in the order in which they call themselves."""
    family, given = member.family_name, member.given_name
    is_first = bool(family) and str(member).startswith(family)
    return parts_of(name=str(member), family=family, given=given, is_family_first=is_first)


def section_names(template: ReportTemplate) -> list[str]:
    """A name for each section of a template: its key, numbered where it comes again."""
    seen: dict[str, int] = {}
    names = []
    for section in template.sections:
        key = section.value["key"]
        seen[key] = seen.get(key, 0) + 1
        names.append(key if seen[key] == 1 else f"{key}-{seen[key]}")
    return names


@transaction.atomic
def save_part(
    *, inquiry: Inquiry, name: str, html: str, number: int, member: User, replaces: bool = False
) -> InquiryPart:
    """Keep what a part says now. `number` is the version that the writer started from.

    The text before is kept as a version when somebody else wrote it, or after a pause; where the writer was shown it
    and chose this one (`replaces`), who wrote it is told. Raises PartChangedError when
    it is no longer the version the writer saw, TextTooLongError, DraftClosedError, and InquiryPart.DoesNotExist.
    """
    if len(html) > LONGEST:
        raise TextTooLongError
    inquiry = locked_draft(inquiry)
    part = InquiryPart.objects.get(inquiry=inquiry, name=name)
    text, now = clean_html(html), timezone.now()
    if text == part.text:
        return part
    if part.number != number:
        raise PartChangedError(part)
    if part.number and (part.saved_by_id != member.pk or now - _begun(part, inquiry) > PAUSE):
        _keep(part, replaced_by=member if replaces and part.saved_by_id != member.pk else None)
    part.text, part.words, part.number = text, count_words(text), part.number + 1
    part.saved_at, part.saved_by = now, member
    part.save(update_fields=["text", "words", "number", "saved_at", "saved_by"])
    Inquiry.objects.filter(pk=inquiry.pk).update(saved_at=now)
    return part


def locked_draft(inquiry: Inquiry) -> Inquiry:
    """The draft as it is now, held until the transaction ends, so that nobody submits it meanwhile."""
    inquiry = Inquiry.objects.select_for_update().get(pk=inquiry.pk)
    if not inquiry.is_open:
        raise DraftClosedError
    return inquiry


def _begun(part: InquiryPart, inquiry: Inquiry) -> datetime:
    """When the writing that led to the present text began: at the last version that was kept, or long ago."""
    last = part.versions.order_by("-number").values_list("kept_at", flat=True).first()
    return last or inquiry.created_at


def _keep(part: InquiryPart, replaced_by: User | None = None) -> None:
    PartVersion.objects.create(
        part=part,
        number=part.number,
        text=part.text,
        words=part.words,
        saved_at=part.saved_at,
        saved_by_id=part.saved_by_id,
        replaced_by=replaced_by,
    )


@transaction.atomic
def set_aside(*, inquiry: Inquiry, name: str, html: str, number: int, member: User) -> InquiryPart:
    """Leave what a part says, and keep what a writer gave up for it as one of its versions.

    `number` is the version that the writer was shown. Raises as `save_part`.
    """
    if len(html) > LONGEST:
        raise TextTooLongError
    part = InquiryPart.objects.get(inquiry=locked_draft(inquiry), name=name)
    if part.number != number:
        raise PartChangedError(part)
    stands, by = part.text, part.saved_by
    if clean_html(html) != stands:
        part = replace_text(part=part, text=clean_html(html), member=member)
        part = replace_text(part=part, text=stands, member=by)
    return part


@transaction.atomic
def restore_version(*, inquiry: Inquiry, version: PartVersion, member: User) -> InquiryPart:
    """Bring an earlier text back. What stands there now becomes a version itself, so nothing is lost."""
    part = InquiryPart.objects.get(pk=version.part_id, inquiry=locked_draft(inquiry))
    if part.text == version.text:
        return part
    return replace_text(part=part, text=version.text, member=member)


def replace_text(*, part: InquiryPart, text: str, member: User | None) -> InquiryPart:
    """Put clean HTML where another text stands, which becomes a version. Part of the caller's transaction."""
    if part.number and not part.versions.filter(number=part.number).exists():
        _keep(part)
    part.text, part.words, part.number = text, count_words(text), part.number + 1
    part.saved_at, part.saved_by = timezone.now(), member
    part.save(update_fields=["text", "words", "number", "saved_at", "saved_by"])
    return part


@transaction.atomic
def change_facts(*, inquiry: Inquiry, facts: dict[str, Any]) -> Inquiry:
    """Keep what the authors say about their inquiry: title, place, learners, dates, words of the vocabularies."""
    inquiry = locked_draft(inquiry)
    many = {name: value for name, value in facts.items() if Inquiry._meta.get_field(name).many_to_many}
    for name, value in facts.items():
        if name not in many:
            setattr(inquiry, name, value)
    inquiry.saved_at = timezone.now()
    inquiry.save()
    for name, terms in many.items():
        getattr(inquiry, name).set(terms)
    return inquiry


@transaction.atomic
def invite_person(*, inquiry: Inquiry, by: User, base_url: str, **facts: Any) -> InquiryPerson:
    """Name somebody on a draft, and send them a link to accept when they are to read or write.

    The same address again only changes what the person may do; no second mail goes out.
    """
    email = facts.pop("email", "").strip().lower()
    # A double click waits here and then finds the person.
    Inquiry.objects.select_for_update().get(pk=inquiry.pk)
    found = inquiry.people.filter(email__iexact=email).exclude(email="").first()
    if found is not None:
        for name, value in facts.items():
            setattr(found, name, value)
        found.save()
        return found
    last = inquiry.people.order_by("-position").values_list("position", flat=True).first()
    person: InquiryPerson = inquiry.people.create(
        email=email, position=(last or 0) + 1, invited_at=timezone.now() if email else None, **facts
    )
    if email and person.access != Access.NONE:
        send_mail_on_commit(
            "inquiry_invitation",
            to=email,
            language=inquiry.language,
            context={"person": person, "inquiry": inquiry, "by": by, "base_url": base_url},
            reply_to=by.email,
        )
    return person


@transaction.atomic
def accept_invitation(*, person: InquiryPerson, member: User) -> InquiryPerson:
    """The invited person is this member from now on. Whoever is on the draft already keeps the place they have.

    Raises InquiryPerson.DoesNotExist where somebody else accepted first.
    """
    mine = InquiryPerson.objects.filter(inquiry=person.inquiry_id, user=member).first()
    if mine is not None:
        return mine
    person = InquiryPerson.objects.select_for_update().get(pk=person.pk, accepted_at=None)
    person.user, person.accepted_at = member, timezone.now()
    person.save(update_fields=["user", "accepted_at"])
    return person


@transaction.atomic
def remove_person(*, person: InquiryPerson) -> None:
    """Take somebody off a draft. Its owner stays."""
    if person.access != Access.OWNER:
        person.delete()


def share_inquiry(*, inquiry: Inquiry) -> ShareLink:
    """A link under which anybody may read the draft for a month."""
    link: ShareLink = inquiry.share_links.create(expires_at=timezone.now() + SHARED_FOR)
    return link


def revoke_link(*, link: ShareLink) -> None:
    """The link opens nothing from now on."""
    ShareLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())
