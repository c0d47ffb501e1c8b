"""Which of the formats a file has."""

from django.utils.translation import gettext as _

from camtree.core.words.signs import UNSTORABLE, without_unstorable
from learning.quizzes.exchange.gift import read_gift
from learning.quizzes.exchange.moodle import read_moodle
from learning.quizzes.exchange.questions import MOST_BYTES, Fault, Reading


def read_questions(content: bytes) -> Reading:
    """Read a file of either format. Never raises: what is no such file is one fault."""
    if len(content) > MOST_BYTES:
        return Reading(faults=[Fault(1, "", _("The file is too large: 3 MB are the most."))])
    if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return read_moodle(content)
    try:
        text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        reason = _("The file is not in UTF-8. Save it as UTF-8 and send it again.")
        return Reading(faults=[Fault(line, "", reason)])
    reading = read_gift(without_unstorable(text))
    if broken := UNSTORABLE.search(text):
        line = text[: broken.start()].count("\n") + 1
        reading.faults.insert(0, Fault(line, "", _("A sign that cannot be kept was left out here.")))
    return reading
