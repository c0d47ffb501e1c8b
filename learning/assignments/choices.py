"""Closed lists of works and their marks."""

from django.db import models
from django.utils.translation import pgettext_lazy


class WorkState(models.TextChoices):
    """Where a work stands."""

    WRITING = "writing", pgettext_lazy("state of a work", "Being written")
    SUBMITTED = "submitted", pgettext_lazy("state of a work", "Submitted")
    RETURNED = "returned", pgettext_lazy("state of a work", "To be done again")
    PASSED = "passed", pgettext_lazy("state of a work", "Passed")


class MarkingState(models.TextChoices):
    """Where the marking of a work by a peer stands."""

    GIVEN = "given", pgettext_lazy("state of a marking by a peer", "Given out")
    DONE = "done", pgettext_lazy("state of a marking by a peer", "Marked")
    RETURNED = "returned", pgettext_lazy("state of a marking by a peer", "Handed back")
    EXPIRED = "expired", pgettext_lazy("state of a marking by a peer", "Ran out")


class HandBackReason(models.TextChoices):
    """Why a peer does not mark a work."""

    CONFLICT = "conflict", pgettext_lazy("why a work is not marked", "I know whose it is")
    UNREADABLE = "unreadable", pgettext_lazy("why a work is not marked", "I cannot read it, or not open it")
    WORRYING = "worrying", pgettext_lazy("why a work is not marked", "Something in it worries me")


class PersonNeeded(models.TextChoices):
    """Why a work that peers mark waits for a facilitator or an editor."""

    TOO_FEW = "too-few", pgettext_lazy("why a person marks", "Too few marks of others after two weeks")
    HANDED_BACK = "handed-back", pgettext_lazy("why a person marks", "Somebody handed it back")
    APART = "apart", pgettext_lazy("why a person marks", "The marks of others lie far apart")


class AppealState(models.TextChoices):
    """Where an appeal stands."""

    OPEN = "open", pgettext_lazy("state of an appeal", "Waits for an answer")
    UPHELD = "upheld", pgettext_lazy("state of an appeal", "The marks stay as they were")
    CHANGED = "changed", pgettext_lazy("state of an appeal", "The marks were changed")
    OVER = "over", pgettext_lazy("state of an appeal", "Ended: handed in again, or marked by a person")
