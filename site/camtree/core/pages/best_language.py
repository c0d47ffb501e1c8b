"""Which language version of a work a reader gets, as one condition of a query."""

from typing import Any

from django.conf import settings
from django.db.models import BooleanField, F, Func
from wagtail.models import Locale

from camtree.core.words.locales import locales


class IsBestLanguage(Func):
    """True for a page that has no live sister in a better language: the reader's own first, then the one `otherwise`
    where it is given, then the default one, then the oldest.

    Written as one piece of SQL, because building it from parts took longer than asking it.
    """

    output_field = BooleanField()
    template = (
        "NOT EXISTS (SELECT 1 FROM wagtailcore_page sister WHERE sister.translation_key = {key} AND sister.live AND "
        "(CASE sister.locale_id WHEN %s THEN 0 WHEN %s THEN 1 WHEN %s THEN 2 ELSE 3 END, sister.id) < "
        "(CASE {locale} WHEN %s THEN 0 WHEN %s THEN 1 WHEN %s THEN 2 ELSE 3 END, {pk}))"
    )

    def __init__(self, locale: Locale, otherwise: Locale | None = None) -> None:
        super().__init__(F("translation_key"), F("locale_id"), F("pk"))
        default = next((row.pk for row in locales().values() if row.language_code == settings.LANGUAGE_CODE), 0)
        self.ranks = [locale.pk, (otherwise or locale).pk, default] * 2

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> tuple[str, tuple[Any, ...]]:
        key, locale, pk = (compiler.compile(part)[0] for part in self.get_source_expressions())
        return self.template.format(key=key, locale=locale, pk=pk), tuple(self.ranks)
