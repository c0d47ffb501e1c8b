"""Making the PDF of a report, and taking it away."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from camtree.background.each import each
from camtree.core.caching.generation import forget_all_pages
from camtree.core.http.addresses import absolute_url
from camtree.core.pages.works import hidden_now
from camtree.core.papers.typesetting import Paper, typeset
from research.library.choices import Licence
from research.library.identifiers import version_in
from research.library.models import ReportPage
from research.publishing.models import FOLDER, ReportPdf
from research.publishing.papers import paper_of
from research.publishing.queries import doi_link, notice_of


def make_missing_pdfs() -> tuple[int, int]:
    """Make the PDFs of live reports that are missing or no longer say what their page says: made, and failed.

    Takes away those of reports that may have none. One that cannot be made keeps the others from nothing.
    """
    settle_papers(within=Q(paper__isnull=False))
    reports = ReportPage.objects.live().select_related("locale").defer_streamfields()
    done = each("report-pdfs", reports, _make_if_changed, in_transaction=False)
    return sum(done), reports.count() - len(done)


def _make_if_changed(report: ReportPage) -> bool:
    before = getattr(getattr(report, "paper", None), "digest", "")
    paper = make_pdf(report=report)
    return paper is not None and paper.digest != before


def may_have_pdf(report: ReportPage) -> bool:
    """Whether the licence lets us offer the report as a file."""
    return report.licence != Licence.ALL_RIGHTS


def paper_for(report: ReportPage) -> Paper:
    """What stands in the PDF of a report as it is now."""
    return paper_of(
        report,
        address=absolute_url(report),
        version=version_in(report.identifier),
        doi=doi_link(report),
        notice=notice_of(report),
    )


def readable_reports() -> Any:
    """The reports that everybody may read, as this transaction has it."""
    return ReportPage.objects.live().exclude(hidden_now())


def make_pdf(*, report: ReportPage) -> ReportPdf | None:
    """Make the PDF of a public report, unless the one there is says the same already. Raises PaperError.

    None where the licence forbids it, where the report is private, and where it was taken down while the PDF was made.
    """
    if not may_have_pdf(report) or not readable_reports().filter(pk=report.pk).exists():
        remove_pdf(report=report)
        return None
    paper = paper_for(report)
    digest = paper.digest
    found = ReportPdf.objects.filter(page=report).first()
    if found is not None and found.digest == digest:
        return found
    now = timezone.now()
    content = typeset(paper, made_at=now)
    with transaction.atomic():
        ReportPage.objects.select_for_update().filter(pk=report.pk).values_list("pk").first()
        if not readable_reports().filter(pk=report.pk).exists():
            return None
        ReportPdf.objects.filter(page=report).delete()
        made = ReportPdf(
            page=report, size=len(content), digest=digest, made_at=now, version=version_in(report.identifier)
        )
        made.file.save(file_name(report), ContentFile(content), save=False)
        made.save()
        forget_all_pages()  # the page shows the size
    return made


@transaction.atomic
def remove_pdf(*, report: ReportPage) -> None:
    """There is no PDF of this page any more."""
    if ReportPdf.objects.filter(page=report).delete()[0]:
        forget_all_pages()


@transaction.atomic
def settle_papers(*, within: Q) -> tuple[set[UUID], list[int]]:
    """Let the PDFs of these reports follow who may read them; the works that changed, and the pages that want a PDF.

    The file of a report that is unpublished or private lies where everybody may fetch it, so it goes with the
    transaction that hides the report. It is made again, by a task, once the report is public again.
    """
    changed, wanted = set(), []
    readable = readable_reports().filter(within).values("pk")
    hidden = ReportPage.objects.filter(within, paper__isnull=False).exclude(pk__in=readable)
    for report in hidden.defer_streamfields():
        remove_pdf(report=report)
        changed.add(report.translation_key)
    for report in ReportPage.objects.filter(pk__in=readable, paper=None).defer_streamfields():
        if may_have_pdf(report):
            changed.add(report.translation_key)
            wanted.append(report.pk)
    return changed, wanted


def forget_lost_files() -> int:
    """Delete files of PDFs that no row names any more, such as those of a process that ended just after its commit; the
    number. Files of the last hour are left: their row may be on its way."""
    storage = ReportPdf._meta.get_field("file").storage
    known = set(ReportPdf.objects.values_list("file", flat=True))
    lost = 0
    try:
        folders = storage.listdir(FOLDER)[0]
    except FileNotFoundError:
        return 0
    for folder in folders:
        for file in storage.listdir(f"{FOLDER}/{folder}")[1]:
            name = f"{FOLDER}/{folder}/{file}"
            if name not in known and storage.get_modified_time(name) < timezone.now() - timedelta(hours=1):
                storage.delete(name)
                lost += 1
    return lost


def forget_file(*, storage: Storage, name: str) -> None:
    """Delete a file from its storage once the transaction is over, unless another row has come to need it."""

    def delete() -> None:
        if not ReportPdf.objects.filter(file=name).exists():
            storage.delete(name)

    transaction.on_commit(delete)


def file_name(report: ReportPage) -> str:
    """A plain name that says what the file is, such as `CT-2026-0041-en.pdf`."""
    return f"{report.identifier or report.slug[:60]}-{report.locale.language_code}.pdf"
