"""CSL-JSON, which Zotero, Mendeley and pandoc read (https://docs.citationstyles.org, schema of 1.0.2)."""

import json
from collections.abc import Iterable
from typing import Any

from research.library.citing.works import PUBLISHER, Cited
from research.library.models import ReportAuthor
from research.library.names import is_whole


def name_of(author: ReportAuthor) -> dict[str, str]:
    """A name in its parts, or whole."""
    if is_whole(author):
        return {"literal": author.name}
    return {"family": author.family_name, "given": author.given_name}


def item_of(work: Cited) -> dict[str, Any]:
    """A report as one item; what is not known is left out."""
    item = {
        "id": work.key,
        "type": "report",
        "title": work.title,
        "author": [name_of(author) for author in work.authors],
        "issued": {"date-parts": [work.issued.parts]} if work.issued else None,
        "publisher": PUBLISHER,
        "number": work.identifier,
        "genre": work.kind,
        "DOI": work.doi,
        "URL": work.address,
        "language": work.language,
        "abstract": work.abstract,
        "keyword": ", ".join(work.keywords),
        "original-title": work.original.title if work.original else "",
        # No program reads a second name of an author: in Zotero it stands under "Extra".
        "note": " ".join(filter(None, [*work.notes, work.native_names])),
    }
    return {name: value for name, value in item.items() if value}


def written(works: Iterable[Cited]) -> str:
    """A file of items."""
    return json.dumps([item_of(work) for work in works], ensure_ascii=False, indent=1) + "\n"
