"""Sending to DataCite what is so now: called by the task, by editors and by the command that tries again."""

from typing import Any, NamedTuple

from django.db.models import F
from django.utils import timezone

from camtree.background.each import each
from camtree.core.caching.generation import forget_all_pages
from research.library.choices import ABSTRACT_PARTS
from research.library.identifiers import version_in
from research.library.models import ReportPage
from research.library.names import inverted, is_whole
from research.publishing.choices import DepositState
from research.publishing.datacite import DataCiteError, put_doi
from research.publishing.models import DoiDeposit, Withdrawal
from research.publishing.queries import notice_of
from research.publishing.tasks.papers import make_report_pdf

SCHEMA = "http://datacite.org/schema/kernel-4"


class Sent(NamedTuple):
    """How many DataCite took, and those that it did not."""

    done: int
    failed: list[DoiDeposit]


def send_open_deposits() -> Sent:
    """Tell DataCite of everything that it has not taken yet. The same sent twice does no harm."""
    sent = each("dois", DoiDeposit.objects.open(), lambda row: send_deposit(deposit=row), in_transaction=False)
    failed = [deposit for deposit in sent if deposit.state != DepositState.DONE]
    return Sent(len(sent) - len(failed), failed)


def send_deposit(*, deposit: DoiDeposit) -> DoiDeposit:
    """Tell DataCite what is so now. Whatever happens is kept in the row; nothing is raised.

    No transaction is open while DataCite thinks. What changes meanwhile leaves the deposit waiting.
    """
    deposit.refresh_from_db()
    before, first_time = deposit.wanted, deposit.registered_at is None
    try:
        state = put_doi(deposit.doi, attributes_of(deposit))
    except DataCiteError as error:
        changes: dict[str, Any] = {
            "state": DepositState.FAILED,
            "tries": F("tries") + 1,
            "last_answer": str(error),
            "changed_at": timezone.now(),
        }
    else:
        changes = {
            "state": DepositState.DONE,
            "tries": 0,
            "last_answer": state,
            "registered_at": deposit.registered_at or timezone.now(),
            "changed_at": timezone.now(),
        }
    row = DoiDeposit.objects.filter(pk=deposit.pk)
    if not row.filter(wanted=before).update(**changes):  # asked for again meanwhile: that sending will tell
        row.update(**{name: value for name, value in changes.items() if name != "state"})
    deposit.refresh_from_db()
    if first_time and deposit.registered_at is not None:
        _show(deposit)
    return deposit


def _show(deposit: DoiDeposit) -> None:
    """The pages and the PDFs carry the DOI from now on."""
    forget_all_pages()
    for pk in ReportPage.objects.filter(translation_key=deposit.work, live=True).values_list("pk", flat=True):
        make_report_pdf.enqueue(page=pk)


def attributes_of(deposit: DoiDeposit) -> dict[str, Any]:
    """What DataCite is told, by its metadata schema 4. Of a report that nobody may read nothing but that
    there is one."""
    pages = ReportPage.objects.live().public().filter(translation_key=deposit.work)
    pages = pages.select_related("locale").order_by("pk")
    report = None if deposit.is_removed else pages.first()
    told: dict[str, Any] = {
        "url": deposit.address,
        "publisher": "CamTREE",
        "publicationYear": deposit.year or timezone.localdate().year,
        "types": {"resourceTypeGeneral": "Report", "resourceType": "Practitioner research report"},
        "schemaVersion": SCHEMA,
    }
    if report is None:
        removed: dict[str, Any] = {
            "event": "hide",
            "titles": [{"title": f"Removed report {deposit.identifier}"}],
            "creators": [{"name": "CamTREE", "nameType": "Organizational"}],
            "descriptions": [],
            "rightsList": [],
            "dates": [],
        }
        return told | removed
    return told | {"event": "publish"} | _facts(report, deposit, notice_of(report))


def _facts(report: ReportPage, deposit: DoiDeposit, notice: Withdrawal | None) -> dict[str, Any]:
    language = report.locale.language_code
    mark = "[Withdrawn] " if notice else ""
    descriptions = [
        {"description": text, "descriptionType": "Abstract", "lang": language}
        for text in ["\n\n".join(getattr(report, name) for name, _heading in ABSTRACT_PARTS if getattr(report, name))]
        if text
    ]
    if notice is not None:
        descriptions.append({"description": f"Withdrawn: {notice.public_reason}", "descriptionType": "Other"})
    dates = [{"date": report.issued.iso, "dateType": "Issued"}] if report.issued else []
    if notice is not None and notice.decided_at is not None:
        dates.append({"date": notice.decided_at.date().isoformat(), "dateType": "Withdrawn"})
    return {
        "titles": [{"title": f"{mark}{report.title}", "lang": language}],
        "creators": [_creator(author) for author in report.authors.all()] or [{"name": "CamTREE"}],
        "language": language,
        "version": str(version_in(report.identifier)),
        "descriptions": descriptions,
        "dates": dates,
        "rightsList": [{"rights": report.get_licence_display(), "rightsUri": report.licence_address}]
        if report.licence_address
        else [],
        "alternateIdentifiers": [
            {"alternateIdentifier": deposit.identifier, "alternateIdentifierType": "CamTREE identifier"}
        ],
    }


def _creator(author: Any) -> dict[str, Any]:
    # Of a whole name nobody has told whether it is a person's.
    creator: dict[str, Any] = {"name": inverted(author)}
    if not is_whole(author):
        creator |= {"nameType": "Personal", "familyName": author.family_name, "givenName": author.given_name}
    elif author.orcid:
        creator["nameType"] = "Personal"
    if author.affiliation:
        creator["affiliation"] = [{"name": author.affiliation}]
    if author.orcid:
        creator["nameIdentifiers"] = [
            {
                "nameIdentifier": f"https://orcid.org/{author.orcid}",
                "nameIdentifierScheme": "ORCID",
                "schemeUri": "https://orcid.org",
            }
        ]
    return creator
