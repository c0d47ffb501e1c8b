"""Issuing certificates, naming them, issuing them again, renewing and revoking them."""

from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from camtree.core.mail import send_mail_on_commit
from camtree.core.papers.codes import new_code
from camtree.members.models import User
from learning.certificates.models import Certificate
from learning.certificates.verification import check_address
from learning.courses.models import CoursePage
from learning.studying.actions import locked
from learning.studying.models import Enrolment
from learning.studying.progress import Progress, progress_of


class NotEarnedError(Exception):
    """Something that the certificate asks for is not done, or the certificate was revoked."""


class CertificateClosedError(Exception):
    """The certificate was revoked, or another one has taken its place."""


class TooEarlyError(Exception):
    """The certificate is good for a while yet, or for ever."""


@transaction.atomic
def issue_certificate(*, enrolment: Enrolment, course: CoursePage | None = None) -> Certificate:
    """The certificate of a completed course, and a mail to its holder. Asked for twice, it is the same one.

    `course` is the page whose words stand on it; without it, the page in the language that the member prefers where
    there is one. Raises NotEarnedError where the course is not completed, and where a certificate of it was revoked:
    what editors took away does not come back by itself.
    """
    enrolment = locked(enrolment)
    current = Certificate.objects.current().filter(enrolment=enrolment).first()
    if current is not None:
        return current
    progress = progress_of(enrolment, course)
    is_earned = enrolment.completed_at is not None or progress.is_complete
    if not is_earned or enrolment.certificates.exists():
        raise NotEarnedError
    now = timezone.now()
    certificate = _written(enrolment, course or _spoken_page(enrolment), progress, now)
    certificate.earned_at = enrolment.completed_at or now
    certificate.name = enrolment.member.display_name.strip()
    certificate.save()
    _tell("certificate_issued", certificate)
    return certificate


def _written(enrolment: Enrolment, course: CoursePage | None, progress: Progress, now: datetime) -> Certificate:
    """A certificate with what the course says today, not yet saved."""
    language = course.locale.language_code if course else settings.LANGUAGE_CODE
    with translation.override(language):
        rules = [condition.text for condition in progress.conditions]
    return Certificate(
        code=new_code(),
        member=enrolment.member,
        enrolment=enrolment,
        course_key=enrolment.course_key,
        course_title=course.title if course else enrolment.course_title,
        outcomes=[str(block.value) for block in course.outcomes] if course else [],
        rules=rules,
        hours=course.hours if course else Decimal(0),
        language=language,
        partner_name=course.partner_name if course else "",
        partner_logo=course.partner_logo if course else None,
        issued_at=now,
        expires_on=_years_after(now.date(), course.certificate_years) if course else None,
    )


def _spoken_page(enrolment: Enrolment) -> CoursePage | None:
    """The live page in the member's language, else in English, else the oldest; None where none is live."""
    pages = CoursePage.objects.filter(translation_key=enrolment.course_key).live()
    live = list(pages.select_related("locale", "partner_logo").order_by("pk"))
    by_language = {page.locale.language_code: page for page in reversed(live)}
    wanted = (enrolment.member.preferred_language, settings.LANGUAGE_CODE)
    return next((by_language[code] for code in wanted if code in by_language), live[0] if live else None)


def _years_after(day: date, years: int | None) -> date | None:
    if years is None:
        return None
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year + years, day=28)


@transaction.atomic
def name_certificate(*, certificate: Certificate, name: str) -> Certificate:
    """Write the holder's name on a certificate that has none yet. Raises CertificateClosedError.

    A name that stands there is not overwritten: that is what issuing it again is for.
    """
    certificate = _held(certificate)
    if not certificate.name:
        certificate.name = name.strip()
        certificate.save(update_fields=["name"])
    return certificate


def certify_completed(enrolment: Enrolment) -> None:
    """A course is completed: its certificate is issued with it."""
    issue_certificate(enrolment=enrolment)


@transaction.atomic
def reissue_certificate(*, certificate: Certificate, name: str) -> Certificate:
    """The same certificate under another name and code: hours and days stay. The old code says which one replaced it.

    The same name again changes nothing, also where a double click asks after it was done. Raises
    CertificateClosedError.
    """
    name = name.strip()
    locked(certificate.enrolment)
    later = Certificate.objects.current().filter(replaces=certificate, name=name).first()
    if later is not None:
        return later
    old = _held(certificate)
    if old.name == name:
        return old
    new = Certificate.objects.get(pk=old.pk)
    new.pk, new.code, new.name = None, new_code(), name
    new._state.adding = True
    return _replaced(old, new)


@transaction.atomic
def renew_certificate(*, certificate: Certificate) -> Certificate:
    """Another term for a certificate that is near its end, for who has done what the course asks for by now.

    Raises NotEarnedError, TooEarlyError, CertificateClosedError.
    """
    locked(certificate.enrolment)
    later = Certificate.objects.current().filter(replaces=certificate).first()
    if later is not None and not later.is_near_its_end:
        return later
    old = _held(certificate)
    if not old.is_near_its_end:
        raise TooEarlyError
    course = _spoken_page(old.enrolment)
    progress = progress_of(old.enrolment, course) if course else None
    if progress is None or not progress.is_complete:
        raise NotEarnedError
    new = _written(old.enrolment, course, progress, timezone.now())
    new.name, new.earned_at = old.name, old.earned_at
    new = _replaced(old, new)
    _tell("certificate_issued", new)
    return new


def _replaced(old: Certificate, new: Certificate) -> Certificate:
    """Save both: the old one first, for only one may be current."""
    old.replaced_at = timezone.now()
    old.save(update_fields=["replaced_at"])
    new.replaces = old
    new.save()
    return new


@transaction.atomic
def revoke_certificate(*, certificate: Certificate, by: User, reason: str) -> Certificate:
    """Say in public that a certificate is not good any more, and why. Its holder is told. Done twice, it is done once.

    Raises CertificateClosedError where another one has taken its place, ValueError without a reason.
    """
    if not reason.strip():
        raise ValueError("A certificate is not revoked without a reason.")
    locked(certificate.enrolment)
    certificate = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if certificate.revoked_at is not None:
        return certificate
    if certificate.replaced_at is not None:
        raise CertificateClosedError
    certificate.revoked_at, certificate.revoked_by = timezone.now(), by
    certificate.revoke_reason = reason.strip()
    certificate.save(update_fields=["revoked_at", "revoked_by", "revoke_reason"])
    _tell("certificate_revoked", certificate)
    return certificate


def _held(certificate: Certificate) -> Certificate:
    """The row as it is now, under the lock of its enrolment. Raises CertificateClosedError where it is not current."""
    locked(certificate.enrolment)
    certificate = Certificate.objects.select_for_update().select_related("enrolment__member").get(pk=certificate.pk)
    if not certificate.is_current:
        raise CertificateClosedError
    return certificate


def _tell(template: str, certificate: Certificate) -> None:
    member = certificate.member
    with translation.override(member.preferred_language):
        address = reverse("my_certificate", args=[certificate.code])
    send_mail_on_commit(
        template,
        to=member.email,
        language=member.preferred_language,
        context={
            "certificate": certificate,
            "name": str(member),
            "address": settings.WAGTAILADMIN_BASE_URL + address,
            "check": check_address(certificate),
        },
    )
