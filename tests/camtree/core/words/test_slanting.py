import pytest
from wagtail.rich_text import RichText

from camtree.core.words.slanting import slanting


@pytest.mark.parametrize(
    ("html", "marked"),
    [
        (
            "<p>蜜蜂 <i>Apis mellifera</i> 与<em>我们</em></p>",
            '<p>蜜蜂 <i class="slanted">Apis mellifera</i> 与<em>我们</em></p>',
        ),
        ("<p>نحل <em>Apis</em></p>", '<p>نحل <em class="slanted">Apis</em></p>'),
        ("<p>Bees <i>Apis mellifera</i></p>", "<p>Bees <i>Apis mellifera</i></p>"),
        ("<p>蜜蜂 <i>Apis 蜜蜂</i></p>", "<p>蜜蜂 <i>Apis 蜜蜂</i></p>"),
    ],
)
def test_letters_that_slant_are_marked_among_those_that_do_not(html: str, marked: str) -> None:
    assert slanting(html) == marked
    assert str(RichText(html)).strip() == marked
