"""What the learning section keeps, by noun."""

from learning.models.certificates import Certificate
from learning.models.enrolments import Enrolment, JournalEntry, StepRecord
from learning.models.pages import CourseIndexPage, CoursePage, LessonPage, ModulePage
from learning.models.steps import Step

__all__ = [
    "Certificate",
    "CourseIndexPage",
    "CoursePage",
    "Enrolment",
    "JournalEntry",
    "LessonPage",
    "ModulePage",
    "Step",
    "StepRecord",
]
