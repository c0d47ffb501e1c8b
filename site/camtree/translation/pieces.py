"""The pieces of a translation: what is missing, and what was said before the original changed."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator, capfirst
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.strings import StringValue

# An earlier piece that is less like the present one than this is another piece.
NEAR = 0.5
# Each missing piece is compared with so many earlier ones at most, the latest; and so many pieces are helped.
MOST_SAID, MOST_HELPED = 300, 60
# The address of a page is no words that somebody would read in the wrong language.
NOT_READ = frozenset({"slug"})


@dataclass(frozen=True)
class Piece:
    """A piece that is missing: in which field it stands, and how the original begins."""

    field: str
    words: str
    path: str
    source: str


def missing_pieces(translation: Translation) -> list[Piece]:
    """The pieces that readers would get in the language of the original, in their order; doubtful ones too."""
    segments = translation.source.stringsegment_set.annotate_translation(translation.target_locale)
    segments = segments.filter(translation=None).select_related("string", "context").order_by("order")
    model = translation.source.specific_content_type.model_class()
    return [
        Piece(
            _field_name(model, segment.context.path),
            plain(segment.string.data),
            segment.context.path,
            segment.string.data,
        )
        for segment in segments
        if segment.context.path not in NOT_READ
    ]


def _field_name(model: Any, path: str) -> str:
    field = model._meta.get_field(path.partition(".")[0])
    named = getattr(field, "verbose_name", None) or field.related_model._meta.verbose_name
    return str(capfirst(str(named)))


def plain(data: str, letters: int = 80) -> str:
    """The words of a piece without its markup, cut where they are long."""
    return Truncator(" ".join(StringValue(data).render_text().split())).chars(letters)


@dataclass(frozen=True)
class Earlier:
    """What a translator said for a piece before its original changed. Never filled in by itself."""

    piece: Piece
    translated: str
    # The original as it is now; what is new in it is marked, what is gone is struck out.
    difference: SafeString


def earlier_words(translation: Translation) -> list[Earlier]:
    """For each piece that is missing, the translation of the earlier piece that is most like it, if any is."""
    missing = missing_pieces(translation)
    if not missing:
        return []
    present = translation.source.stringsegment_set.values_list("string_id", flat=True)
    said = list(
        StringTranslation.objects.filter(
            context__object_id=translation.source.object_id, locale=translation.target_locale, has_error=False
        )
        .exclude(translation_of__in=list(present))
        .select_related("translation_of", "context")
        .order_by("-updated_at", "-pk")[:MOST_SAID]
    )
    found = []
    for piece in missing[:MOST_HELPED] if said else []:
        best = max(((_likeness(row, piece), row) for row in said), key=lambda pair: pair[0], default=(0.0, None))
        if best[1] is not None and best[0] >= NEAR:
            row = best[1]
            found.append(Earlier(piece, plain(row.data, 2000), difference(row.translation_of.data, piece.source)))
    return found


def _likeness(row: StringTranslation, piece: Piece) -> float:
    """How like an earlier original is to a present one, 0 to 1; at the same place it counts a little more."""
    match = SequenceMatcher(None, row.translation_of.data, piece.source, autojunk=False)
    # Cheap bounds first: comparing two long pieces takes long.
    if match.real_quick_ratio() < NEAR or match.quick_ratio() < NEAR:
        return 0.0
    alike = match.ratio()
    return alike + (0.05 if row.context is not None and row.context.path == piece.path else 0.0)


def difference(before: str, after: str) -> SafeString:
    """A piece as it is now, as HTML: new words in `ins`, words that are gone in `del`."""
    old, new = plain(before, 2000).split(), plain(after, 2000).split()
    told = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind in {"replace", "delete"}:
            told.append(f"<del>{escape(' '.join(old[a:b]))}</del>")
        if kind in {"replace", "insert"}:
            told.append(f"<ins>{escape(' '.join(new[c:d]))}</ins>")
        if kind == "equal":
            told.append(str(escape(" ".join(new[c:d]))))
    return mark_safe(" ".join(told))  # each part is escaped
