"""Closed lists of what happens to a report once it is public."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class WithdrawalKind(models.TextChoices):
    """Two different actions: the text stays with a notice, or the text goes."""

    WITHDRAW = "withdraw", _("Withdraw: the text stays, with a notice")
    REMOVE = "remove", _("Remove: the text goes at once, for good")


class WithdrawalState(models.TextChoices):
    """How far a withdrawal is, or the wish for one."""

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
