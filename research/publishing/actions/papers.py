"""Making the PDF of a report, and taking it away."""

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import transaction
from django.utils import timezone

from camtree.background.each import each
from camtree.core.caching.generation import forget_all_pages
from camtree.core.http.addresses import absolute_url
from camtree.core.papers.typesetting import typeset
from research.library.choices import Licence
from research.library.identifiers import version_in
from research.library.models import ReportPage
from research.publishing.models import ReportPdf
from research.publishing.papers import paper_of
from research.publishing.queries import doi_link, notice_of


def make_missing_pdfs() -> tuple[int, int]:
    """Make the PDFs of live reports that are missing or no longer say what their page says: made, and failed.

    Takes away those of reports that may have none. One that cannot be made keeps the others from nothing.
    """
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


def make_pdf(*, report: ReportPage) -> ReportPdf | None:
    """Make the PDF of a live report, unless the one there is says the same already. Raises PaperError.

    None where the licence forbids it, and where the report was taken down while the PDF was made.
    """
    if not report.live or not may_have_pdf(report):
        remove_pdf(report=report)
        return None
    paper = paper_of(
        report,
        address=absolute_url(report),
        version=version_in(report.identifier),
        doi=doi_link(report),
        notice=notice_of(report),
    )
    digest = paper.digest
    found = ReportPdf.objects.filter(page=report).first()
    if found is not None and found.digest == digest:
        return found
    now = timezone.now()
    content = typeset(paper, made_at=now)
    with transaction.atomic():
        if not ReportPage.objects.select_for_update().filter(pk=report.pk, live=True).exists():
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


def forget_file(*, storage: Storage, name: str) -> None:
    """Delete a file from its storage once the transaction is over, unless another row has come to need it."""

    def delete() -> None:
        if not ReportPdf.objects.filter(file=name).exists():
            storage.delete(name)

    transaction.on_commit(delete)


def file_name(report: ReportPage) -> str:
    """A plain name that says what the file is, such as `CT-2026-0041-en.pdf`."""
    return f"{report.identifier or report.slug[:60]}-{report.locale.language_code}.pdf"
