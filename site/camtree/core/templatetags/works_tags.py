"""Works in Wagtail's dialogs: which other languages go along."""

from collections.abc import Iterable
from typing import Any

from django import template

from camtree.core.pages.work_views import names_of, unpublished_with
from camtree.core.pages.works import is_original

register = template.Library()


@register.simple_tag
def languages_that_follow(items: Iterable[dict[str, Any]]) -> list[tuple[str, str]]:
    """Of pages that are ticked in a list, the title and the other languages of each original, in words."""
    told = [(row["item"], names_of(unpublished_with(row["item"]))) for row in items if is_original(row["item"])]
    return [(page.get_admin_display_title(), names) for page, names in told if names]
