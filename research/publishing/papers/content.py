"""What stands in the PDF of a report, as data: words in the report's language, blocks, pictures."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from camtree.core.papers.typesetting import Paper, address_run, language_facts
from camtree.core.templatetags.core_tags import local_date
from camtree.vocabularies.queries import term_names
from research.library.citing.line import citation
from research.library.citing.works import originals_of
from research.library.facts import ON_PAPER, TERMS, told
from research.library.models import ReportPage
from research.publishing.models import Withdrawal
from research.publishing.papers.rich_text import Block, Run, blocks_of, lines_of, paragraphs_of, table_block

# Raise it when the template changes, so that `manage.py make_pdfs` makes all files again.
DESIGN = 1
TEMPLATE: Final = Path(__file__).parent / "report.typ"


def paper_of(
    report: ReportPage, *, address: str, version: int = 1, doi: str = "", notice: Withdrawal | None = None
) -> Paper:
    """The PDF of a report in the language of its page. `address` is where readers find it; `notice` stands on top."""
    code = report.locale.language_code
    with translation.override(code):
        paper = Paper(
            TEMPLATE,
            {
                **language_facts(code),
                "title": report.title,
                "running": _shortened(report.title),
                "identifier": report.identifier,
                "eyebrow": " · ".join(part for part in ("CamTREE", report.get_kind_display()) if part),
                "authors": [
                    {"name": _with_native(author), "about": ", ".join(filter(None, (author.role, author.affiliation)))}
                    for author in report.authors.all()
                ],
                "keywords": _keywords(report),
                "page_words": _("Page {page} of {pages}"),
                "notice": _notice(notice),
                "facts": _facts(report, address=address, version=version, doi=doi),
            },
            DESIGN,
        )
        paper.data["sections"] = [*_abstract(report), *_body(report, paper), *_citing(report, doi or address)]
    return paper


def _notice(notice: Withdrawal | None) -> list[Block]:
    if notice is None:
        return []
    words = _("This report was withdrawn on %(day)s.") % {"day": local_date(notice.decided_at)}
    return [{"is": "p", "in": [{"is": "strong", "in": [words]}]}, *paragraphs_of(notice.public_reason)]


def _with_native(author: Any) -> str:
    return f"{author.name} ({author.native_name})" if author.native_name else str(author.name)


def _shortened(title: str, longest: int = 70) -> str:
    return title if len(title) <= longest else title[: longest - 1].rsplit(" ", 1)[0] + "…"


def _keywords(report: ReportPage) -> list[str]:
    names = term_names(report.locale)
    return [
        names[vocabulary].get(term.slug, term.name)
        for vocabulary in TERMS
        for term in getattr(report, vocabulary).all()
    ]


def _facts(report: ReportPage, *, address: str, version: int, doi: str) -> list[dict[str, Any]]:
    told_of_report = [
        (fact.label, [fact.words, *([" ", *address_run(fact.address)] if fact.address else [])])
        for fact in told(report, {}, ON_PAPER)
    ]
    facts: list[tuple[Any, Run]] = [
        (_("Identifier"), [report.identifier]),
        (_("DOI"), address_run(doi)),
        (_("Version"), [str(version)] if version > 1 else []),
        *told_of_report,
        (_("Read it online"), address_run(address)),
    ]
    return [{"term": str(term), "in": run} for term, run in facts if run and run[0]]


def _abstract(report: ReportPage) -> list[dict[str, Any]]:
    if not report.abstract:
        inside = paragraphs_of(report.introduction)
    else:
        inside = [
            block
            for heading, text in report.abstract
            for block in ({"is": "heading", "level": 2, "in": [heading]}, *paragraphs_of(text))
        ]
    return [{"heading": _("Abstract"), "in": inside}] if inside else []


def _body(report: ReportPage, paper: Paper) -> list[dict[str, Any]]:
    return [
        {
            "heading": section.value.heading,
            "in": _levelled(part for block in section.value["content"] for part in _block(block, paper)),
        }
        for section in report.body
        if section.value["content"]
    ]


def _levelled(blocks: Iterable[Block]) -> list[Block]:
    """Headings that skip no level, as PDF/UA wants it: a section's own is the first."""
    found, deepest = [], 1
    for block in blocks:
        if block["is"] == "heading":
            deepest = min(block["level"], deepest + 1)
            block = block | {"level": deepest}
        found.append(block)
    return found


