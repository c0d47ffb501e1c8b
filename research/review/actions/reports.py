"""The page that a draft becomes, and the identifier it keeps for ever."""

import json
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.text import slugify
from wagtail.models import Locale

from camtree.members.models import User
from research.inquiries.actions.writing import section_names
from research.inquiries.figures import keys_in
from research.inquiries.manuscript import plain_text
from research.inquiries.models import Inquiry
from research.library.choices import ABSTRACT_PARTS, ReviewStatus, Section
from research.library.facts import FROM_DRAFT, TERMS
from research.library.models import ReportAuthor, ReportIndexPage, ReportPage
from research.library.models.names import NAME
from research.review.actions.report_files import blocks_of_files, blocks_of_text, with_section
from research.review.models import ReservedIdentifier

AUTHOR = (*NAME, "role", "affiliation", "orcid", "contributions")


def reserve_identifier(*, inquiry: Inquiry) -> str:
    """The permanent identifier of an inquiry's work, such as `CT-2026-0042`. Reserved once, never given to another."""
    held = ReservedIdentifier.objects.filter(inquiry=inquiry).first()
    while held is None:
        year = timezone.now().year
        last = ReservedIdentifier.objects.filter(year=year).aggregate(last=Max("number"))["last"]
        try:
            with transaction.atomic():
                held = ReservedIdentifier.objects.create(
                    inquiry=inquiry, year=year, number=max(last or 0, _last_used(year)) + 1
                )
        except IntegrityError:  # somebody took the number in the same moment: take the next
            held = ReservedIdentifier.objects.filter(inquiry=inquiry).first()
    return str(held)


def _last_used(year: int) -> int:
    """The highest number that a report of the library carries, from before numbers were reserved."""
    used = ReportPage.objects.filter(identifier__startswith=f"CT-{year}-").values_list("identifier", flat=True)
    return max((int(identifier.split("-")[2].partition(".")[0]) for identifier in used.distinct()), default=0)


@transaction.atomic
def write_report(*, inquiry: Inquiry, member: User) -> ReportPage:
    """Write what a draft says now as a revision of its page, which is made, unseen by others, the first time."""
    parts = {part.name: part.text for part in inquiry.parts.all()}
    report = inquiry.report.get_latest_revision_as_object() if inquiry.report else ReportPage(live=False, owner=member)
    report.title, report.kind = inquiry.title, inquiry.guide.kind
    for name, _heading in ABSTRACT_PARTS:
        setattr(report, name, plain_text(parts.get(name, "")))
    report.introduction = _first_sentences(report.abstract_findings or report.abstract_aims)
    report.body = _body(inquiry, parts, member)
    for name in FROM_DRAFT:
        setattr(report, name, getattr(inquiry, name))
    report.original_language = inquiry.language
    report.conducted = _school_year(inquiry)
    report.review_status = ReviewStatus.EDITOR_CHECKED
    report.identifier = reserve_identifier(inquiry=inquiry)
    if inquiry.version > 1:
        report.identifier += f".{inquiry.version}"
    report.authors = []
    if report.pk is None:
        index = _place_for(inquiry.language)
        report.locale = index.locale
        report.slug = f"{slugify(inquiry.title)[:60].strip('-') or 'report'}-{report.identifier.lower()}"
        index.add_child(instance=report)
    report.authors = [
        ReportAuthor(locale=report.locale, sort_order=place, **{name: getattr(person, name) for name in AUTHOR})
        for place, person in enumerate(inquiry.people.filter(is_author=True))
    ]
    for name in TERMS:
        setattr(report, name, list(getattr(inquiry, name).all()))
    if not report.live:
        # With keys of their own, by which a translation made before the publication tells its authors from these.
        report.authors.commit()
    report.save_revision(user=member)
    return report


def say_the_same(one: ReportPage, other: ReportPage) -> bool:
    """Whether a reader would find no difference between two states of a report but its number and its day."""
    return _said_by(one) == _said_by(other)


def _said_by(report: ReportPage) -> list[Any]:
    content = report.serializable_data()
    content["body"] = json.loads(content["body"])  # PostgreSQL gives the keys of a block in an order of its own
    own = ("title", "kind", *(name for name, _heading in ABSTRACT_PARTS), "body", *FROM_DRAFT, *TERMS)
    authors = [[row[name] for name in AUTHOR] for row in content["authors"]]
    return [*(sorted(content[name]) if name in TERMS else content[name] for name in own), authors]


def _place_for(language: str) -> ReportIndexPage:
    """Where reports in a language stand: among their own where that shelf is live, else among the English ones."""
    shelf = ReportIndexPage.objects.live().filter(locale__language_code=language, alias_of=None).first()
    return shelf or ReportIndexPage.objects.get(locale=Locale.objects.get(language_code="en"))


def _body(inquiry: Inquiry, parts: dict[str, str], member: User) -> list[dict[str, Any]]:
    """The sections in the order of the template, those that say nothing left out; the files among the resources.

    Blocks keep their ids from one version to the next: translations find their place by them.
    """
    names = section_names(inquiry.guide)
    files = {row.key: row for row in inquiry.attachments.select_related("image", "document")}
    body = [
        {
            "type": "section",
            "id": _block_id(inquiry, name),
            "value": {
                "key": section.value["key"],
                "heading_text": section.value["heading_text"] or "",
                "content": [
                    {**block, "id": _block_id(inquiry, f"{name}/{place}")}
                    for place, block in enumerate(blocks_of_text(parts[name], files, member))
                ],
            },
        }
        for section, name in zip(inquiry.guide.sections, names, strict=True)
        if parts.get(name)
    ]
    placed = {key for name in names for key in keys_in(parts.get(name, ""))}
    body = with_section(body, Section.RESOURCES, blocks_of_files(inquiry, placed, member))
    body = with_section(body, Section.CASE_PUPILS, _case_pupils(inquiry))
    works = "".join(f"<p>{reference.text}</p>" for reference in inquiry.references.all())
    return with_section(body, Section.REFERENCES, [{"type": "text", "value": works}] if works else [])


def _block_id(inquiry: Inquiry, name: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"inquiry/{inquiry.pk}/{name}"))


def _case_pupils(inquiry: Inquiry) -> list[dict[str, Any]]:
    """Blocks of the case pupils, in the language of the draft."""
    with translation.override(inquiry.language):
        return [
            {
                "type": "case_pupil",
                "value": {
                    "label": pupil.label,
                    "starting_point": pupil.starting_point,
                    "prediction": pupil.prediction,
                    "observed": pupil.observed,
                },
            }
            for pupil in inquiry.case_pupils.all()
        ]


def _first_sentences(text: str, longest: int = 300) -> str:
    """The beginning of a text for a card, cut between words."""
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 1].rsplit(" ", 1)[0] + "…"


def _school_year(inquiry: Inquiry) -> str:
    """`2025-26` for an inquiry that went over new year, `2026` for one that did not, "" where no date is known."""
    if inquiry.started_on is None:
        return ""
    first, last = inquiry.started_on.year, (inquiry.ended_on or inquiry.started_on).year
    return str(first) if first == last else f"{first}-{last % 100:02d}"
