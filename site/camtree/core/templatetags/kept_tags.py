"""Pieces of pages that are the same for everybody, rendered once for each edition of the site.

The page cache serves visitors without a session. Members are answered by rendering, and what they see differs in the
frame alone: the rest of a page is kept here until something is published, or ten minutes at most.
"""

import hashlib
from typing import Any

from django import template
from django.core.cache import cache
from django.template import Context, Node, NodeList, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from camtree.core.templatetags.core_tags import edition
from camtree.core.terms import load_card_facts

register = template.Library()
SECONDS = 600


class KeptNode(Node):
    """Renders its content, or prints what it rendered before."""

    def __init__(self, nodelist: NodeList, name: str, page: FilterExpression, *, by_query: bool) -> None:
        self.nodelist, self.name, self.page, self.by_query = nodelist, name, page, by_query

    def render(self, context: Context) -> SafeString:
        request, page = context.get("request"), self.page.resolve(context)
        if request is None or getattr(request, "is_preview", False) or not getattr(page, "pk", None):
            return self.nodelist.render(context)
        # Citations and the like hold whole addresses, so a piece belongs to one host.
        facts = f"{edition(context)}|{request.scheme}|{request.get_host()}|{self.name}|{page.pk}"
        if self.by_query:
            facts += f"|{request.META.get('QUERY_STRING', '')}"
        key = f"kept:{hashlib.sha256(facts.encode()).hexdigest()}"
        text = cache.get(key)
        if text is None:
            with timezone.override(None):  # the site's own, not that of whoever asked first
                text = str(self.nodelist.render(context))
            cache.set(key, text, SECONDS)
        return mark_safe(text)


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """`{% kept name page %} … {% endkept %}`: nothing in between may depend on who asks, nor on the query string.

    `page` is a page, or anything else whose `pk` names it. With the words `by query` behind it, each query string has
    a piece of its own.
    """
    parts = token.split_contents()
    if len(parts) != 3 and parts[3:] != ["by", "query"]:
        raise TemplateSyntaxError("kept wants a name and a page, and perhaps the words: by query")
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, parts[1], parser.compile_filter(parts[2]), by_query=len(parts) > 3)


@register.simple_tag(takes_context=True)
def facts_of(context: Context, page: Any) -> str:
    """Load what the address of a page shows besides the page (`detail_prefetch`), in few statements. Prints nothing.

    A preview shows what is not saved yet: nothing is loaded over it.
    """
    if not getattr(context.get("request"), "is_preview", False) and page.pk and not hasattr(page, "_facts_loaded"):
        load_card_facts([page], page.detail_prefetch)
        page._facts_loaded = True
    return ""
