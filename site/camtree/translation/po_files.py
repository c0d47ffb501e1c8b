"""PO files that translators bring back, whatever they hold."""

import re
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polib
from django.utils.translation import gettext as _
from wagtail_localize.models import Translation

from camtree.core.words.languages import language_name

LARGEST = 7 * 256 * 1024
OUR_ID = "X-WagtailLocalize-TranslationID"
# What polib raises for files that are none: syntax, letters, a charset that nobody knows, values that break off.
_FAULTS = (OSError, UnicodeError, LookupError, ValueError, AttributeError, TypeError)


class PoFileError(Exception):
    """Nothing of the file was taken in; the message says why, in a sentence."""


@dataclass
class Imported:
    """What became of the pieces of a file."""

    taken: int = 0
    doubtful: int = 0
    # The beginning of the words, and why they were refused.
    refused: list[tuple[str, str]] = field(default_factory=list)


def read_po(upload: Any, translation: Translation) -> polib.POFile:
    """The file as its entries. Raises PoFileError where it is none, or is that of another page or language."""
    if upload is None or not upload.size:
        raise PoFileError(_("The file is empty. Please choose the PO file that you downloaded here."))
    if upload.size > LARGEST:
        raise PoFileError(_("The file is too large for the PO file of a page."))
    content = upload.read().removeprefix(b"\xef\xbb\xbf")
    if b"\x00" in content:
        raise PoFileError(_("Please upload a valid PO file."))
    # By a file of its own: given a text, polib takes it for the name of a file where there is one.
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "upload.po")
        place.write_bytes(content)
        try:
            po = polib.pofile(str(place))
        except _FAULTS as error:
            raise PoFileError(_("Please upload a valid PO file.")) from error
    _refuse_others(po, translation)
    return po


def _refuse_others(po: polib.POFile, translation: Translation) -> None:
    own = po.metadata.get(OUR_ID, "")
    if not own:
        raise PoFileError(
            _("The file has lost its first lines, which say what it belongs to. Download it again and keep them.")
        )
    if own.strip() != str(translation.uuid):
        raise PoFileError(_("Cannot import PO file that was created for a different translation."))
    language = re.split(r"[-_@.]", po.metadata.get("Language", "").strip().lower())[0]
    target = translation.target_locale.language_code
    if language and language != target.split("-")[0].lower():
        raise PoFileError(
            _("The file says that it is in %(found)s, and this page is translated into %(wanted)s.")
            % {"found": language_name(language), "wanted": language_name(target)}
        )
