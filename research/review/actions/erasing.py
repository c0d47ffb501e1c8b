"""When an author's account goes: what was never published is forgotten, and shared drafts no longer name them."""

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from wagtail.models import Page, PageLogEntry, Revision, TaskState
from wagtail.search import index

from camtree.members.models import User
from research.inquiries.choices import Access
from research.inquiries.models import Inquiry, InquiryPerson
from research.inquiries.withholding import Names, Person, withhold
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
            _take_out(inquiry, _gone(member, inquiry))


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


@dataclass(frozen=True)
class Gone:
    """Somebody who goes: how a draft calls them, as whole names, and how their name is found in texts."""

    called: frozenset[str]
    names: Names

    def without(self, value: Any) -> Any:
        """The same texts, lists and dictionaries without the person: names in texts, and rows that are theirs."""
        if isinstance(value, str):
            if value[:1] in {"[", "{"}:  # the body of a page, in which letters of other scripts are escaped
                with suppress(ValueError):
                    return json.dumps(self.without(json.loads(value)))
            return withhold(value, self.names, instead=GONE, in_html="<" in value).text
        if isinstance(value, list):
            return [self.without(item) for item in value if not self._is_theirs(item)]
        if isinstance(value, dict):
            return {key: self.without(item) for key, item in value.items()}
        return value

    def _is_theirs(self, item: Any) -> bool:
        """Whether it is the row, or the bare name, of this author."""
        name = item.get("name") if isinstance(item, dict) else item
        return isinstance(name, str) and name.strip() in self.called


def _gone(member: User, inquiry: Inquiry) -> Gone:
    rows = InquiryPerson.objects.filter(inquiry=inquiry, user=member)
    called = {member.display_name} | {name for person in rows for name in (person.name, person.native_name)}
    people = [
        # What somebody calls their account counts as a whole alone: it may be a word.
        Person(
            (person.name, person.native_name),
            (person.email, member.email),
            (person.orcid,),
            also=(member.display_name,),
        )
        for person in rows
    ]
    return Gone(frozenset(name.strip() for name in called if name.strip()), Names(people))


def _take_out(inquiry: Inquiry, gone: Gone) -> None:
    rounds = Submission.objects.filter(inquiry=inquiry)
    for submission in rounds:
        submission.manuscript = gone.without(submission.manuscript)
        submission.answer = gone.without(submission.answer)
        submission.save(update_fields=["manuscript", "answer"])
    for rows in (Decision.objects, Decision.history):
        for decision in rows.filter(submission__in=rounds):
            rows.filter(pk=decision.pk).update(letter=gone.without(decision.letter))
    pages = list(_pages(inquiry))
    for page in pages:
        named = [author.pk for author in page.authors.all() if author.name.strip() in gone.called]
        ReportAuthor.objects.filter(pk__in=named).delete()
        index.insert_or_update_object(ReportPage.objects.get(pk=page.pk))
    keys = [str(page.pk) for page in pages]
    for revision in Revision.objects.filter(base_content_type__model="page", object_id__in=keys):
        Revision.objects.filter(pk=revision.pk).update(content=gone.without(revision.content))
    for entry in PageLogEntry.objects.filter(page__in=[page.pk for page in pages]):
        PageLogEntry.objects.filter(pk=entry.pk).update(data=gone.without(entry.data))
    for state in TaskState.objects.filter(Q(workflow_state__object_id__in=keys) & ~Q(comment="")):
        TaskState.objects.filter(pk=state.pk).update(comment=gone.without(state.comment))
