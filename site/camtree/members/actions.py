"""Deeds about accounts."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from camtree.core.mail import send_mail_on_commit
from camtree.members import personal_data
from camtree.members.models import KeptWords, User

# Forms that one person has begun. Nobody writes more at a time; the oldest goes first.
MOST_FORMS: Final = 60
KEPT_FOR: Final = timedelta(days=90)

type Words = dict[str, tuple[list[str], list[str]]]


class WordsChangedError(Exception):
    """Another tab or device kept other words in the same form meanwhile. Carries them."""

    def __init__(self, current: KeptWords) -> None:
        super().__init__(current.form)
        self.current = current


@transaction.atomic
def change_profile(
    *,
    member: User,
    display_name: str,
    preferred_language: str,
    time_zone: str,
    family_name: str = "",
    given_name: str = "",
) -> User:
    """Keep what a member says about themselves."""
    member.display_name = display_name
    member.family_name, member.given_name = family_name, given_name
    member.preferred_language = preferred_language
    member.time_zone = time_zone
    member.save(update_fields=["display_name", "family_name", "given_name", "preferred_language", "time_zone"])
    return member


@transaction.atomic
def close_account(*, member: User) -> None:
    """Delete an account and what belongs to the person alone, and tell them by mail that it is done.

    What was published stays with its authors' names, because it is part of the record.
    """
    send_mail_on_commit(
        "account_closed", to=member.email, language=member.preferred_language, context={"name": str(member)}
    )
    personal_data.erase(member)


@transaction.atomic
def keep_words(*, member: User, form: str, words: Words, number: int, page: str = "") -> KeptWords:
    """Keep what a member has typed into a form so far: by name of a field, its values when it was opened and now.

    `number` is the version that the page knew, 0 for none; `page` names the page, so that what it sent before it was
    handed in and what comes after that is dropped. The same words again change nothing. Raises WordsChangedError.
    """
    # A first letter in two tabs at once waits here.
    User.objects.select_for_update(no_key=True).get(pk=member.pk)
    row = KeptWords.objects.filter(member=member, form=form).first() or KeptWords(member=member, form=form)
    kept = {name: [list(was), list(now)] for name, (was, now) in words.items()}
    if row.words == kept or (page and page == row.closed_page):
        return row
    if row.words and row.number != number:
        raise WordsChangedError(row)
    row.words, row.number = kept, row.number + 1
    row.save()
    # Rows of forms that were handed in hold nothing, and must not push out those that do.
    mine = KeptWords.objects.filter(member=member)
    for rows in (mine.exclude(words={}), mine.filter(words={})):
        keys = rows.order_by("-saved_at", "-pk").values_list("pk", flat=True)
        KeptWords.objects.filter(pk__in=list(keys[MOST_FORMS:])).delete()
    return row


@transaction.atomic
def let_words_go(*, member: User, form: str, page: str = "") -> None:
    """The form was taken: what was kept of it is not needed any more. `page` is the one that handed it in."""
    User.objects.select_for_update(no_key=True).get(pk=member.pk)
    row = KeptWords.objects.filter(member=member, form=form).first() or KeptWords(member=member, form=form)
    row.words, row.number, row.closed_page = {}, row.number + 1, page
    row.save()


def forget_words(*, now: datetime) -> int:
    """Delete what nobody has gone on with for as long as was promised; how many forms. Safe to repeat."""
    gone, _by_model = KeptWords.objects.filter(saved_at__lt=now - KEPT_FOR).delete()
    return gone
