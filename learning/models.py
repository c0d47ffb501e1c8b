"""What the learning section keeps, by noun."""

from learning.assignments.models import Appeal, AssignmentWork, Calibration, PeerMarking
from learning.certificates.models import Certificate
from learning.cohorts.models import (
    Announcement,
    Attendance,
    Cohort,
    CohortMember,
    CohortPost,
    CohortSession,
    Deadline,
    Extension,
    Facilitator,
    LookAtLearner,
)
from learning.courses.models import CourseIndexPage, CoursePage, LessonPage, ModulePage, Step
from learning.packages.models import CoursePackage, PackageRecord, PackageUpload
from learning.quizzes.models import (
    Accommodation,
    AttemptItem,
    Question,
    QuestionImport,
    QuestionPool,
    Quiz,
    QuizAttempt,
    ShownVersion,
)
from learning.studying.models import Enrolment, JournalEntry, StepRecord

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
    "PackageUpload",
    "PeerMarking",
    "Question",
    "QuestionImport",
    "QuestionPool",
    "Quiz",
    "QuizAttempt",
    "ShownVersion",
    "Step",
    "StepRecord",
]
