"""Pieces of pages that are the same for everybody, rendered once for each edition of the site.

The page cache serves visitors without a session. Members are answered by rendering, and what they see differs in a few
places alone: the rest of a page, and the frame around it, is kept until something is published, or ten minutes at most.
"""

import hashlib
from collections.abc import Callable
from functools import cache as cache_in_process
from typing import Any

from django import template
from django.core.cache import cache
from django.template import Context, Node, NodeList, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.safestring import SafeString, mark_safe

from camtree.core.caching.generation import recall
from camtree.core.caching.release import release
from camtree.core.http.addresses import asked
from camtree.core.pages.card_facts import load_card_facts
from camtree.core.templatetags.core_tags import edition

register = template.Library()
SECONDS = 600


@cache_in_process
def token_mark() -> str:
    """What stands in a kept piece where each reader's own token against forged requests goes. Nobody can guess it."""
    return salted_hmac("camtree.kept", "csrf", algorithm="sha256").hexdigest()


class PieceNode(Node):
    """Renders its content, or prints what it rendered before. Subclasses know what the piece depends on."""

    def __init__(self, nodelist: NodeList, name: str) -> None:
        self.nodelist, self.name = nodelist, name

    def facts(self, context: Context, request: Any) -> str:
        """What the piece depends on besides edition and host; empty where it must not be kept."""
        raise NotImplementedError

    def keep(self, key: str, make: Callable[[], str]) -> str:
        """The piece kept at `key`, else as it is made now."""
        raise NotImplementedError

    def render(self, context: Context) -> SafeString:
        request: Any = context.get("request")
        facts = "" if request is None or getattr(request, "is_preview", False) else self.facts(context, request)
        if not facts:
            return self.nodelist.render(context)

        def make() -> str:
            # The zone is the site's own, not that of whoever asked first.
            with timezone.override(None), context.push(csrf_token=token_mark()):
                return str(self.nodelist.render(context))

        # Citations and the like hold whole addresses, so a piece belongs to one host.
        text = self.keep(f"{edition(context)}|{request.scheme}|{request.get_host()}|{facts}", make)
        if token_mark() in text:
            text = text.replace(token_mark(), str(context.get("csrf_token", "")))
        return mark_safe(text)


class KeptNode(PieceNode):
    """A piece of a page, in the cache that all processes share: it is large, and dear to make."""

    def __init__(self, nodelist: NodeList, name: str, page: FilterExpression, by: FilterExpression | None) -> None:
        super().__init__(nodelist, name)
        self.page, self.by = page, by

    def facts(self, context: Context, request: Any) -> str:
        page = self.page.resolve(context)
        if not getattr(page, "pk", None):
            return ""
        by = self.by.resolve(context) if self.by else ""
        return "" if by is None else f"{self.name}|{page.pk}|{by}"

    def keep(self, key: str, make: Callable[[], str]) -> str:
        name = f"kept:{release()}:{hashlib.sha256(key.encode()).hexdigest()}"
        text: str | None = cache.get(name)
        if text is None:
            text = make()
            cache.set(name, text, SECONDS)
        return text


class FrameNode(PieceNode):
    """A piece of the frame, in the memory of the process: it is small, and every page shows it."""

    def __init__(self, nodelist: NodeList, name: str, *, by_path: bool) -> None:
        super().__init__(nodelist, name)
        self.by_path = by_path

    def facts(self, context: Context, request: Any) -> str:
        if not self.by_path:
            return self.name
        if asked(request):  # such addresses are too many to keep them all
            return ""
        page = getattr(context.get("page"), "pk", "")
        is_member = bool(getattr(getattr(request, "user", None), "is_authenticated", False))
        return f"{self.name}|{request.path}|{page}|{bool(context.get('is_view'))}|{is_member}"

    def keep(self, key: str, make: Callable[[], str]) -> str:
        return recall(key, make, SECONDS)


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """`{% kept name page %} … {% endkept %}`: nothing in between may depend on who asks, nor on the query string.

    `page` is a page, or anything else whose `pk` names it. With `by` and a value behind it, each value has a piece of
    its own: `by request|asked` where the query string says what is shown. Where the value is None, nothing
    is kept. Forms may stand in between: each reader finds a token of their own in them.
    """
    parts = token.split_contents()
    if len(parts) != 3 and not (len(parts) == 5 and parts[3] == "by"):
        raise TemplateSyntaxError("kept wants a name and a page, and perhaps the word by and a value")
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    by = parser.compile_filter(parts[4]) if len(parts) == 5 else None
    return KeptNode(nodelist, parts[1], parser.compile_filter(parts[2]), by)


@register.tag
def frame(parser: Parser, token: Token) -> FrameNode:
    """`{% frame name %} … {% endframe %}`: a piece of the frame that is the same on every page in one language.

    With the words `by path` behind it, each address without a query string has two pieces of its own: for visitors, and
    for whoever is signed in. Nothing else in between may depend on who asks.
    """
    parts = token.split_contents()
    if len(parts) != 2 and parts[2:] != ["by", "path"]:
        raise TemplateSyntaxError("frame wants a name, and perhaps the words: by path")
    nodelist = parser.parse(("endframe",))
    parser.delete_first_token()
    return FrameNode(nodelist, parts[1], by_path=len(parts) > 2)


@register.simple_tag(takes_context=True)
def facts_of(context: Context, page: Any) -> str:
    """Load what the address of a page shows besides the page (`detail_prefetch`), in few statements. Prints nothing.

    A preview shows what is not saved yet: nothing is loaded over it.
    """
    if not getattr(context.get("request"), "is_preview", False) and page.pk and not hasattr(page, "_facts_loaded"):
        load_card_facts([page], page.detail_prefetch)
        page._facts_loaded = True
    return ""
