"""What readers do with what they keep. Two clicks at once, and two tabs, come to the same as one."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone, translation

from camtree.background.each import each
from camtree.core.mail import send_mail_on_commit
from camtree.core.words.locales import active_locale
from camtree.members.models import User
from research.library.models import ReportPage
from research.library.saved_searches.queries import works_found
from research.reading.choices import MOST_LISTS, MOST_SEARCHES, MOST_WORKS, Frequency
from research.reading.models import Digest, ListedWork, ReadableWork, ReadingList, SavedSearch, new_key
from research.reading.searches import in_words

# So many titles of one search stand in a mail; the rest is a link.
TOLD = 10
# Works that are noted in one statement.
AT_ONCE = 500
IN_A_MAIL = ("title", "locale", "path", "depth", "url_path", "translation_key", "slug")


class FullError(Exception):
    """There may be no more of it."""


class NothingAskedError(Exception):
    """A search that looks for nothing."""


def _hold(member: User) -> None:
    """What one member does at the same moment waits here for each other."""
    User.objects.select_for_update().get(pk=member.pk)


# ---------------------------------------------------------------- lists


@transaction.atomic
def make_list(*, member: User, title: str, note: str = "") -> ReadingList:
    """A list of one's own; the one that is called so, where there is one. Raises FullError."""
    _hold(member)
    found = ReadingList.objects.filter(member=member, title=title.strip(), is_bookmarks=False).first()
    if found is not None:
        return found
    if ReadingList.objects.filter(member=member, is_bookmarks=False).count() >= MOST_LISTS:
        raise FullError
    return ReadingList.objects.create(member=member, title=title.strip(), note=note.strip())


@transaction.atomic
def bookmarks_of(*, member: User) -> ReadingList:
    """The bookmarks of a member, made with the first of them."""
    _hold(member)
    return ReadingList.objects.get_or_create(member=member, is_bookmarks=True)[0]


@transaction.atomic
def change_list(*, reading_list: ReadingList, title: str, note: str) -> None:
    """Call it otherwise, and say what it is for. Bookmarks keep their name."""
    rows = ReadingList.objects.filter(pk=reading_list.pk)
    rows.update(note=note.strip())
    rows.filter(is_bookmarks=False).update(title=title.strip())


@transaction.atomic
def delete_list(*, reading_list: ReadingList) -> None:
    """A list goes with what stands on it; the works stay where they are."""
    ReadingList.objects.filter(pk=reading_list.pk).delete()


@transaction.atomic
def share_list(*, reading_list: ReadingList) -> str:
    """Open a list to whoever has its link, and say the link's word: the one there is, else a new one."""
    held = ReadingList.objects.select_for_update().get(pk=reading_list.pk)
    if held.key is None:
        held.key = new_key()
        held.save(update_fields=["key"])
    return held.key


@transaction.atomic
def stop_sharing(*, reading_list: ReadingList) -> None:
    """The link opens nothing any more, and never again."""
    ReadingList.objects.filter(pk=reading_list.pk).update(key=None)


@transaction.atomic
def add_work(*, reading_list: ReadingList, report: ReportPage, note: str = "") -> ListedWork:
    """Put a work at the end of a list. One that is there stays where it is and gets the note, if there is one.

    Raises FullError.
    """
    held = ReadingList.objects.select_for_update().get(pk=reading_list.pk)
    row = held.works.filter(work=report.translation_key).first()
    if row is None:
        if held.works.count() >= MOST_WORKS:
            raise FullError
        last = held.works.aggregate(last=Max("position"))["last"] or 0
        row = ListedWork(reading_list=held, work=report.translation_key, position=last + 1)
    row.title = report.title
    row.note = note.strip() or row.note
    row.save()
    return row


@transaction.atomic
def write_note(*, row: ListedWork, note: str) -> None:
    """Say why a work is on the list."""
    ListedWork.objects.filter(pk=row.pk).update(note=note.strip())


