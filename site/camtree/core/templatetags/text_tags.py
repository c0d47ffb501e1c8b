"""Django's own `i18n` tags, with `translate` looking up each constant text once for each language; and the filters that
our loader adds (`camtree/core/words/isolating.py`).

The settings of templates name this module, so that ours need not load it; a template of a library that loads `i18n` has
Django's. A page shows dozens of constant texts; looked up with each request they cost more than what differs on it.
"""

from datetime import date
from typing import Any

from django import template
from django.template import Context
from django.template.base import FilterExpression, Parser, Token
from django.templatetags import i18n
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from camtree.core.words.isolation import direction_within, is_isolated, is_whole, runs_against
from camtree.core.words.isolation import isolated_in_text as isolated_words
from camtree.core.words.slanting import slanting

register = template.Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)
register.filter(slanting)


class ConstantTextNode(i18n.TranslateNode):
    """A text that is the same in each request of one language."""

    def __init__(self, filter_expression: Any, noop: bool, asvar: Any, message_context: Any) -> None:
        super().__init__(filter_expression, noop, asvar, message_context)
        self.texts: dict[str | None, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        language = get_language()
        text = self.texts.get(language)
        if text is None:
            text = self.texts[language] = SafeString(super().render(context))
        return text


@register.tag
def translate(parser: Parser, token: Token) -> i18n.TranslateNode:
    """Django's `translate`; a text that stands in the template itself is remembered."""
    node = i18n.do_translate(parser, token)
    expression, meaning = node.filter_expression, node.message_context
    if expression.var.literal is None or expression.filters or node.noop or node.asvar or not _is_constant(meaning):
        return node
    return ConstantTextNode(expression, node.noop, node.asvar, meaning)


register.tag("trans", translate)


@register.filter(needs_autoescape=True)
def isolated(value: Any, autoescape: bool = True) -> Any:
    """Text that runs against the page, and identifiers, in a `<bdi>`; all else as it is. Our loader puts it behind each
    value."""
    is_finished = hasattr(value, "__html__") or isinstance(value, int | float | date | None)
    if is_finished:
        return value
    if is_whole(text := str(value)):
        return mark_safe(f'<bdi class="whole">{text}</bdi>')  # letters, digits and hyphens
    # Parts of it that are isolated already need no more: a list goes on in the direction of the page.
    if is_isolated(text) or not runs_against(text):
        return value
    direction = f' dir="{known}"' if (known := direction_within(text)) else ""
    return mark_safe(f"<bdi{direction}>{conditional_escape(text) if autoescape else text}</bdi>")


@register.filter
def isolated_in_text(value: Any) -> Any:
    """The same by signs, where there is no mark-up."""
    if isinstance(value, int | float | date | None):
        return value
    text = isolated_words(str(value))
    return SafeString(text) if isinstance(value, SafeString) else text


def _is_constant(expression: FilterExpression | None) -> bool:
    """Whether an expression is a text in quotes, or not there."""
    return expression is None or not (expression.is_var or expression.filters)
