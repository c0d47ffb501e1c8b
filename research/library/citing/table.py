"""Works as a table for spreadsheets, in the reader's language."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.utils.translation import gettext as _

from research.library.citing.works import Cited
from research.library.facts import TERMS

# Between several values of one column: none of them holds it, so that a spreadsheet can split them.
SEPARATOR: Final = "; "


def rows(works: Iterable[Cited]) -> Iterator[list[Any]]:
    """The names of the columns, then a row for each work."""
    yield [
        *(_("Identifier"), _("Title"), _("Authors"), _("Published"), _("Type"), _("Language")),
        *(_("Country"), _("Phase"), _("Subject"), _("Approach"), _("Theme")),
        *(_("Keywords"), _("DOI"), _("Address"), _("Abstract")),
    ]
    for work in works:
        yield [
            work.identifier,
            work.title,
            SEPARATOR.join(author.name for author in work.authors),
            work.issued.iso if work.issued else "",
            work.kind,
            work.language,
            work.country,
            *(SEPARATOR.join(work.terms.get(vocabulary, [])) for vocabulary in TERMS),
            SEPARATOR.join(work.keywords),
            work.doi,
            work.address,
            work.abstract,
        ]
