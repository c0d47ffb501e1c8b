"""What happens to one language of a work, done to the others (`works.py` says which)."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.move_page import MovePageAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry, PageViewRestriction

from camtree.core.pages.works import (
    Languages,
    acting_on,
    held_back_until,
    is_original,
    other_languages,
    takes_others_along,
)

# In the history of a page: it went with another language of its work, and comes back with it.
WENT_WITH_WORK = "camtree.went_with_work"
_PUBLISHING = ("wagtail.publish", "wagtail.publish.scheduled", "wagtail.unpublish", "wagtail.unpublish.scheduled")


@transaction.atomic
def unpublish_others(*, page: Page) -> list[Page]:
    """Take the other live languages of a work from readers, where `page` takes them along; those that went.

    What each of them said is written down: it comes back when the work is published again.
    """
    if not takes_others_along(page):
        return []
    gone = list(other_languages(page).live().specific())
    with acting_on(Languages.ONE):
        for other in gone:
            _take_away(other, expired=bool(page.expired))
    return gone


def _take_away(page: Page, *, expired: bool = False) -> None:
    revision = page.live_revision
    UnpublishPageAction(page, set_expired=expired, log_action=False).execute(skip_permission_checks=True)
    log(instance=page, action=WENT_WITH_WORK, revision=revision)


@transaction.atomic
def publish_others(*, page: Page) -> list[Page]:
    """Bring back the languages that went with the original, now that it is live again; those that came."""
    if not page.live or not is_original(page):
        return []
    back = []
    for other in other_languages(page).filter(live=False, alias_of=None).specific():
        last = _last_entry(other)
        if last is not None and last.action == WENT_WITH_WORK:
            revision = last.revision or other.get_latest_revision() or other.save_revision(clean=False)
            revision.publish()
            back.append(other)
    return back


def _last_entry(page: Page) -> PageLogEntry | None:
    """What the history says last of whether readers see a page: by itself or with its work."""
    entries = PageLogEntry.objects.filter(page=page.pk, action__in=[*_PUBLISHING, WENT_WITH_WORK])
    return entries.order_by("-timestamp", "-pk").first()


@transaction.atomic
def keep_embargo(*, page: Page) -> bool:
    """Take a translation back that was published before its original may be; whether it had to be.

    It goes live with the original.
    """
    if not page.live or held_back_until(page) is None:
        return False
    with acting_on(Languages.ONE):
        _take_away(page.specific)
    return True


@transaction.atomic
def move_others(*, page: Page, before: Page, after: Page) -> list[Page]:
    """Move the other languages of a work to where `page` was moved, where their language has that place."""
    if before.pk == after.pk or not takes_others_along(page):
        return []
    homes = set(before.get_translations().values_list("pk", flat=True))
    moved = []
    with acting_on(Languages.ONE):
        for other in other_languages(page):
            goal = after.get_translation_or_none(other.locale)
            home = other.get_parent()
            if goal is None or home is None or home.pk not in homes:
                continue
            if Page._slug_is_available(other.slug, goal, page=other):
                MovePageAction(other, goal, pos="last-child").execute(skip_permission_checks=True)
                moved.append(other)
    return moved


@transaction.atomic
def delete_pages(*, pages: Iterable[Page], user: Any) -> None:
    """Delete these languages of a work, each by itself."""
    with acting_on(Languages.ONE):
        for page in pages:
            DeletePageAction(page.specific, user=user).execute(skip_permission_checks=True)


@transaction.atomic
def keep_privacy(*, mirror: Page, user: Any) -> None:
    """Let a page that mirrors another keep the privacy of that one when it becomes a page of its own."""
    own = set(Page.objects.get(pk=mirror.pk).get_ancestors(inclusive=True).values_list("pk", flat=True))
    for restriction in mirror.specific.get_view_restrictions().exclude(page__in=own):
        copy = PageViewRestriction(
            page=mirror, restriction_type=restriction.restriction_type, password=restriction.password
        )
        copy.save(user=user)
        copy.groups.set(restriction.groups.all())


@transaction.atomic
def lock_others(*, page: Page, user: Any) -> None:
    """Lock the other languages of a work with `page`, by the same person."""
    for other in other_languages(page).filter(locked=False):
        _set_lock(other, by=user)
        log(instance=other, action="wagtail.lock", user=user)


@transaction.atomic
def unlock_others(*, page: Page, user: Any) -> None:
    """Unlock the other languages of a work."""
    for other in other_languages(page).filter(locked=True):
        _set_lock(other, by=None)
        log(instance=other, action="wagtail.unlock", user=user)


def _set_lock(page: Page, *, by: Any) -> None:
    page.locked, page.locked_by, page.locked_at = by is not None, by, timezone.now() if by else None
    page.save(update_fields=["locked", "locked_by", "locked_at"], clean=False)


@transaction.atomic
def forget_other_restrictions(*, page: Page, kept: int | None, user: Any) -> None:
    """Leave a work with the restriction of this primary key alone, or with none: those of its other languages would go
    on covering it."""
    for restriction in PageViewRestriction.objects.filter(page__translation_key=page.translation_key):
        if restriction.pk != kept:
            restriction.delete(user=user)
