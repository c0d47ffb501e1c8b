"""Closed lists of the learning section."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Level(models.TextChoices):
    """How much a course takes for granted."""

    INTRODUCTORY = "introductory", pgettext_lazy("course level", "Introductory")
    INTERMEDIATE = "intermediate", pgettext_lazy("course level", "Intermediate")
    ADVANCED = "advanced", pgettext_lazy("course level", "Advanced")


class Mode(models.TextChoices):
    """How a course is taken."""

    SELF_PACED = "self-paced", pgettext_lazy("how a course is taken", "At your own pace")
    FACILITATED = "facilitated", pgettext_lazy("how a course is taken", "Online with a group")
    BLENDED = "blended", pgettext_lazy("how a course is taken", "Online and in a room")


class StepKind(models.TextChoices):
    """What a learner does at one step of a course."""

    LESSON = "lesson", pgettext_lazy("step of a course", "Lesson")
    RECORDING = "recording", pgettext_lazy("step of a course", "Recording")
    REFLECTION = "reflection", pgettext_lazy("step of a course", "Reflection")
    DISCUSSION = "discussion", pgettext_lazy("step of a course", "Discussion")
    QUIZ = "quiz", pgettext_lazy("step of a course", "Quiz")
    ASSIGNMENT = "assignment", pgettext_lazy("step of a course", "Assignment")
    LIVE = "live", pgettext_lazy("step of a course", "Live session")
    HALL = "hall", pgettext_lazy("step of a course", "Session in a room")
    PACKAGE = "package", pgettext_lazy("step of a course", "Package")


class StepRule(models.TextChoices):
    """When a step counts as done."""

    READ = "read", pgettext_lazy("when a step is done", "read to its end")
    WATCHED = "watched", pgettext_lazy("when a step is done", "enough was watched or heard")
    WRITTEN = "written", pgettext_lazy("when a step is done", "you have written something")
    SUBMITTED = "submitted", pgettext_lazy("when a step is done", "submitted")
    PASSED = "passed", pgettext_lazy("when a step is done", "passed")
    ATTENDED = "attended", pgettext_lazy("when a step is done", "attended")
    FINISHED = "finished", pgettext_lazy("when a step is done", "finished")


class EnrolmentState(models.TextChoices):
    """Where a learner stands with a course."""

    ACTIVE = "active", pgettext_lazy("state of an enrolment", "Going on")
    COMPLETED = "completed", pgettext_lazy("state of an enrolment", "Completed")
    LEFT = "left", pgettext_lazy("state of an enrolment", "Left")


class WorkKind(models.TextChoices):
    """What an assignment asks for."""

    TEXT = "text", pgettext_lazy("what is handed in", "A text, with a file if wished")
    FILE = "file", pgettext_lazy("what is handed in", "A file")
    REPORT = "report", pgettext_lazy("what is handed in", "A draft of a research report")


class WorkState(models.TextChoices):
    """Where a work stands."""

    WRITING = "writing", pgettext_lazy("state of a work", "Being written")
    SUBMITTED = "submitted", pgettext_lazy("state of a work", "Submitted")
    RETURNED = "returned", pgettext_lazy("state of a work", "To be done again")
    PASSED = "passed", pgettext_lazy("state of a work", "Passed")


class QuestionKind(models.TextChoices):
    """What a question asks for; the type of its block."""

    CHOICE = "choice", pgettext_lazy("kind of question", "Choice")
    TRUE_FALSE = "true_false", pgettext_lazy("kind of question", "True or false")
    MATCHING = "matching", pgettext_lazy("kind of question", "Matching")
    ORDERING = "ordering", pgettext_lazy("kind of question", "Ordering")
    NUMERIC = "numeric", pgettext_lazy("kind of question", "Number")
    SHORT = "short", pgettext_lazy("kind of question", "Short answer")
    CLOZE = "cloze", pgettext_lazy("kind of question", "Text with gaps")
    OPEN = "open", pgettext_lazy("kind of question", "Open answer")


class GapKind(models.TextChoices):
    """How a gap in a text is filled."""

    CHOICE = "choice", pgettext_lazy("kind of gap", "Choose from a list")
    SHORT = "short", pgettext_lazy("kind of gap", "Write a word")
    NUMERIC = "numeric", pgettext_lazy("kind of gap", "Write a number")


class QuizFeedback(models.TextChoices):
    """When learners see what was right."""

    AFTER_ATTEMPT = "attempt", pgettext_lazy("when answers are shown", "After each attempt")
    AFTER_CLOSING = "closing", pgettext_lazy("when answers are shown", "After the quiz has closed")


class CertificateState(models.TextChoices):
    """What a certificate is worth today."""

    VALID = "valid", pgettext_lazy("state of a certificate", "Valid")
    EXPIRED = "expired", pgettext_lazy("state of a certificate", "Expired")
    REPLACED = "replaced", pgettext_lazy("state of a certificate", "Replaced")
    REVOKED = "revoked", pgettext_lazy("state of a certificate", "Revoked")


class Joining(models.TextChoices):
    """How one comes into a cohort."""

    INVITATION = "invitation", pgettext_lazy("how one joins a group", "By invitation")
    CODE = "code", pgettext_lazy("how one joins a group", "With a code")
    SCHOOL = "school", pgettext_lazy("how one joins a group", "With an e-mail address of the school")
    OPEN = "open", pgettext_lazy("how one joins a group", "Open to everybody")


class MemberState(models.TextChoices):
    """Where somebody stands with a cohort. Joined and offered hold a place, the others do not."""

    INVITED = "invited", pgettext_lazy("state of a member of a group", "Invited")
    WAITING = "waiting", pgettext_lazy("state of a member of a group", "On the waiting list")
    OFFERED = "offered", pgettext_lazy("state of a member of a group", "A place is offered")
    JOINED = "joined", pgettext_lazy("state of a member of a group", "Joined")
    LEFT = "left", pgettext_lazy("state of a member of a group", "Left")
    DECLINED = "declined", pgettext_lazy("state of a member of a group", "Declined")
    EXPIRED = "expired", pgettext_lazy("state of a member of a group", "The offer ran out")


class AttendanceBy(models.TextChoices):
    """How it became known that somebody was at a session."""

    LIST = "list", pgettext_lazy("how attendance is known", "From the list")
    CODE = "code", pgettext_lazy("how attendance is known", "With the code")
    PAPER = "paper", pgettext_lazy("how attendance is known", "From paper, later")


class LookedAt(models.TextChoices):
    """What of learners somebody looked at."""

    GRID = "grid", pgettext_lazy("what was looked at", "Progress of the whole group")
    FILE = "file", pgettext_lazy("what was looked at", "Progress of the whole group, as a file")
    LEARNER = "learner", pgettext_lazy("what was looked at", "Progress of one learner")
    ATTENDANCE = "attendance", pgettext_lazy("what was looked at", "Attendance at a session")
    WORK = "work", pgettext_lazy("what was looked at", "A work that was handed in")
    ANSWER = "answer", pgettext_lazy("what was looked at", "An answer in a quiz")


class MarkedBy(models.TextChoices):
    """Who marks what is handed in."""

    FACILITATOR = "facilitator", pgettext_lazy("who marks a work", "A facilitator or editor")
    PEERS = "peers", pgettext_lazy("who marks a work", "Other learners of the course")


class MarkingState(models.TextChoices):
    """Where the marking of a work by a peer stands."""

    GIVEN = "given", pgettext_lazy("state of a marking by a peer", "Given out")
    DONE = "done", pgettext_lazy("state of a marking by a peer", "Marked")
    RETURNED = "returned", pgettext_lazy("state of a marking by a peer", "Handed back")
    EXPIRED = "expired", pgettext_lazy("state of a marking by a peer", "Ran out")


class HandBackReason(models.TextChoices):
    """Why a peer does not mark a work."""

    CONFLICT = "conflict", pgettext_lazy("why a work is not marked", "I know whose it is")
    UNREADABLE = "unreadable", pgettext_lazy("why a work is not marked", "I cannot read it, or not open it")
    WORRYING = "worrying", pgettext_lazy("why a work is not marked", "Something in it worries me")


class PersonNeeded(models.TextChoices):
    """Why a work that peers mark waits for a facilitator or an editor."""

    TOO_FEW = "too-few", pgettext_lazy("why a person marks", "Too few marks of others after two weeks")
    HANDED_BACK = "handed-back", pgettext_lazy("why a person marks", "Somebody handed it back")
    APART = "apart", pgettext_lazy("why a person marks", "The marks of others lie far apart")


class AppealState(models.TextChoices):
    """Where an appeal stands."""

    OPEN = "open", pgettext_lazy("state of an appeal", "Waits for an answer")
    UPHELD = "upheld", pgettext_lazy("state of an appeal", "The marks stay as they were")
    CHANGED = "changed", pgettext_lazy("state of an appeal", "The marks were changed")
    OVER = "over", pgettext_lazy("state of an appeal", "Ended: handed in again, or marked by a person")


class PackageKind(models.TextChoices):
    """The standard after which material from elsewhere is made."""

    SCORM12 = "scorm12", "SCORM 1.2"
    SCORM2004 = "scorm2004", "SCORM 2004"
    H5P = "h5p", "H5P"
