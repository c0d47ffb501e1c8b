"""Certificates and records on paper: tagged PDFs (PDF/UA-1)."""

from learning.certificates.papers.certificates import certificate_paper
from learning.certificates.papers.records import record_paper

__all__ = ["certificate_paper", "record_paper"]
