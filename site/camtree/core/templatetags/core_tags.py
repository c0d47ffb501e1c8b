"""Small things templates print: dates, names, sizes and covers in the reader's language."""

import math
import re
import zoneinfo
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from babel.dates import format_date, format_skeleton, get_datetime_format, get_timezone_location
from babel.numbers import format_decimal
from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language, get_language_info, ngettext
from django.utils.translation import gettext as _
from wagtail.models import Page

from camtree.core.caching.generation import generation
from camtree.core.http import addresses
from camtree.core.http.addresses import absolute_url, absolute_url_for, address_for, filter_value, language_of
from camtree.core.pages.queries import chosen_ids, for_cards
from camtree.core.words import languages
from camtree.core.words.isolation import isolated_in_text
from camtree.core.words.locales import active_locale
from camtree.core.words.plain import plain_words

register = template.Library()
# Rich text as our editors write it: it begins with a tag, or holds one that ends.
_TAGGED = re.compile(r"^\s*<[a-z]\w*[ >]|</[a-z]\w*>")


@register.simple_tag(takes_context=True)
def edition(context: Any) -> str:
    """What a kept piece of a page depends on besides its own facts: generation, site and language. Ask once a page."""
    request = context.get("request")
    if request is None:
        return f"{generation()}:{get_language()}"
    if not hasattr(request, "_camtree_edition"):
        site = getattr(request, "_wagtail_site", None)
        request._camtree_edition = f"{generation()}:{site.pk if site else 0}:{get_language()}"
    return str(request._camtree_edition)


@register.simple_tag(takes_context=True)
def address_of(context: dict[str, Any], page: Any) -> str:
    """Where the reader finds a page, in the frame of the language they read. Every link to a page asks this."""
    return address_for(page, request=context.get("request"))


@register.simple_tag(takes_context=True)
def whole_address_of(context: dict[str, Any], page: Any) -> str:
    """The same as a whole address, for mails."""
    return absolute_url_for(page, request=context.get("request"))


@register.simple_tag(takes_context=True)
def absolute_address(context: dict[str, Any], page: Any) -> str:
    """Whole address of a page in its own language, for citations and machines."""
    return absolute_url(page, context.get("request"))


@register.simple_tag
def in_language_of(of: Any) -> str:
    """The attributes of a text in another language than the frame's: of a page, or of what else has a `language`."""
    code = language_of(of) if isinstance(of, Page) else getattr(of, "language", "")
    return "" if not code or code == get_language() else _spoken(code)


@register.simple_tag(takes_context=True)
def of_the_frame(context: dict[str, Any]) -> str:
    """The attributes of words of ours that stand inside the text of a page in another language than the frame's."""
    page, language = context.get("page"), get_language() or settings.LANGUAGE_CODE
    return "" if not isinstance(page, Page) or language_of(page) == language else _spoken(language)


def _spoken(code: str) -> str:
    return format_html(' lang="{}" dir="{}"', html_lang(code), direction_of(code))


@register.simple_tag
def cover_url(page: Any) -> str:
    """Address of a page's tree-ring cover."""
    return reverse("cover", args=[page.cover.token])


@register.filter
def country_name(code: Any) -> str:
    """Name of a country in the reader's language."""
    return languages.country_name(str(code or ""))


@register.filter
def name_of_language(code: Any) -> str:
    """Name of a language in the reader's language. (Django's own `language_name` gives the English one.)"""
    return languages.language_name(str(code or ""))


@register.filter
def own_language_name(code: Any) -> str:
    """Name of a language in that language itself."""
    tag = languages.babel_locale(str(code or "en"))
    return tag.get_display_name(tag) or str(code)


@register.filter
def html_lang(code: Any) -> str:
    """A language code as the `lang` attribute wants it (BCP 47)."""
    return {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}.get(str(code), str(code))


@register.simple_tag
def text_direction() -> str:
    """`rtl` or `ltr`, by the language of the request."""
    return "rtl" if get_language_info(get_language() or "en")["bidi"] else "ltr"


@register.filter
def direction_of(code: Any) -> str:
    """`rtl` or `ltr`, by a language code."""
    return str(languages.babel_locale(str(code or "en")).text_direction)


