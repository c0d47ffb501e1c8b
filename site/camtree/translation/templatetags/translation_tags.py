import json

from django import template
from wagtail_localize.models import Translation

from camtree.translation.pieces import Earlier, Piece, earlier_words, missing_pieces

register = template.Library()


@register.filter
def without_alias_link(props: str) -> str:
    """What wagtail-localize's editor gets, without the button that puts the live original in its place."""
    shown = json.loads(props)
    shown["links"]["convertToAliasUrl"] = None
    return json.dumps(shown)


@register.simple_tag
def missing_of(translation: Translation) -> list[Piece]:
    """The pieces that are missing, as the form is opened."""
    return missing_pieces(translation)


@register.simple_tag
def earlier_of(translation: Translation) -> list[Earlier]:
    """What was said of those pieces before the original changed."""
    return earlier_words(translation)
