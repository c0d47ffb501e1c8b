"""Closed lists of drafts and what belongs to them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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
