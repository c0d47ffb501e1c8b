"""What authors do with the case pupils of a draft."""

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from research.inquiries.actions.writing import locked_draft
from research.inquiries.models import CasePupil, Inquiry

MOST: Final = 12


@transaction.atomic
def save_pupil(*, inquiry: Inquiry, pupil: CasePupil | None = None, **facts: Any) -> CasePupil:
    """A new case pupil, or what is said of one now. The same sent twice is one.

    Raises DraftClosedError, and ValidationError where the pseudonym is taken or there are too many.
    """
    inquiry = locked_draft(inquiry)
    others = inquiry.case_pupils.exclude(pk=pupil.pk) if pupil else inquiry.case_pupils.all()
    twin = others.filter(label__iexact=facts["label"]).first()
    if twin is not None:
        if pupil is None and all(getattr(twin, name) == value for name, value in facts.items()):
            return twin
        raise ValidationError({"label": _("Another case pupil has this pseudonym. Choose a different one.")})
    if pupil is None:
        if others.count() >= MOST:
            raise ValidationError(_("A draft holds up to %(most)s case pupils.") % {"most": MOST})
        pupil = CasePupil(inquiry=inquiry, position=(others.aggregate(last=Max("position"))["last"] or 0) + 1)
    for name, value in facts.items():
        setattr(pupil, name, value)
    pupil.save()
    return pupil


@transaction.atomic
def remove_pupil(*, pupil: CasePupil) -> None:
    """Take a case pupil out. Raises DraftClosedError."""
    locked_draft(pupil.inquiry)
    CasePupil.objects.filter(pk=pupil.pk).delete()
