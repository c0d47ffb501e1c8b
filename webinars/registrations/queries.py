"""Reads over registrations and the pages they belong to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from camtree.core.pages.works import original_of
from camtree.core.words.locales import locales
from webinars.models import WebinarPage
from webinars.registrations.choices import RegistrationState
from webinars.registrations.models import Register, Registration


def pages_of(works: Iterable[UUID], language: str) -> dict[UUID, WebinarPage]:
    """The page of each work for somebody who reads `language`: in it, else in English, else the oldest. Live ones."""
    codes = {pk: row.language_code for pk, row in locales().items()}

    def suits(page: WebinarPage) -> tuple[bool, bool, int]:
        code = codes.get(page.locale_id, "")
        return code == language, code == settings.LANGUAGE_CODE, -page.pk

    rows = WebinarPage.objects.live().filter(translation_key__in=set(works), alias_of=None).defer_streamfields()
    return {page.translation_key: page for page in sorted(rows, key=suits)}


def page_of(register: Register, language: str) -> WebinarPage | None:
    """The page of one webinar for somebody who reads `language`; None where none is public any more."""
    return pages_of([register.work_key], language).get(register.work_key)


def facts_page(work_key: UUID) -> WebinarPage | None:
    """The page that says how many places there are and when it begins: the original, else the oldest that is live."""
    pages = WebinarPage.objects.live().filter(translation_key=work_key, alias_of=None).order_by("pk")
    page: WebinarPage | None = pages.first()
    if page is not None and (original := original_of(page)) is not None and original.live:
        return WebinarPage.objects.get(pk=original.pk)
    return page


@dataclass(frozen=True)
class Standing:
    """How registration is with a webinar, and where one visitor stands with it."""

    is_open: bool
    is_full: bool
    opens_at: datetime | None
    own: Registration | None

    @property
    def state(self) -> str:
        return self.own.state if self.own else ""


def standing_of(page: WebinarPage, user: Any) -> Standing:
    """What the page of a webinar says about registration, to this visitor. Three queries at most."""
    now = timezone.now()
    register = Register.objects.filter(work_key=page.translation_key).first()
    own = None
    if register is not None and user is not None and user.is_authenticated:
        rows = Registration.objects.of(user).filter(register=register).order_by("member", "pk")
        own = rows.exclude(state=RegistrationState.PENDING).first()
        if own is not None:
            own.register = register
    is_full = page.capacity is not None and register is not None and _held(register) >= page.capacity
    opens = page.registration_opens_at
    return Standing(
        is_open=page.is_open_for_registration(now),
        is_full=is_full,
        opens_at=opens if opens and opens > now else None,
        own=own,
    )


def _held(register: Register) -> int:
    """Places that nobody else can have: taken, or for those who wait and move up."""
    rows: Any = register.registrations
    return int(rows.holding().count())


@dataclass(frozen=True)
class Mine:
    """A registration with the page of its webinar."""

    row: Registration
    page: WebinarPage | None


def registrations_of(member: Any, language: str) -> tuple[list[Mine], list[Mine]]:
    """A member's registrations: to come, the next first, and past, the latest first."""
    rows = Registration.objects.of(member).exclude(state=RegistrationState.PENDING)
    found = list(rows.select_related("register", "member").order_by("register__starts_at", "pk"))
    pages = pages_of((row.register.work_key for row in found), language)
    mine = [Mine(row, pages.get(row.register.work_key)) for row in found]
    now = timezone.now()
    to_come = [one for one in mine if one.row.register.ends_at > now and one.row.state in Registration.INSIDE]
    past = [one for one in mine if one.row.register.ends_at <= now and one.row.state == RegistrationState.JOINED]
    return to_come, past[::-1]
