"""Closed lists of certificates."""

from django.db import models
from django.utils.translation import pgettext_lazy


class CertificateState(models.TextChoices):
    """What a certificate is worth today."""

    VALID = "valid", pgettext_lazy("state of a certificate", "Valid")
    EXPIRED = "expired", pgettext_lazy("state of a certificate", "Expired")
    REPLACED = "replaced", pgettext_lazy("state of a certificate", "Replaced")
    REVOKED = "revoked", pgettext_lazy("state of a certificate", "Revoked")