@register.filter
def in_words(items: Any) -> str:
    """A list with the commas and the "and" of the reader's language; each item keeps its own direction."""
    return languages.join([isolated_in_text(str(item)) for item in items])


@register.filter
def in_plain_words(value: Any) -> Any:
    """What rich text says, without its tags; anything else as it is."""
    return plain_words(value) if isinstance(value, str) and _TAGGED.search(value) else value


@register.filter
def local_date(value: date | datetime | None, style: str = "long") -> str:
    """A day as people write it in the reader's language; style `short`, `medium`, `long` or `full`."""
    if not value:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
    return format_date(value, format=style, locale=languages.current_locale())


@register.filter
def local_moment(value: datetime | None, zone: str = "") -> str:
    """Weekday, day and time in a time zone (an IANA name), or in the reader's own."""
    if not value:
        return ""
    zone_info = _zone(zone or timezone.get_current_timezone())
    locale = languages.current_locale()
    day = format_skeleton("yMMMEd", value, tzinfo=zone_info, locale=locale)
    time = format_skeleton("Hm", value, tzinfo=zone_info, locale=locale)
    return str(get_datetime_format("medium", locale=locale)).replace("'", "").replace("{1}", day).replace("{0}", time)


@register.filter
def local_time(value: datetime | None) -> str:
    """Hours and minutes in the reader's own zone, as people write them in the reader's language."""
    if not value:
        return ""
    zone = timezone.get_current_timezone()
    return format_skeleton("Hm", value, tzinfo=zone, locale=languages.current_locale())


