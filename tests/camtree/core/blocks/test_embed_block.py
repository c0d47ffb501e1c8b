"""Videos of other hosts: an address that cannot be shown is told in the editors' form, in words."""

import pytest
from wagtail.blocks import StructBlockValidationError

from camtree.core.blocks.media import EmbedBlock


def test_an_address_elsewhere_is_refused_with_a_sentence_the_form_can_show() -> None:
    block = EmbedBlock()
    value = block.to_python({"url": "https://videos.example/41", "title": "A talk"})
    with pytest.raises(StructBlockValidationError) as caught:
        block.clean(value)
    [sentence] = caught.value.as_json_data()["blockErrors"]["url"]["messages"]
    assert sentence.startswith("This address cannot be shown here. Known hosts: ")


def test_an_address_we_can_show_is_taken() -> None:
    block = EmbedBlock()
    value = block.to_python({"url": "https://vimeo.com/76979871", "title": "A talk"})
    assert block.clean(value).frame_url == "https://player.vimeo.com/video/76979871?dnt=1"
