"""Works as a table for spreadsheets, in the reader's language."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from camtree.core.words.languages import join
from research.library.citing.works import Cited


def rows(works: Iterable[Cited]) -> Iterator[list[Any]]:
    """The names of the columns, then a row for each work."""
    yield [
        *(_("Identifier"), _("Title"), _("Authors"), _("Published"), _("Type"), _("Language")),
        *(_("Keywords"), _("DOI"), _("Address"), _("Abstract")),
    ]
    for work in works:
        yield [
            work.identifier,
            work.title,
            "; ".join(author.name for author in work.authors),
            work.issued.iso if work.issued else "",
            work.kind,
            work.language,
            join(work.keywords),
            work.doi,
            work.address,
            work.abstract,
        ]
