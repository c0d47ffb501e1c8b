"""What players ask."""

from django import template

from camtree.media.models import CamtreeMedia
from camtree.media.offers import Offer
from camtree.media.offers import offers_of as offers

register = template.Library()


@register.simple_tag
def offers_of(media: CamtreeMedia) -> list[Offer]:
    """In which sizes a recording can be played; the one that plays unless somebody chooses stands first."""
    return offers(media)
