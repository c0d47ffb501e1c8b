"""Closed lists of packages."""

from django.db import models


class PackageKind(models.TextChoices):
    """The standard after which material from elsewhere is made."""

    SCORM12 = "scorm12", "SCORM 1.2"
    SCORM2004 = "scorm2004", "SCORM 2004"
    H5P = "h5p", "H5P"
