"""Facts that a report and the draft it comes from have alike."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from research.library.choices import Licence


class ReportFacts(models.Model):
    """Where, with whom and under which licence. Where these are told, `research.library.facts` says."""

    country = CountryField(verbose_name=_("country"), blank=True)
    place = models.CharField(_("town or district"), max_length=120, blank=True, help_text=_("Not the school."))
    learners = models.PositiveIntegerField(_("number of learners"), null=True, blank=True)
    age_from = models.PositiveSmallIntegerField(
        _("youngest learner, years"), null=True, blank=True, validators=[MaxValueValidator(110)]
    )
    age_to = models.PositiveSmallIntegerField(
        _("oldest learner, years"), null=True, blank=True, validators=[MaxValueValidator(110)]
    )
    cycles = models.PositiveSmallIntegerField(
        _("inquiry cycles or research lessons"), default=1, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    licence = models.CharField(_("licence"), max_length=12, choices=Licence.choices, default=Licence.CC_BY)

    class Meta:
        abstract = True
