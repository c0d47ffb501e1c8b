"""Going through many rows of which one may fail: it is set aside and told, the others have their turn."""

import logging
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime, timedelta
from typing import Final

from django.db import models, transaction
from django.utils import timezone

from camtree.background.models import SetAside
from camtree.core.http.faults import is_part_away
from camtree.core.http.log_words import without_people

logger = logging.getLogger(__name__)

# How long a row waits after it failed for the first, second, … time; the last for all that follow.
PAUSES: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 1440))
KEPT: Final = timedelta(days=30)


def each[Row: models.Model, Result](
    deed: str,
    rows: models.QuerySet[Row],
    do: Callable[[Row], Result],
    *,
    most: int | None = None,
    in_transaction: bool = True,
) -> list[Result]:
    """What `do` gives for each row, each in a transaction of its own; rows with which it fails are left out.

    Without `in_transaction` what is slow, such as another server, holds nothing up: `do` sees to its own.

    A row that failed is passed over until its pause is over, and takes no place among the `most` rows of one run.
    Raises what says that a part of the server is away: then no row is to blame, and none would do better.
    """
    failed = dict(SetAside.objects.filter(deed=deed, model=rows.model._meta.label).values_list("row", "try_after"))
    now = timezone.now()
    if waiting := [row for row, try_after in failed.items() if try_after > now]:
        rows = rows.exclude(pk__in=waiting)
    results = []
    for row in list(rows[:most] if most else rows):
        try:
            with transaction.atomic() if in_transaction else nullcontext():
                result = do(row)
        except Exception as error:
            if is_part_away(error):
                raise
            logger.exception("%s failed for %s, which is set aside", deed, row._meta.label, extra={"row": row.pk})
            set_aside(deed=deed, row=row, error=error)
        else:
            results.append(result)
            if str(row.pk) in failed:
                SetAside.objects.filter(deed=deed, model=row._meta.label, row=str(row.pk)).delete()
    return results


@transaction.atomic
def set_aside(*, deed: str, row: models.Model, error: BaseException) -> SetAside:
    """Note that a row failed, and when it is tried again."""
    now = timezone.now()
    said = without_people(f"{type(error).__name__}: {error}").replace("\0", "")[:2000]
    held, is_new = SetAside.objects.select_for_update().get_or_create(
        deed=deed,
        model=row._meta.label,
        row=str(row.pk),
        defaults={"error": said, "first_at": now, "last_at": now, "try_after": now + PAUSES[0]},
    )
    if not is_new:
        held.times += 1
        held.error, held.last_at = said, now
        held.try_after = now + PAUSES[min(held.times, len(PAUSES)) - 1]
        held.save()
    return held


def try_row_again(*, held: SetAside) -> None:
    """Let a row have its turn at the next run."""
    SetAside.objects.filter(pk=held.pk).update(try_after=timezone.now())


def forget_old_rows(*, now: datetime) -> int:
    """Forget rows that failed long ago and never again: they are done, or gone. Number of rows."""
    return SetAside.objects.filter(last_at__lt=now - KEPT).delete()[0]
