"""What cards of many pages show, in few statements: vocabulary terms come in one, where prefetching would send one for
each vocabulary."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import CharField, F, ManyToManyField, Value, prefetch_related_objects


class PartlyLoadedError(TypeError):
    """A page that was loaded to be shown on a card was about to be saved: it holds its terms in part."""


def load_card_facts(pages: Sequence[Any], names: Iterable[str]) -> None:
    """Load the relations `names` of pages of one type; those to vocabularies in one statement together."""
    if not pages:
        return
    model = type(pages[0])
    terms = [name for name in names if _is_vocabulary(model, name)]
    attach_terms(pages, terms)
    prefetch_related_objects(pages, *(name for name in names if name not in terms))


def _is_vocabulary(model: Any, name: str) -> bool:
    field = model._meta.get_field(name.partition("__")[0])
    return isinstance(field, ManyToManyField) and hasattr(field.related_model, "sort_order")


def attach_terms(pages: Sequence[Any], names: Iterable[str]) -> None:
    """Fill the many-to-many fields `names` of pages of one type, so that `.all()` asks nothing more.

    Only slug and name of a term are loaded: what templates print. Such a page refuses to be saved (PartlyLoadedError).
    """
    names = list(names)
    if not pages or not names:
        return
    model = type(pages[0])
    parts = []
    for name in names:
        field = model._meta.get_field(name)
        own, other = field.m2m_field_name(), field.m2m_reverse_field_name()
        parts.append(
            field.remote_field.through._default_manager.filter(**{f"{own}_id__in": [page.pk for page in pages]})
            .order_by()
            .values_list(
                Value(name, output_field=CharField()),
                F(f"{own}_id"),
                F(f"{other}_id"),
                F(f"{other}__slug"),
                F(f"{other}__name"),
                F(f"{other}__sort_order"),
            )
        )
    found: dict[tuple[str, int], list[Any]] = defaultdict(list)
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    for name, page_id, pk, slug, term_name, position in rows:
        term = model._meta.get_field(name).related_model(pk=pk, slug=slug, name=term_name, sort_order=position)
        found[(name, page_id)].append(term)
    for page in pages:
        page.has_card_facts = True
        kept = page.__dict__.setdefault("_cluster_related_objects", {})
        for name in names:
            kept[name] = sorted(found[(name, page.pk)], key=lambda term: (term.sort_order, term.name))
