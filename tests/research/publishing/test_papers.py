"""The PDF of a report: what another program finds in it, and how it is made, kept and given out."""

import io
from datetime import timedelta
from typing import Any

import pikepdf
import pypdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from camtree.core.papers.typesetting import PaperError, typeset
from research.models import ReportAuthor, ReportPage, ReportPdf
from research.publishing.actions import papers as making
from research.publishing.papers import paper_of
from research.publishing.papers.rich_text import blocks_of
from research.publishing.views import papers as desk
from tests.factories.media import make_image
from tests.factories.members import browser_of, make_member
from tests.factories.pages import make_full_report, make_report, make_translation

pytestmark = pytest.mark.django_db
ADDRESS = "https://camtree.test/en/research/reports/wait-time-and-talk/"
HOSTILE = 'Costs $5 #eval("1+1") *not bold* _nor this_ @nobody <label> \\ // /* [x] = y ~ `code`'


def section(*blocks: tuple[str, Any], key: str = "findings") -> tuple[str, Any]:
    content = [{"type": kind, "value": value} for kind, value in blocks]
    return ("section", {"key": key, "heading_text": "", "content": content})


def pdf_of(report: ReportPage, **facts: Any) -> bytes:
    return typeset(paper_of(report, address=ADDRESS, **facts), made_at=timezone.now())


