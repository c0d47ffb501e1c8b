"""Words that editors say mean the same."""

from camtree.core.caching.generation import recall
from camtree.search.analysis.questions import Synonyms as BySynonym
from camtree.search.analysis.questions import by_key
from camtree.search.models import Synonyms


def synonyms() -> BySynonym:
    """By language and word; remembered until editors change them."""

    def load() -> BySynonym:
        groups: dict[str, list[list[str]]] = {}
        for language, words in Synonyms.objects.values_list("language", "words"):
            parts = [part.strip() for part in words.replace("،", ",").replace("，", ",").replace("、", ",").split(",")]
            groups.setdefault(language, []).append([part for part in parts if part])
        return {language: by_key(rows, language) for language, rows in groups.items()}

    return recall("synonyms", load)
