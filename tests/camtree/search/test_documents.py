"""What is indexed of a page: its own words, never the editor's labels."""

from collections.abc import Iterator
from typing import Any

import pytest
from modelsearch.index import SearchField
from wagtail.blocks.field_block import BaseChoiceBlock
from wagtail.models import Page, get_page_models

from camtree.search.documents import Document, Tier, documents_of
from tests.factories.pages import make_report

pytestmark = pytest.mark.django_db


def choices_in(block: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Every block that offers choices below this one, with where it is."""
    if isinstance(block, BaseChoiceBlock):
        yield path, block
    children = getattr(block, "child_blocks", None) or {}
    for name, child in children.items():
        yield from choices_in(child, f"{path}.{name}")
    if (child := getattr(block, "child_block", None)) is not None:
        yield from choices_in(child, f"{path}[]")


def test_labels_of_choices_are_in_no_index() -> None:
    found: dict[str, Any] = {}
    for model in get_page_models():
        for field in model.get_search_fields() if model is not Page else []:
            if isinstance(field, SearchField) and hasattr(model, field.field_name):
                stream = getattr(model._meta.get_field(field.field_name), "stream_block", None)
                if stream is not None:
                    found |= dict(choices_in(stream, f"{model.__name__}.{field.field_name}"))
    assert len(found) > 5
    assert [path for path, block in found.items() if block.search_index] == []


def test_a_report_is_found_by_its_facts_in_every_language() -> None:
    report = make_report("Okapi", country="KE", identifier="CT-2026-7002", conducted="2025-26")
    document = documents_of([report])[report.pk]
    told = {(piece.text, piece.language) for piece in document.pieces}
    assert {("Kenya", "en"), ("Kenia", "es"), ("Kenya", "fr"), ("كينيا", "ar"), ("肯尼亚", "zh-hans")} <= told
    assert ("CT-2026-7002", "") in told
    assert document.facets["country"] == ["ke"]
    assert (document.kind, document.language) == ("report", "en")
    weights = {piece.text: piece.tier for piece in document.pieces}
    assert (weights["Okapi"], weights["CT-2026-7002"], weights["Kenya"]) == (Tier.TITLE, Tier.TITLE, Tier.HEAD)


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(TypeError, match="is no text"):
        Document("en").add(make_report().get_kind_display, Tier.HEAD)
