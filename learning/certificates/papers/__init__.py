"""Certificates and records on paper, which are tagged PDFs (PDF/UA-1), and the pictures of badges."""

from learning.certificates.papers.badges import badge_paper
from learning.certificates.papers.certificates import certificate_paper
from learning.certificates.papers.records import record_paper

__all__ = ["badge_paper", "certificate_paper", "record_paper"]
