"""Pictures and documents in the read API: those that a page shows, and of pictures the renditions."""

from typing import Any

from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.images.api.v2.serializers import ImageDownloadUrlField, ImageSerializer
from wagtail.images.api.v2.views import ImagesAPIViewSet
from wagtail.images.models import SourceImageIOError

from camtree.core.http.api import router
from camtree.media.models import CamtreeImage
from camtree.media.queries import shown_on_pages

__all__ = ["router"]

# What a picture may be fetched as. Its original stays private: an address of that one would expire in a copy.
LARGEST = "max-1600x1600"


class RenditionUrlField(ImageDownloadUrlField):
    """The address of the largest rendition; nothing where the original cannot be read."""

    def to_representation(self, image: CamtreeImage) -> str | None:
        try:
            return str(image.get_rendition(LARGEST).full_url)
        except SourceImageIOError:
            return None


class PictureSerializer(ImageSerializer):
    download_url = RenditionUrlField(read_only=True)


class PicturesViewSet(ImagesAPIViewSet):
    """Pictures that stand on a page which the visitor may read."""

    base_serializer_class = PictureSerializer

    def get_queryset(self) -> Any:
        return shown_on_pages(super().get_queryset(), self.request).prefetch_renditions(LARGEST)


class PapersViewSet(DocumentsAPIViewSet):
    """Documents that stand on a page which the visitor may read."""

    def get_queryset(self) -> Any:
        return shown_on_pages(super().get_queryset(), self.request)


router.register_endpoint("images", PicturesViewSet)
router.register_endpoint("documents", PapersViewSet)
