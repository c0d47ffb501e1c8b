"""A draft may be unfinished: no block of a text fails when something that is needed is missing."""

from contextlib import suppress
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import get_page_models
from wagtail.snippets.models import get_snippet_models

from learning.models import Quiz
from tests.factories.courses import make_pool
from tests.factories.members import browser_of, make_member

pytestmark = pytest.mark.django_db


def streams() -> list[Any]:
    """Every text of blocks that editors save."""
    models = {*get_page_models(), *get_snippet_models()}
    found = [field for model in models for field in model._meta.fields if isinstance(field, StreamField)]
    return sorted(found, key=str)


def below(block: blocks.Block, seen: set[int]) -> list[blocks.StructBlock]:
    """The structures in a block, each once."""
    if id(block) in seen:
        return []
    seen.add(id(block))
    children = list(block.child_blocks.values()) if hasattr(block, "child_blocks") else []
    children += [block.child_block] if hasattr(block, "child_block") else []
    own = [block] if isinstance(block, blocks.StructBlock) else []
    return own + [deeper for child in children for deeper in below(child, seen)]


def test_there_are_blocks_with_rules_of_their_own() -> None:
    kinds = {type(block).__name__ for stream in streams() for block in below(stream.stream_block, set())}
    assert {"DrawBlock", "QuizBlock", "EmbedBlock", "ButtonBlock", "AssignmentBlock", "ClozeBlock"} <= kinds


@pytest.mark.parametrize("stream", streams(), ids=str)
def test_an_unfinished_block_is_kept_in_a_draft_and_refused_in_words_when_published(stream: Any) -> None:
    for block in below(stream.stream_block, set()):
        value = block.value_from_datadict(untouched(block), {}, "new")
        kept = block.clean_deferred(value)
        assert block.get_prep_value(kept)
        assert isinstance(block.get_searchable_content(kept), list)
        assert isinstance(list(block.extract_references(kept)), list)
        with suppress(ValidationError):
            block.clean(value)


def untouched(block: blocks.StructBlock, prefix: str = "new") -> dict[str, str]:
    """What the browser sends of a block that was added and not filled in."""
    sent: dict[str, str] = {}
    for name, child in block.child_blocks.items():
        place = f"{prefix}-{name}"
        sent |= {place: "null" if isinstance(child, blocks.RichTextBlock) else "", f"{place}-count": "0"}
        if isinstance(child, blocks.StructBlock):
            sent |= untouched(child, place)
        if isinstance(child, blocks.ListBlock):
            inside = f"{place}-0-value"
            is_rich = isinstance(child.child_block, blocks.RichTextBlock)
            sent |= {f"{place}-count": "1", f"{place}-0-order": "0", f"{place}-0-deleted": ""}
            sent[inside] = "null" if is_rich else ""
            if isinstance(child.child_block, blocks.StructBlock):
                sent |= untouched(child.child_block, inside)
    return sent


def test_a_quiz_is_saved_before_a_pool_is_chosen_and_not_published_then() -> None:
    make_pool(2)
    editor = browser_of(make_member("Ada", is_superuser=True, is_staff=True))
    form = {
        "title": "Watching",
        "introduction": "",
        "pass_percent": "70",
        "attempts": "0",
        "minutes": "",
        "feedback": "attempt",
        "closes_at": "",
        "items-count": "1",
        "items-0-type": "draw",
        "items-0-order": "0",
        "items-0-deleted": "",
        "items-0-id": "",
        "items-0-value-pool": "",
        "items-0-value-number": "5",
    }
    address = "/admin/snippets/learning/quiz/add/"
    assert editor.post(address, form).status_code == 302
    quiz = Quiz.objects.get()
    assert quiz.live is False
    published = editor.post(f"/admin/snippets/learning/quiz/edit/{quiz.pk}/", {**form, "action-publish": "1"})
    assert published.status_code == 200
    assert "This field is required" in published.content.decode()
