"""What templates of courses ask."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext as _

from camtree.core.templatetags.core_tags import file_size
from learning.studying.forms import LONGEST

register = template.Library()


@register.filter
def at(mapping: Mapping[Any, Any] | None, key: Any) -> Any:
    """What a mapping holds at a key; None where it holds nothing."""
    return mapping.get(key) if mapping else None


@register.filter
def sizes_in_words(sizes: Mapping[str, int] | None) -> list[str]:
    """What a lesson weighs, by what it is: nothing is said of what is not there."""
    names = {
        "text": _("text %(size)s"),
        "audio": _("audio %(size)s"),
        "video": _("video %(size)s"),
        "package": _("interactive material %(size)s"),
    }
    return [words % {"size": file_size(sizes[name])} for name, words in names.items() if sizes and sizes.get(name)]


@register.filter
def seconds_of(record: Any) -> int:
    """Where a recording was left; 0 where it was never played."""
    return int(record.facts.get("second", 0)) if record else 0


@register.simple_tag
def longest_note() -> int:
    """How many characters a note may have. Its form is written out: a lesson may hold a dozen of them."""
    return LONGEST
