"""By what CamTREE-leads are found, besides their texts."""

from camtree.search.documents import Document, adds, kinds
from camtree.search.facts import add_country, add_label, add_terms
from leads.models import LeadProfilePage, LicenceLevel

kinds.add(LeadProfilePage, "lead")


@adds(LeadProfilePage, "approaches")
def _lead(lead: LeadProfilePage, document: Document) -> None:
    add_terms(document, "approaches", lead.approaches.all())
    add_country(document, str(lead.country or ""))
    add_label(document, LicenceLevel, lead.licence_level)
    document.day = lead.first_published_at.date() if lead.first_published_at else None
