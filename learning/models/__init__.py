"""What the learning section keeps, by noun."""

from learning.models.assignments import AssignmentWork
from learning.models.certificates import Certificate
from learning.models.cohorts import Cohort, CohortMember, Facilitator
from learning.models.discussions import Announcement, CohortPost, LookAtLearner
from learning.models.enrolments import Enrolment, JournalEntry, StepRecord
from learning.models.packages import CoursePackage, PackageRecord
from learning.models.pages import CourseIndexPage, CoursePage, LessonPage, ModulePage
from learning.models.peer_marking import Appeal, Calibration, PeerMarking
from learning.models.questions import Question, QuestionPool, ShownVersion
from learning.models.quizzes import Accommodation, AttemptItem, Quiz, QuizAttempt
from learning.models.sessions import Attendance, CohortSession, Deadline, Extension
from learning.models.steps import Step

__all__ = [
    "Accommodation",
    "Announcement",
    "Appeal",
    "AssignmentWork",
    "AttemptItem",
    "Attendance",
    "Calibration",
    "Certificate",
    "Cohort",
    "CohortMember",
    "CohortPost",
    "CohortSession",
    "CourseIndexPage",
    "CoursePackage",
    "CoursePage",
    "Deadline",
    "Enrolment",
    "Extension",
    "Facilitator",
    "JournalEntry",
    "LessonPage",
    "LookAtLearner",
    "ModulePage",
    "PackageRecord",
    "PeerMarking",
    "Question",
    "QuestionPool",
    "Quiz",
    "QuizAttempt",
    "ShownVersion",
    "Step",
    "StepRecord",
]
