"""Reports on paper: tagged PDFs (PDF/UA-1) that carry identifier, licence and citation."""

from research.papers.content import Paper, paper_of
from research.papers.typesetting import PaperError, typeset

__all__ = ["Paper", "PaperError", "paper_of", "typeset"]
