import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.models import Collection

from camtree.media.actions import store_image
from camtree.media.models import CamtreeImage


def make_image(title: str = "A classroom", *, collection: str = "", uploaded_by: Any = None) -> CamtreeImage:
    """A small picture, in a collection by its name."""
    buffer = io.BytesIO()
    Image.new("RGB", (40, 20), "teal").save(buffer, "PNG")
    place = Collection.objects.get(name=collection) if collection else None
    return store_image(
        title=title,
        file=SimpleUploadedFile("picture.png", buffer.getvalue()),
        collection=place,
        uploaded_by=uploaded_by,
    )