def body_of(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def words_of(content: bytes) -> str:
    """The text as another program reads it, on one line, without marks of direction.

    Typst 0.15 writes a mark that stands before a letter into the text of every later place of that letter.
    """
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    text = " ".join(page.extract_text() for page in pages)
    return " ".join(text.translate(dict.fromkeys(map(ord, "\u200e\u200f"))).split())


def roles_in(pdf: pikepdf.Pdf) -> list[str]:
    """Every structure element of a tagged PDF, by its role."""
    found: list[str] = []

    def walk(node: Any) -> None:
        if isinstance(node, pikepdf.Array):
            for child in node:
                walk(child)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.append(str(node["/S"]))
            if "/K" in node:
                walk(node["/K"])

    walk(pdf.Root.StructTreeRoot["/K"])
    return found


def full_report(**fields: Any) -> ReportPage:
    picture = make_image("Dots on a chart")
    image = {"image": picture.pk, "alt_text": "Nineteen dots of twenty-seven", "decorative": False}
    table = {
        "data": [["", "Lesson 1"], ["Pupil A", "2"]],
        "first_row_is_table_header": True,
        "first_col_is_header": True,
        "table_header_choice": "both",
        "table_caption": "Answers given",
    }
    text = (
        "<p>We <b>waited</b> ten seconds.</p><h4>Twice</h4><ul><li>first</li><li>then</li></ul>"
        '<p><a href="https://example.org/">A link</a></p>'
    )
    body = [
        section(
            ("text", text),
            ("figure", {"image": image, "caption": "Who answered", "source": "Our count"}),
            ("table", table),
            ("quote", {"text": "I had it.", "attribution": "Pupil B"}),
            ("statistics", {"items": [{"value": "19 of 27", "label": "pupils answered"}]}),
            ("callout", {"kind": "try", "title": "Next lesson", "text": "<p>Hand out slips.</p>"}),
        ),
        section(
            ("case_pupil", {"label": "Pupil A", "starting_point": "Silent.", "prediction": "", "observed": "Spoke."}),
            key="case_pupils",
        ),
    ]
    return make_full_report(
        abstract_context="A class of 27.", abstract_findings=HOSTILE, body=body, identifier="CT-2026-0041", **fields
    )


def test_another_program_finds_a_tagged_pdf_ua() -> None:
    pdf = pikepdf.open(io.BytesIO(pdf_of(full_report())))
    assert bool(pdf.Root.MarkInfo.Marked)
    assert str(pdf.Root.Lang) == "en"
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "Wait time and talk"
        assert metadata["dc:creator"] == ["Nila Perera"]
        assert metadata["dc:language"] == {"en"}
    roles = roles_in(pdf)
    # Abstract, Findings, Case pupils, How to cite; two parts of the abstract, one sub-heading, one pupil.
    assert (roles.count("/H1"), roles.count("/H2"), roles.count("/H3")) == (4, 4, 0)
    assert {"/Title", "/L", "/Table", "/TH", "/Figure", "/Link"} <= set(roles)
    (figure,) = [s for s in pdf.objects if isinstance(s, pikepdf.Dictionary) and s.get("/S") == "/Figure"]
    assert str(figure.Alt) == "Nineteen dots of twenty-seven"


def test_what_people_wrote_is_printed_as_it_stands() -> None:
    report = full_report()
    report.authors = [ReportAuthor(name="#Nila *Perera*")]
    content = pdf_of(report)
    pdf = pikepdf.open(io.BytesIO(content))
    assert str(pdf.docinfo["/Author"]) == "#Nila *Perera*"
    words = words_of(content)
    assert HOSTILE in words
    for told in ("CT-2026-0041", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/", "19 of 27", "Spoke."):
        assert told in words
    assert "Perera* (no date). Wait time and talk. CamTREE, CT-2026-0041." in words
    assert "Page 1 of" in words


@pytest.mark.parametrize(
    ("code", "language", "text"), [("ar", "ar", "انتظرنا عشر ثوان"), ("zh-hans", "zh-CN", "我们等了十秒钟")]
)
def test_other_scripts_and_directions(code: str, language: str, text: str) -> None:
    from wagtail.models import Locale

    report = full_report()
    report.title, report.locale = text, Locale(language_code=code)
    content = pdf_of(report)
    pdf = pikepdf.open(io.BytesIO(content))
    assert str(pdf.Root.Lang) == language
    assert pdf.open_metadata()["dc:title"] == text
    fonts = {str(f.BaseFont) for f in pdf.objects if isinstance(f, pikepdf.Dictionary) and f.get("/Type") == "/Font"}
    wanted = "NotoNaskhArabic" if code == "ar" else "NotoSansCJKsc"
    assert any(wanted in name for name in fonts)


def test_a_sign_that_no_font_has_becomes_an_empty_square() -> None:
    report = make_report("Waiting \U0010fffd and talk", abstract_findings="Twice: \U0010fffc.")
    pdf = pikepdf.open(io.BytesIO(pdf_of(report)))
    assert pdf.open_metadata()["dc:title"] == "Waiting \u25a1 and talk"


def test_a_decorative_picture_is_no_figure() -> None:
    image = {"image": make_image("Leaves").pk, "alt_text": "", "decorative": True}
    report = make_report(body=[section(("image", {"image": image, "caption": ""}))])
    pdf = pikepdf.open(io.BytesIO(pdf_of(report)))
    assert [found for found in pdf.objects if isinstance(found, pikepdf.Stream) and found.get("/Subtype") == "/Image"]
    assert "/Figure" not in roles_in(pdf)


def test_headings_skip_no_level() -> None:
    report = make_report(body=[section(("text", "<h4>Deep at once</h4><p>One.</p><h3>Less</h3><h4>Deep</h4>"))])
    roles = roles_in(pikepdf.open(io.BytesIO(pdf_of(report))))
    assert [role for role in roles if role in {"/H1", "/H2", "/H3"}] == ["/H1", "/H2", "/H2", "/H3", "/H1"]


def test_html_of_any_kind_becomes_data() -> None:
    html = (
        'loose <b>bold</b><script>x()</script><p> a <a href="javascript:x">link</a> </p><!-- no -->'
        "<ol start='3'><li>three<ul><li>deep</li></ul></li></ol><p></p>"
    )
    assert blocks_of(html) == [
        {"is": "p", "in": ["loose ", {"is": "strong", "in": ["bold"]}]},
        {"is": "p", "in": [" a ", "link"]},
        {
            "is": "ol",
            "start": 3,
            "items": [
                [{"is": "p", "in": ["three"]}, {"is": "ul", "start": 1, "items": [[{"is": "p", "in": ["deep"]}]]}]
            ],
        },
    ]


def test_a_crooked_table_is_made_straight() -> None:
    html = (
        "<table><tr><th>a</th><th>b</th></tr><tr><td rowspan=9>1</td></tr>"
        "<tr><td colspan=40>2</td></tr><tr><td>3</td></tr></table>"
    )
    report = make_report(body=[section(("text", html.replace("colspan=40", "colspan=2")))])
    (table,) = blocks_of(html)
    assert table["width"] == 41
    assert pikepdf.open(io.BytesIO(pdf_of(report))).Root.MarkInfo.Marked


# ---------------------------------------------------------------- made, kept, given out


@pytest.mark.usefixtures("files_on_disk")
def test_a_published_report_has_its_pdf(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        report = full_report()
    paper = ReportPdf.objects.get(page=report)
    response = Client().get(f"{report.url}pdf/")
    content = body_of(response)
    assert content.startswith(b"%PDF-")
    assert len(content) == paper.size
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="CT-2026-0041-en.pdf"'
    html = Client().get(report.url).content.decode()
    assert f'href="{report.url}pdf/"' in html
    assert f'<meta name="citation_pdf_url" content="http://testserver{report.url}pdf/">' in html


@pytest.mark.usefixtures("files_on_disk")
def test_each_language_has_its_own(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        arabic = make_translation(full_report())
    response = Client().get(f"{arabic.url}pdf/")
    assert response["Content-Disposition"] == 'inline; filename="CT-2026-0041-ar.pdf"'
    assert str(pikepdf.open(io.BytesIO(body_of(response))).Root.Lang) == "ar"


def test_a_correction_makes_it_again_and_no_file_is_left(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        report = make_report(identifier="CT-2026-0041")
    before = ReportPdf.objects.get(page=report)
    with django_capture_on_commit_callbacks(execute=True):
        report.save_revision().publish()
    assert ReportPdf.objects.get(page=report) == before
    report.title = "Wait time and better talk"
    with django_capture_on_commit_callbacks(execute=True):
        report.save_revision().publish()
    after = ReportPdf.objects.get(page=report)
    assert after.digest != before.digest
    assert not storages["default"].exists(str(before.file.name))
    assert storages["default"].exists(str(after.file.name))


@pytest.mark.usefixtures("files_on_disk")
def test_it_is_made_when_somebody_asks_first() -> None:
    report = make_report()
    assert not ReportPdf.objects.exists()
    assert "citation_pdf_url" not in Client().get(report.url).content.decode()
    assert Client().get(f"{report.url}pdf/").status_code == 200
    assert ReportPdf.objects.get().page_id == report.pk


def test_where_it_cannot_be_made_a_sentence_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []

    def fails(paper: Any, **facts: Any) -> bytes:
        tried.append(paper)
        raise PaperError("no")

    monkeypatch.setattr(making, "typeset", fails)
    report = make_report()
    for _time in range(3):
        response = Client().get(f"{report.url}pdf/")
        assert (response.status_code, response["Retry-After"]) == (503, "60")
        assert "The PDF of this report is being made. Please try again in a minute." in response.content.decode()
    assert len(tried) == 1


def test_a_report_that_cannot_be_set_is_published_all_the_same(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    def fails(paper: Any, **facts: Any) -> bytes:
        raise PaperError("no")

    monkeypatch.setattr(making, "typeset", fails)
    with django_capture_on_commit_callbacks(execute=True):
        report = make_report()
    assert Client().get(report.url).status_code == 200
    assert not ReportPdf.objects.exists()


def test_all_rights_reserved_means_no_file() -> None:
    report = make_report(licence="all-rights")
    response = Client().get(f"{report.url}pdf/")
    assert response.status_code == 404
    assert "All rights in this report are reserved" in response.content.decode()
    assert not ReportPdf.objects.exists()


@pytest.mark.usefixtures("files_on_disk")
def test_what_nobody_may_read_has_no_pdf(django_capture_on_commit_callbacks: Any) -> None:
    report = make_report()
    address = f"{report.url}pdf/"
    in_arabic = address.replace("/en/", "/ar/")
    assert [Client().get(place).status_code for place in (address, in_arabic)] == [200, 200]
    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(page=report, restriction_type=PageViewRestriction.LOGIN)
    assert [Client().get(place).status_code for place in (address, in_arabic)] == [404, 404]
    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.get().delete()
    assert Client().get(address).status_code == 200
    report.unpublish()
    assert [Client().get(place).status_code for place in (address, in_arabic)] == [404, 404]


def test_a_report_taken_down_meanwhile_gets_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    report = make_report()
    typeset_before = making.typeset

    def taken_down(*args: Any, **facts: Any) -> bytes:
        ReportPage.objects.get(pk=report.pk).unpublish()
        return typeset_before(*args, **facts)

    monkeypatch.setattr(making, "typeset", taken_down)
    assert making.make_pdf(report=report) is None
    assert not ReportPdf.objects.exists()


def test_the_command_makes_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    make_report()
    make_report("All mine", licence="all-rights")
    call_command("make_pdfs")
    call_command("make_pdfs")
    assert capsys.readouterr().out == "1 made, 0 failed\n0 made, 0 failed\n"


# ---------------------------------------------------------------- files of what nobody may read


@pytest.fixture
def kept_file(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A report in two languages with a PDF each, and the names of the files in the storage everybody may read."""
    monkeypatch.setattr(making, "typeset", lambda *args, **facts: b"%PDF-1.7 words")

    def files() -> list[str]:
        storage = ReportPdf._meta.get_field("file").storage
        found = [
            f"{folder}/{file}"
            for folder in storage.listdir("reports")[0]
            for file in storage.listdir(f"reports/{folder}")[1]
        ]
        return sorted(name.rpartition("-")[2] for name in found)

    return files


HIDING = {
    "unpublished": lambda report: report.unpublish(),
    "private": lambda report: PageViewRestriction.objects.create(page=report, restriction_type="login"),
    "private above": lambda report: PageViewRestriction.objects.create(
        page=report.get_parent(), restriction_type="login"
    ),
    "private in the other language": lambda report: PageViewRestriction.objects.create(
        page=report.get_translations().get(), restriction_type="login"
    ),
    "expired": lambda report: (
        ReportPage.objects.filter(pk=report.pk).update(expire_at=timezone.now() - timedelta(minutes=1)),
        call_command("publish_scheduled"),
    ),
    "deleted": lambda report: [
        ReportPage.objects.get(pk=page.pk).delete() for page in (*report.get_translations(), report)
    ],
}


@pytest.mark.usefixtures("files_on_disk")
@pytest.mark.parametrize("how", HIDING)
def test_the_files_of_a_hidden_report_are_gone(
    how: str, kept_file: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        report = make_report()
        make_translation(report)
    assert kept_file() == ["ar.pdf", "en.pdf"]
    with django_capture_on_commit_callbacks(execute=True):
        HIDING[how](ReportPage.objects.get(pk=report.pk))
        assert not ReportPdf.objects.exists()
    assert kept_file() == []
    call_command("make_pdfs")
    assert kept_file() == []


@pytest.mark.usefixtures("files_on_disk")
def test_they_are_made_again_when_it_is_public_again(kept_file: Any, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        report = make_report()
        make_translation(report)
    for hide, show in (
        (
            HIDING["unpublished"],
            lambda page: page.save_revision().publish(),
        ),
        (HIDING["private"], lambda page: PageViewRestriction.objects.all().delete()),
    ):
        with django_capture_on_commit_callbacks(execute=True):
            hide(ReportPage.objects.get(pk=report.pk))
        assert kept_file() == []
        with django_capture_on_commit_callbacks(execute=True):
            show(ReportPage.objects.get(pk=report.pk))
        assert kept_file() == ["ar.pdf", "en.pdf"]


def test_no_file_of_a_private_report_is_made() -> None:
    report = make_report()
    PageViewRestriction.objects.create(page=report, restriction_type="login")
    assert making.make_pdf(report=report) is None


@pytest.mark.usefixtures("files_on_disk")
def test_a_file_that_no_row_names_is_deleted_after_a_while(
    kept_file: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_report()
    call_command("make_pdfs")
    storage = ReportPdf._meta.get_field("file").storage
    storage.save("reports/0123456789abcdef/CT-lost.pdf", ContentFile(b"%PDF"))
    call_command("make_pdfs")
    assert kept_file() == ["en.pdf", "lost.pdf"]
    later = timezone.now() + timedelta(hours=2)
    monkeypatch.setattr("research.publishing.actions.papers.timezone.now", lambda: later)
    call_command("make_pdfs")
    assert kept_file() == ["en.pdf"]
    assert capsys.readouterr().out.endswith("lost files deleted: 1\n")


def test_a_private_report_has_a_pdf_for_whoever_is_let_in(monkeypatch: pytest.MonkeyPatch) -> None:
    report = make_report()
    PageViewRestriction.objects.create(page=report, restriction_type=PageViewRestriction.LOGIN)
    address, browser = f"{report.url}pdf/", browser_of(make_member())
    assert Client().get(address).status_code == 404
    answer = browser.get(address)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    assert "Wait time and talk" in words_of(answer.content)
    assert not ReportPdf.objects.exists()
    # Nobody keeps the machine busy with it.
    monkeypatch.setattr(desk, "PRIVATE_TIMES", 1)
    assert browser.get(address).status_code == 503
