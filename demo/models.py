"""What the demo loaded, so that it can be taken away again and nothing else with it."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models


class DemoRecord(models.Model):
    """One object of the demo, by the name of what it was loaded from."""

    key = models.CharField("key", max_length=200, unique=True)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.CharField("object", max_length=64)
    object = GenericForeignKey("content_type", "object_id")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.key