def _citing(report: ReportPage, address: str) -> list[dict[str, Any]]:
    return [
        {
            "heading": _("How to cite"),
            "in": [{"is": "p", "in": [citation(report, address, originals_of([report]).get(report.translation_key))]}],
        }
    ]


def _block(block: Any, paper: Paper) -> list[Block]:
    """A block of a section as the typesetter wants it. A kind that has no place on paper is left out."""
    make = _MAKERS.get(block.block_type)
    return make(block.value, paper) if make else []


def _text(value: Any, paper: Paper) -> list[Block]:
    return blocks_of(value.source)


def _picture(value: Any, paper: Paper) -> list[Block]:
    image = value["image"]
    if image is None:
        return []
    is_decorative = bool(getattr(image, "decorative", False))
    alt = "" if is_decorative else (getattr(image, "contextual_alt_text", "") or image.description or image.title)
    caption = " ".join(filter(None, (value.get("caption"), value.get("source") and _source(value), image.credit)))
    # A picture in its natural size at 150 dots to the inch, no wider than the page.
    width = min(1.0, image.width / 150 / 6.3)
    return [
        {
            "is": "picture",
            "file": paper.add_picture(image),
            "alt": alt,
            "caption": [caption] if caption else [],
            "width": round(width, 3),
        }
    ]


def _source(value: Any) -> str:
    return _("Source: %(source)s") % {"source": value["source"]}


def _quote(value: Any, paper: Paper) -> list[Block]:
    return [{"is": "quote", "in": paragraphs_of(value["text"]), "by": value["attribution"] or ""}]


def _table(value: Any, paper: Paper) -> list[Block]:
    if not value:
        return []
    choice = value.get("table_header_choice", "")
    has_row = choice in {"row", "both"} or (not choice and value.get("first_row_is_table_header"))
    has_column = choice in {"column", "both"} or (not choice and value.get("first_col_is_header"))
    rows = [
        [
            {
                "in": lines_of(str(cell or "")),
                "is_head": bool((has_row and y == 0) or (has_column and x == 0)),
                "columns": 1,
                "rows": 1,
            }
            for x, cell in enumerate(row)
        ]
        for y, row in enumerate(value.get("data", []))
    ]
    return table_block(rows, lines_of(value.get("table_caption") or ""))


def _terms(*pairs: tuple[str, str]) -> Block:
    return {"is": "terms", "items": [{"term": term, "in": lines_of(text)} for term, text in pairs if text]}


def _statistics(value: Any, paper: Paper) -> list[Block]:
    return [_terms(*((item["value"], item["label"]) for item in value["items"]))]


def _callout(value: Any, paper: Paper) -> list[Block]:
    labels = {"try": pgettext("callout", "Try this"), "caution": pgettext("callout", "Take care")}
    title: list[Block] = [{"is": "p", "in": [{"is": "strong", "in": [value["title"]]}]}] if value["title"] else []
    label = labels.get(value["kind"], pgettext("callout", "Note"))
    return [{"is": "box", "label": label, "in": [*title, *blocks_of(value["text"].source)]}]


def _document(value: Any, paper: Paper) -> list[Block]:
    document = value["document"]
    return [{"is": "p", "in": [value["text"] or document.title]}] if document else []


def _case_pupil(value: Any, paper: Paper) -> list[Block]:
    return [
        {"is": "heading", "level": 2, "in": [value["label"]]},
        _terms(
            (_("Starting point"), value["starting_point"]),
            (_("What we predicted"), value["prediction"]),
            (_("What we saw"), value["observed"]),
        ),
    ]


def _research_lesson(value: Any, paper: Paper) -> list[Block]:
    heading = _("Research lesson %(number)s") % {"number": value["number"]}
    return [
        {"is": "heading", "level": 2, "in": [f"{heading}: {value['focus']}"]},
        _terms(
            (_("Planned"), value["planned"]),
            (_("Observed"), value["observed"]),
            (_("What the discussion changed"), value["discussed"]),
        ),
    ]


_MAKERS = {
    "text": _text,
    "figure": _picture,
    "image": _picture,
    "quote": _quote,
    "table": _table,
    "statistics": _statistics,
    "callout": _callout,
    "document": _document,
    "case_pupil": _case_pupil,
    "research_lesson": _research_lesson,
}
