"""Reads of certificates for the people who look after them."""

from django.db.models import Q, QuerySet

from camtree.core.papers.codes import read_code
from learning.certificates.models import Certificate

# So many are shown at once; a search finds the others.
SHOWN = 100


def board(query: str) -> "QuerySet[Certificate]":
    """The latest certificates, those that fit `query` where there is one: a code, part of a name, part of a title."""
    found = Certificate.objects.select_related("replacement").order_by("-issued_at", "-pk")
    if query:
        named = Q(name__icontains=query) | Q(course_title__icontains=query)
        found = found.filter(named | Q(code=read_code(query)))
    return found[:SHOWN]
