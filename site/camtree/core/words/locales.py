"""The site's languages as rows, looked up once. There are five of them and every page asks for one."""

from django.conf import settings
from django.utils.translation import get_language
from wagtail.models import Locale

from camtree.core.caching.generation import recall


def locales() -> dict[int, Locale]:
    """All locales by primary key."""

    def load() -> dict[int, Locale]:
        return {locale.pk: locale for locale in Locale.objects.all()}

    return recall("locales", load)


def active_locale() -> Locale:
    """Locale of the language of this request; English where that language has no row."""
    by_code = {locale.language_code: locale for locale in locales().values()}
    return by_code.get(get_language() or "") or by_code.get(settings.LANGUAGE_CODE) or Locale.get_default()
