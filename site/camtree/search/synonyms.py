"""Words that editors say mean the same."""

from camtree.core.caching.generation import recall
from camtree.search.analysis.questions import Synonyms as BySynonym
from camtree.search.analysis.questions import by_key
from camtree.search.models import Synonyms


def synonyms() -> BySynonym:
    """By language and word; remembered until editors change them."""

    def load() -> BySynonym:
        groups: dict[str, list[list[str]]] = {}
        for row in Synonyms.objects.all():
            groups.setdefault(row.language, []).append(row.listed)
        return {language: by_key(rows, language) for language, rows in groups.items()}

    return recall("synonyms", load)
