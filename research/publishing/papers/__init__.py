"""Reports on paper: tagged PDFs (PDF/UA-1) that carry identifier, licence and citation."""

from research.publishing.papers.content import paper_of

__all__ = ["paper_of"]
