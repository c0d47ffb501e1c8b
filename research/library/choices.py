"""Closed lists of reports."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReportKind(models.TextChoices):
    """How deep a report goes and which sections it has."""

    RESEARCH_REPORT = "research_report", _("Research report")
    LESSON_STUDY = "lesson_study", _("Research lesson study report")
    SUMMARY = "summary", _("Research summary")


class ReviewStatus(models.TextChoices):
    """What stands between the author's words and the reader."""

    PEER_REVIEWED = "peer_reviewed", _("Peer reviewed")
    EDITOR_CHECKED = "editor_checked", _("Checked by an editor")
    NOT_REVIEWED = "not_reviewed", _("Not reviewed by CamTREE")


class Precision(models.TextChoices):
    """How much of a date is known. What is not known is its first day or month."""

    DAY = "day", _("The whole day")
    MONTH = "month", _("Month and year")
    YEAR = "year", _("The year alone")


class Licence(models.TextChoices):
    """Under which terms a report may be used again."""

    CC_BY = "cc-by", "CC BY 4.0"
    CC_BY_SA = "cc-by-sa", "CC BY-SA 4.0"
    CC_BY_NC = "cc-by-nc", "CC BY-NC 4.0"
    CC0 = "cc0", "CC0 1.0"
    ALL_RIGHTS = "all-rights", _("All rights reserved")


LICENCE_ADDRESSES = {
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    Licence.CC_BY_NC: "https://creativecommons.org/licenses/by-nc/4.0/",
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
}


class Section(models.TextChoices):
    """The parts of a report, in their order. Case pupils and research lessons belong to lesson study alone."""

    CONTEXT = "context", pgettext_lazy("report section", "Context")
    MOTIVATION = "motivation", _("Motivation, focus and questions")
    PLAN = "plan", _("Inquiry plan and activities")
    ETHICS = "ethics", _("Ethical considerations and relationships")
    CASE_PUPILS = "case_pupils", _("Case pupils")
    RESEARCH_LESSONS = "research_lessons", _("Research lessons")
    FINDINGS = "findings", _("Findings")
    RESOURCES = "resources", pgettext_lazy("report section", "Resources")
    CHANGES = "changes", _("Changes to practice")
    EVALUATION = "evaluation", _("Reflective evaluation")
    NEXT_STEPS = "next_steps", _("Next steps")
    REFERENCES = "references", pgettext_lazy("report section", "References")


LESSON_STUDY_SECTIONS = frozenset({Section.CASE_PUPILS, Section.RESEARCH_LESSONS})

# The five parts of the structured abstract: field name and heading.
ABSTRACT_PARTS = [
    ("abstract_context", pgettext_lazy("abstract", "Context")),
    ("abstract_aims", pgettext_lazy("abstract", "Aims")),
    ("abstract_methods", pgettext_lazy("abstract", "Methods")),
    ("abstract_findings", pgettext_lazy("abstract", "Findings")),
    ("abstract_implications", pgettext_lazy("abstract", "Implications")),
]


class ContributorRole(models.TextChoices):
    """The fourteen roles of CRediT, the Contributor Role Taxonomy (ANSI/NISO Z39.104-2022)."""

    CONCEPTUALIZATION = "conceptualization", _("Conceptualization")
    DATA_CURATION = "data-curation", _("Data curation")
    FORMAL_ANALYSIS = "formal-analysis", _("Formal analysis")
    FUNDING_ACQUISITION = "funding-acquisition", _("Funding acquisition")
    INVESTIGATION = "investigation", _("Investigation")
    METHODOLOGY = "methodology", _("Methodology")
    PROJECT_ADMINISTRATION = "project-administration", _("Project administration")
    RESOURCES = "resources", pgettext_lazy("contributor role", "Resources")
    SOFTWARE = "software", _("Software")
    SUPERVISION = "supervision", _("Supervision")
    VALIDATION = "validation", _("Validation")
    VISUALIZATION = "visualization", _("Visualization")
    WRITING_ORIGINAL_DRAFT = "writing-original-draft", _("Writing: original draft")
    WRITING_REVIEW_EDITING = "writing-review-editing", _("Writing: review and editing")


def contributions_in_words(values: object) -> list[str]:
    """Names of CRediT roles in the active language; values that are none are passed over."""
    roles = values if isinstance(values, list) else []
    return [str(ContributorRole(value).label) for value in roles if value in ContributorRole.values]