@register.filter
def zone_name(value: datetime | None, zone: str = "") -> str:
    """Name of a time zone with its distance from UTC at that moment, such as "Almaty (UTC+5)"."""
    tz = _zone(zone or timezone.get_current_timezone())
    moment = (value or timezone.now()).astimezone(tz)
    minutes = int((moment.utcoffset() or timedelta()).total_seconds() // 60)
    sign, minutes = ("−" if minutes < 0 else "+"), abs(minutes)
    offset = f"UTC{sign}{minutes // 60}" + (f":{minutes % 60:02d}" if minutes % 60 else "") if minutes else "UTC"
    if str(tz) == "UTC":
        return "UTC"
    city = get_timezone_location(tz, locale=languages.current_locale(), return_city=True)
    return f"{city} ({offset})"


def _zone(value: Any) -> Any:
    return zoneinfo.ZoneInfo(value) if isinstance(value, str) else value


@register.filter
def number(value: Any) -> str:
    """A number with the signs of the reader's language."""
    return format_decimal(value, locale=languages.current_locale()) if value not in (None, "") else ""


@register.filter
def plural_number(value: Any) -> int:
    """The whole number by which languages choose a plural: 1.5 hours are hours, not an hour."""
    return math.ceil(value or 0)


@register.filter
def file_size(octets: int | None) -> str:
    """Size of a file in kilobytes or megabytes, as data plans count them (1 MB = 1,000,000 bytes)."""
    if not octets:
        return ""
    if octets < 1_000_000:
        return _("%(size)s KB") % {"size": number(max(1, round(octets / 1000)))}
    return _("%(size)s MB") % {"size": number(round(octets / 1_000_000, 1))}


@register.filter
def clock(seconds: float | None) -> str:
    """A length of a recording as players write it: "1:45", "1:02:09"."""
    if not seconds:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


@register.filter
def caption_languages(tracks: Any) -> list[str]:
    """The languages a recording's captions are in, by their names in the reader's language."""
    return [languages.language_name(track.language) for track in tracks if track.kind != "chapters"]


@register.filter
def length_in_words(minutes: int | None) -> str:
    """A length of time, from minutes: "55 minutes", "1 hour 30 minutes"."""
    if not minutes:
        return ""
    hours, rest = divmod(int(minutes), 60)
    parts = []
    if hours:
        parts.append(ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": number(hours)})
    if rest:
        parts.append(ngettext("%(n)s minute", "%(n)s minutes", rest) % {"n": number(rest)})
    return " ".join(parts)


@register.simple_tag
def related(page: Any) -> list[Any]:
    """What a reader of `page` should see next, ready for cards."""
    stream = getattr(page, "related_pages", None)
    return for_cards(chosen_ids(stream), active_locale(), brief=True) if stream else []


@register.simple_tag
def cards_of(pages: Any) -> list[Any]:
    """Chosen pages, ready for cards, as a reader of the present language finds them."""
    return for_cards([chosen.pk for chosen in pages if chosen], active_locale(), brief=True)


@register.filter
def has_block(stream: Any, kind: str) -> bool:
    """Whether a StreamField holds a block of a kind, so that a page loads that block's script only where needed."""
    return any(child.get("type") == kind for child in stream.raw_data) if stream else False


@register.filter
def in_text(languages_of_page: Any) -> list[dict[str, Any]]:
    """Of the languages that a page is offered in, those that its text is there in."""
    return [row for row in languages_of_page if row["is_there"]]


@register.filter
def in_other_texts(languages_of_page: Any) -> list[dict[str, Any]]:
    """Of the languages that a page is offered in, those that its text is there in besides the one it is shown in."""
    return [row for row in languages_of_page if row["is_there"] and not row["is_text"]]


@register.filter
def has_player(stream: Any) -> bool:
    """Whether a StreamField holds a film or a sound of our own."""
    return any(has_block(stream, kind) for kind in ("recording", "video", "audio"))


@register.filter
def default_language(languages_of_page: list[dict[str, Any]]) -> dict[str, Any]:
    """The language for readers of none of the others: English where there is one, else the first."""
    english = [row for row in languages_of_page if row["code"] == "en"]
    return (english or languages_of_page or [{}])[0]


@register.filter
def og_locale(code: Any) -> str:
    """A language code as Open Graph writes it, such as `en_GB`."""
    return {"en": "en_GB", "es": "es_ES", "fr": "fr_FR", "ar": "ar_AR", "zh-hans": "zh_CN"}.get(str(code), str(code))


@register.filter
def asked(request: HttpRequest) -> str:
    """What the query of an address asks for, in one form, for pieces that are kept for each."""
    return addresses.asked(request).urlencode()


@register.filter
def near(results: Any) -> list[int | None]:
    """Numbers of pages to go to from one page of results: the first, the last and those beside it; None for a gap."""
    numbers = results.paginator.get_elided_page_range(results.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in numbers]


@register.filter
def way_back(request: HttpRequest) -> str:
    """Where somebody goes on who signs in from this page: where they are, with what the address asks for; from the page
    for signing in, where they were to go."""
    return str(addresses.asked(request).get("next") or addresses.asked_address(request))


@register.simple_tag(takes_context=True)
def query_toggling(context: dict[str, Any], name: str, value: Any, *without: str) -> str:
    """The present query string with one value of a parameter added, or taken away where it is there; its other values
    stay, and parameters `without` go. Starts with "?"."""
    pairs = query_fields(context, *without)
    toggled = filter_value(str(value))
    kept = [pair for pair in pairs if pair[0] != name or filter_value(pair[1]) != toggled]
    if len(kept) == len(pairs):
        kept = [*pairs, (name, str(value))]
    return "?" + urlencode([pair for pair in kept if pair[1]])


@register.simple_tag(takes_context=True)
def query_fields(context: dict[str, Any], *without: str) -> list[tuple[str, str]]:
    """The parameters of the present address, for the hidden fields of a form that keeps them; `page` never."""
    request = context["request"]
    pairs: list[tuple[str, str]] | None = getattr(request, "_camtree_query_fields", None)
    if pairs is None:
        # A page may ask for it hundreds of times.
        query = addresses.asked(request)
        pairs = [(name, value) for name, values in query.lists() if name != "page" for value in values]
        request._camtree_query_fields = pairs
    return [pair for pair in pairs if pair[0] not in without]


@register.simple_tag(takes_context=True)
def query_with(context: dict[str, Any], **changes: Any) -> str:
    """The present query string with parameters changed; None or "" takes one away. Starts with "?"."""
    query = addresses.asked(context["request"])
    query.pop("page", None)
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return "?" + query.urlencode()
