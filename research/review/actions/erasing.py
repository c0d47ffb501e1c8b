"""When an author's account goes: what was never published is forgotten, and shared drafts no longer name them."""

import json
import re
from typing import Any

from django.db.models import Q
from wagtail.models import Page, PageLogEntry, Revision, TaskState
from wagtail.search import index

from camtree.members.models import User
from research.inquiries.choices import Access
from research.inquiries.models import Inquiry, InquiryPerson
from research.library.models import ReportAuthor, ReportPage
from research.review.models import Decision, Submission

# What stands where a name was.
GONE = "—"


def forget_author(member: User) -> None:
    """Before an account is deleted, and after shared drafts have their heirs. Part of the caller's transaction.

    Drafts of one's own go with the account, so their pages in the admin go here. In shared ones that nobody has
    published, the name and the address go out of rounds, revisions and letters. What is published stays as it is.
    """
    named = Inquiry.objects.filter(people__user=member).distinct()
    own = named.filter(people__user=member, people__access=Access.OWNER)
    for inquiry in list(own):
        _forget_pages(_unpublished(inquiry))
    for inquiry in list(named.exclude(pk__in=own)):
        if not _is_published(inquiry):
            _take_out(inquiry, _words_of(member, inquiry))


def _pages(inquiry: Inquiry) -> Any:
    if inquiry.report is None:
        return ReportPage.objects.none()
    return ReportPage.objects.filter(translation_key=inquiry.report.translation_key)


def _unpublished(inquiry: Inquiry) -> list[ReportPage]:
    return list(_pages(inquiry).filter(first_published_at=None))


def _is_published(inquiry: Inquiry) -> bool:
    return bool(_pages(inquiry).exclude(first_published_at=None).exists())


def _forget_pages(pages: list[ReportPage]) -> None:
    keys = [page.pk for page in pages]
    for page in pages:
        # Its place in the tree may have moved with the one before.
        Page.objects.get(pk=page.pk).specific.delete()
    # Wagtail keeps what was done with a page that is gone, its title and comments too.
    PageLogEntry.objects.filter(page__in=keys).delete()


def _words_of(member: User, inquiry: Inquiry) -> "re.Pattern[str]":
    """The names and addresses under which a draft knows somebody, as whole words."""
    words = {member.email, member.display_name}
    for person in InquiryPerson.objects.filter(inquiry=inquiry, user=member):
        words |= {person.name, person.native_name, person.email, person.orcid}
    known = sorted((re.escape(word.strip()) for word in words if len(word.strip()) > 1), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(known)})(?!\w)", re.IGNORECASE)


def _take_out(inquiry: Inquiry, words: "re.Pattern[str]") -> None:
    rounds = Submission.objects.filter(inquiry=inquiry)
    for submission in rounds:
        submission.manuscript = _without(submission.manuscript, words)
        submission.answer = words.sub(GONE, submission.answer)
        submission.save(update_fields=["manuscript", "answer"])
    for rows in (Decision.objects, Decision.history):
        for decision in rows.filter(submission__in=rounds):
            rows.filter(pk=decision.pk).update(letter=words.sub(GONE, decision.letter))
    pages = list(_pages(inquiry))
    for page in pages:
        named = [author.pk for author in page.authors.all() if words.search(f"{author.name} {author.native_name}")]
        ReportAuthor.objects.filter(pk__in=named).delete()
        index.insert_or_update_object(ReportPage.objects.get(pk=page.pk))
    keys = [str(page.pk) for page in pages]
    for revision in Revision.objects.filter(base_content_type__model="page", object_id__in=keys):
        Revision.objects.filter(pk=revision.pk).update(content=_without(revision.content, words))
    for entry in PageLogEntry.objects.filter(page__in=[page.pk for page in pages]):
        PageLogEntry.objects.filter(pk=entry.pk).update(data=_without(entry.data, words))
    for state in TaskState.objects.filter(Q(workflow_state__object_id__in=keys) & ~Q(comment="")):
        TaskState.objects.filter(pk=state.pk).update(comment=words.sub(GONE, state.comment))


def _without(value: Any, words: "re.Pattern[str]") -> Any:
    """The same lists and dictionaries, without the words in any text; what is JSON within a text, too."""
    if isinstance(value, str):
        if value[:1] in {"[", "{"}:  # the body of a page, in which letters of other scripts are escaped
            try:
                return json.dumps(_without(json.loads(value), words))
            except ValueError:
                pass
        return words.sub(GONE, value)
    if isinstance(value, list):
        return [_without(item, words) for item in value]
    if isinstance(value, dict):
        return {key: _without(item, words) for key, item in value.items()}
    return value
