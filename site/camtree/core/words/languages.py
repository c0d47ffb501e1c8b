"""Languages and countries by their names in the reader's language (Unicode CLDR, through Babel)."""

from functools import lru_cache

from babel import Locale as BabelLocale
from babel.core import UnknownLocaleError
from babel.lists import format_list
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from camtree.core.words.isolation import isolated_in_text

# Languages people teach and write in on CamTREE. Longer than the languages of the interface.
SPOKEN = [
    "ar", "bn", "bg", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr", "ga", "gl", "gu",
    "ha", "he", "hi", "hr", "hu", "hy", "id", "ig", "is", "it", "ja", "ka", "kk", "km", "kn", "ko", "ky", "lo", "lt",
    "lv", "mk", "ml", "mn", "mr", "ms", "my", "nb", "ne", "nl", "nn", "pa", "pl", "ps", "pt", "qu", "ro", "ru", "rw",
    "se", "si", "sk", "sl", "sn", "so", "sq", "sr", "st", "sv", "sw", "ta", "te", "tg", "th", "ti", "tk", "tl", "tn",
    "tr", "uk", "ur", "uz", "vi", "wo", "xh", "yo", "zh", "zh-hans", "zh-hant", "zu",
]  # fmt: skip


# How CLDR calls what is no country.
_NOWHERE = "ZZ"


def babel_locale(code: str) -> BabelLocale:
    """Babel's locale for one of Django's language codes; English where Babel does not know it."""
    return _known_locale(code) or BabelLocale.parse("en")


@lru_cache(maxsize=256)
def _known_locale(code: str) -> BabelLocale | None:
    try:
        return BabelLocale.parse(_tag_of(code))
    except (UnknownLocaleError, ValueError):
        return None


def _tag_of(code: str) -> str:
    return {"zh-hans": "zh_Hans", "zh-hant": "zh_Hant"}.get(code.lower(), code.replace("-", "_"))


def current_locale() -> BabelLocale:
    """Babel's locale for the language of this request."""
    code = get_language() or "en"
    # English here is written as in Cambridge: day before month, no comma before the last "and".
    return babel_locale("en-GB" if code == "en" else code)


def language_name(code: str) -> str:
    """Name of a language in the reader's language; the code where nobody knows a name."""
    tag = _known_locale(code) if code else None
    return (tag.get_display_name(current_locale()) if tag else "") or code


def is_known(code: str) -> bool:
    """Whether Babel has a language by this code, which may come from an address."""
    tag = _known_locale(code) if code else None
    return tag is not None and bool(tag.get_display_name("en"))


def country_name(code: str) -> str:
    """Name of a country (ISO 3166-1 alpha-2) in the reader's language; the code where nobody knows a name."""
    known = (code or "").upper()
    return code or "" if known == _NOWHERE else current_locale().territories.get(known, code or "")


def whereabouts(place: str, country: str) -> str:
    """A place and its country in the reader's language; one of them where the other is not known."""
    name = country_name(country)
    if place and name:
        return _("%(place)s, %(country)s") % {"place": isolated_in_text(place), "country": name}
    return place or name


def language_choices() -> list[tuple[str, str]]:
    """Choices of spoken languages. A function, so that the list stays out of migrations."""
    english = babel_locale("en")
    return [(code, babel_locale(code).get_display_name(english) or code) for code in SPOKEN]


def join(items: list[str]) -> str:
    """A list in words, with the commas and the "and" of the reader's language."""
    return format_list([str(item) for item in items], locale=current_locale()) if items else ""