@transaction.atomic
def move_work(*, row: ListedWork, up: bool) -> None:
    """Change places with the work before or after it; at an end nothing happens."""
    held = ReadingList.objects.select_for_update().get(pk=row.reading_list_id)
    places = dict(held.works.values_list("pk", "position"))
    keys = list(places)
    if row.pk not in keys:
        return
    place = keys.index(row.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(keys):
        return
    near = keys[other]
    ListedWork.objects.filter(pk=row.pk).update(position=places[near])
    ListedWork.objects.filter(pk=near).update(position=places[row.pk])


@transaction.atomic
def remove_work(*, row: ListedWork) -> None:
    """Take a work from a list."""
    ListedWork.objects.filter(pk=row.pk).delete()


# ---------------------------------------------------------------- searches


@transaction.atomic
def save_search(*, member: User, query: str, title: str = "", frequency: Frequency | None = None) -> SavedSearch:
    """Save a question in its one form (`in_one_form`); one that is saved already gets the name, if there is one. With
    `frequency`, how often the member hears of new works from now on.

    Raises NothingAskedError, FullError.
    """
    if not query:
        raise NothingAskedError
    _hold(member)
    row = SavedSearch.objects.filter(member=member, query=query).first()
    if row is None:
        if SavedSearch.objects.filter(member=member).count() >= MOST_SEARCHES:
            raise FullError
        row = SavedSearch(member=member, query=query)
    row.title = title.strip() or row.title
    row.save()
    if frequency is not None:
        set_digest(member=member, frequency=frequency)
    return row


@transaction.atomic
def delete_search(*, search: SavedSearch) -> None:
    """It is not asked any more."""
    SavedSearch.objects.filter(pk=search.pk).delete()


# ---------------------------------------------------------------- mails on what is new


@transaction.atomic
def set_digest(*, member: User, frequency: Frequency) -> Digest:
    """How often the member hears of new works. Who begins hears of what comes from now on, give or take the hour
    between two notings: works are not counted while somebody waits for a page.
    """
    _hold(member)
    digest = Digest.objects.filter(member=member).first() or Digest(member=member)
    if digest.frequency == Frequency.OFF and frequency != Frequency.OFF:
        if not ReadableWork.objects.exists():  # the timer notes them each hour; here it has not come by yet
            note_readable_works(now=timezone.now())
        digest.told_until = timezone.now()
    digest.frequency = frequency
    digest.save()
    return digest


@transaction.atomic
def stop_digest(*, digest: Digest) -> None:
    """No more mails; the searches stay."""
    Digest.objects.filter(pk=digest.pk).update(frequency=Frequency.OFF)


def send_digests(*, now: datetime) -> int:
    """Tell everybody whose time has come what is new for them. Number of mails; safe to repeat.

    Looks once for what is new at all: who waits costs nothing until something is. Works are noted even where nobody
    waits, so that who begins does not hear of what was there before.
    """
    note_readable_works(now=now)
    due = Digest.objects.due(now)
    oldest = due.order_by("told_until").values_list("told_until", flat=True).first()
    if oldest is None:
        return 0
    if not ReadableWork.objects.filter(since__gt=oldest, since__lte=now).exists():
        return 0
    return sum(each("digests", due.select_related("member"), lambda row: _send_digest(row, now)))


def note_readable_works(*, now: datetime) -> int:
    """Note which works may be read that could not be when this was asked before. Number of works; safe to repeat."""
    noted = ReadableWork.objects.filter(work=OuterRef("translation_key"))
    public = ReportPage.objects.live().public().filter(~Exists(noted)).order_by()
    works, number = public.values_list("translation_key", flat=True).distinct(), 0
    while some := list(works[:AT_ONCE]):
        ReadableWork.objects.bulk_create((ReadableWork(work=work, since=now) for work in some), ignore_conflicts=True)
        number += len(some)
    return number


def _send_digest(digest: Digest, now: datetime) -> bool:
    """One mail for all searches of a member that find something new; whether there was any."""
    held = Digest.objects.select_for_update(of=("self",)).due(now).filter(pk=digest.pk).first()
    if held is None:  # told meanwhile, or stopped
        return False
    new = ReadableWork.objects.filter(since__gt=held.told_until, since__lte=now).values("work")
    member = digest.member
    found: list[dict[str, Any]] = []
    told_of: set[UUID] = set()
    with translation.override(member.preferred_language):
        for search in SavedSearch.objects.filter(member=member):
            if told := _told(search, new, told_of):
                found.append(told)
                told_of |= {report.translation_key for report in told["reports"]}
        if found:
            stop = f"{settings.WAGTAILADMIN_BASE_URL}{reverse('stop_digest', args=[held.key])}"
            send_mail_on_commit(
                "new_works",
                to=member.email,
                language=member.preferred_language,
                context={
                    "member": member,
                    "found": found,
                    "number": sum(told["number"] for told in found),
                    "stop": stop,
                    "searches": f"{settings.WAGTAILADMIN_BASE_URL}{reverse('my_reading')}",
                },
                # RFC 8058: mail programs offer a button that stops it.
                headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
            )
    Digest.objects.filter(pk=held.pk).update(told_until=now)
    return bool(found)


def _told(search: SavedSearch, new: Any, told_of: set[UUID]) -> dict[str, Any] | None:
    """What a mail tells of a search that finds something new, but for works that it tells of already; None for one that
    finds nothing."""
    asked: QueryDict = search.asked
    works = works_found(asked, active_locale()).filter(translation_key__in=new).exclude(translation_key__in=told_of)
    reports = list(works.order_by(F("first_published_at").desc(), "pk").only(*IN_A_MAIL)[: TOLD + 1])
    if not reports:
        return None
    newest = asked.copy()
    newest["sort"] = "newest"
    return {
        "name": search.title or in_words(asked),
        "reports": reports[:TOLD],
        "number": len(reports[:TOLD]),
        "has_more": len(reports) > TOLD,
        "address": f"{settings.WAGTAILADMIN_BASE_URL}/{translation.get_language()}/research/?{newest.urlencode()}",
    }
