"""Closed lists of review."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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
