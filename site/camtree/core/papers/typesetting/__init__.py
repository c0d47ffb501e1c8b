"""Tagged PDFs (PDF/UA-1) and pictures from data and a template, with the fonts of all our languages."""

from camtree.core.papers.typesetting.caller import PaperError, draw, typeset
from camtree.core.papers.typesetting.paper import Paper, address_run, language_facts

__all__ = ["Paper", "PaperError", "address_run", "draw", "language_facts", "typeset"]
