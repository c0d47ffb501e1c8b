"""Closed lists of the research section: what code decides by. What editors may extend is a vocabulary in models."""

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


class InquiryState(models.TextChoices):
    """Who has the next step with a draft."""

    DRAFT = "draft", _("Being written")
    SUBMITTED = "submitted", _("With the editors")
    CHANGES_ASKED = "changes_asked", _("Changes asked for")
    PUBLISHED = "published", pgettext_lazy("state of a report", "Published")
    DECLINED = "declined", pgettext_lazy("state of a report", "Declined")


class Stage(models.TextChoices):
    """The five phases of an inquiry."""

    FOCUS = "focus", _("Identify a focus")
    PRIOR_WORK = "prior_work", _("Review prior work")
    PLAN = "plan", _("Plan the inquiry")
    OBSERVE = "observe", _("Observe and analyse")
    REFLECT = "reflect", _("Reflect and share")


class Access(models.TextChoices):
    """What somebody may do with a draft."""

    OWNER = "owner", _("Everything; this draft is theirs")
    WRITE = "write", _("Write")
    COMMENT = "comment", _("Read and comment")
    NONE = "none", _("Nothing; named as an author only")


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


class Anonymity(models.TextChoices):
    """Who learns whose name while a report is reviewed."""

    OPEN = "open", _("Open: authors and reviewers see each other's names")
    SINGLE = "single", _("Single anonymous: reviewers see the authors' names, authors do not see theirs")
    DOUBLE = "double", _("Double anonymous: neither sees the other's names")


class SubmissionState(models.TextChoices):
    """Where a round stands, as editors see it."""

    CHECK = "check", _("Editorial check")
    REVIEW = "review", _("With reviewers")
    DECIDE = "decide", _("Waiting for a decision")
    LEAVING = "leaving", _("Decided, about to be sent")
    ANSWERED = "answered", _("Answered")
    TAKEN_BACK = "taken_back", _("Taken back by its authors")


class InviteState(models.TextChoices):
    """What became of an invitation to review."""

    INVITED = "invited", _("Invited")
    ACCEPTED = "accepted", _("Reviewing")
    SENT = "sent", _("Review sent")
    DECLINED = "declined", _("Declined")
    CANCELLED = "cancelled", _("No longer needed")


class Verdict(models.TextChoices):
    """What editors decide, and what reviewers recommend."""

    ACCEPT = "accept", _("Accept")
    MINOR = "minor", _("Minor changes")
    MAJOR = "major", _("Major changes")
    DECLINE = "decline", pgettext_lazy("decision", "Decline")


class WithdrawalKind(models.TextChoices):
    """Two different deeds: the text stays with a notice, or the text goes."""

    WITHDRAW = "withdraw", _("Withdraw: the text stays, with a notice")
    REMOVE = "remove", _("Remove: the text goes at once, for good")


class WithdrawalState(models.TextChoices):
    """How far a wish or a deed is."""

    ASKED = "asked", _("Asked for")
    DONE = "done", pgettext_lazy("state of a withdrawal", "Done")
    REFUSED = "refused", pgettext_lazy("state of a withdrawal", "Refused")
    UNDONE = "undone", _("Reinstated")


class ReplicationResult(models.TextChoices):
    """How it went when somebody else tried it."""

    BETTER = "better", pgettext_lazy("result of trying again", "Better")
    SAME = "same", pgettext_lazy("result of trying again", "The same")
    WORSE = "worse", pgettext_lazy("result of trying again", "Worse")


class ReplicationState(models.TextChoices):
    """Who has seen a record of trying again."""

    PENDING = "pending", _("With the editors")
    PUBLISHED = "published", pgettext_lazy("state of a record", "Published")
    DECLINED = "declined", _("Not published")


class DepositState(models.TextChoices):
    """Whether DataCite knows of a DOI what we know."""

    WAITING = "waiting", _("To be sent")
    DONE = "done", _("Registered")
    FAILED = "failed", _("Not taken")


class AttachmentKind(models.TextChoices):
    """What a file beside a report is to its reader."""

    INSTRUMENT = "instrument", _("Instrument: a questionnaire, an observation sheet, a task")
    DATA = "data", _("Data: counts, tables, transcripts without names")
    SLIDES = "slides", _("Slides or a handout")
    PICTURE = "picture", _("Picture: a photo, a chart, pupils’ work")


class Faces(models.TextChoices):
    """Whether a photo shows who somebody is."""

    NOBODY = "nobody", _("No")
    CONSENT = "consent", _("Yes, and they or their parents agreed in writing")
    WITHOUT = "without", _("Yes, without written consent")


class EthicsQuestion(models.TextChoices):
    """What a teacher who inquires into their own class is asked before others read about it."""

    SCHOOL = "school", _("Did the school give permission for this inquiry to be published?")
    PARENTS = "parents", _("Were parents or carers told, and did they agree where that is needed?")
    PUPILS = "pupils", _("Were the pupils told, and could they say no?")
    DATA = "data", _("Are the data kept where only you and your co-authors can get at them?")
    NAMES = "names", _("Are all names of pupils and colleagues changed or left out?")


class EthicsReply(models.TextChoices):
    """What can be answered."""

    YES = "yes", pgettext_lazy("ethics", "Yes")
    NO = "no", pgettext_lazy("ethics", "No")
    NOT_NEEDED = "not_needed", pgettext_lazy("ethics", "Not needed")


class FlagKind(models.TextChoices):
    """What in a text may tell who somebody is."""

    EMAIL = "email", _("an e-mail address")
    PHONE = "phone", _("a telephone number")
    BIRTH = "birth", _("a date of birth")
    PUPIL = "pupil", _("what looks like a pupil’s name")
    SCHOOL = "school", _("what looks like the name of a school")


def contributions_in_words(values: object) -> list[str]:
    """Names of CRediT roles in the active language; values that are none are passed over."""
    roles = values if isinstance(values, list) else []
    return [str(ContributorRole(value).label) for value in roles if value in ContributorRole.values]
