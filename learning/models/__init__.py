"""What the learning section keeps, by noun."""

from learning.models.assignments import AssignmentWork
from learning.models.certificates import Certificate
from learning.models.enrolments import Enrolment, JournalEntry, StepRecord
from learning.models.pages import CourseIndexPage, CoursePage, LessonPage, ModulePage
from learning.models.questions import Question, QuestionPool, ShownVersion
from learning.models.quizzes import Accommodation, AttemptItem, Quiz, QuizAttempt
from learning.models.steps import Step

__all__ = [
    "Accommodation",
    "AssignmentWork",
    "AttemptItem",
    "Certificate",
    "CourseIndexPage",
    "CoursePage",
    "Enrolment",
    "JournalEntry",
    "LessonPage",
    "ModulePage",
    "Question",
    "QuestionPool",
    "Quiz",
    "QuizAttempt",
    "ShownVersion",
    "Step",
    "StepRecord",
]
