"""Which pages of the front of the house are found."""

from camtree.search.documents import kinds
from home.models import StandardPage

kinds.add(StandardPage, "page")
