"""Questions from and for other systems: GIFT and Moodle XML.

A reader takes the whole file and gives the questions it understood and, for each it did not, the line and the reason.
What a question holds is the raw value of its block (`learning.quizzes.question_blocks`), without ids: those are made
when the question is kept.
"""

from learning.quizzes.exchange.gift import read_gift, write_gift
from learning.quizzes.exchange.moodle import read_moodle, write_moodle
from learning.quizzes.exchange.questions import Exported, Fault, ImportedQuestion, Reading
from learning.quizzes.exchange.reading import read_questions

__all__ = [
    "Exported",
    "Fault",
    "ImportedQuestion",
    "Reading",
    "read_gift",
    "read_moodle",
    "read_questions",
    "write_gift",
    "write_moodle",
]
