"""Names of the terms, as readers see them."""

from django.db.models import Q
from wagtail.models import Locale

from camtree.core.caching.generation import recall
from camtree.vocabularies.models import VOCABULARIES


def term_names(locale: Locale) -> dict[str, dict[str, str]]:
    """Names of all vocabulary terms in a language, by vocabulary and slug; English where there is no translation.

    Remembered until something is published or a term changes: pages show many terms.
    """

    def load() -> dict[str, dict[str, str]]:
        names: dict[str, dict[str, str]] = {}
        for vocabulary, model in VOCABULARIES.items():
            rows = model.objects.filter(Q(locale__language_code="en") | Q(locale_id=locale.pk)).values_list(
                "slug", "name", "locale_id"
            )
            # The reader's language comes last and wins.
            names[vocabulary] = {slug: name for slug, name, _of in sorted(rows, key=lambda row: row[2] == locale.pk)}
        return names

    return recall(f"terms:{locale.pk}", load)
