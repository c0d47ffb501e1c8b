"""Closed lists of courses and their steps."""

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


class WorkKind(models.TextChoices):
    """What an assignment asks for."""

    TEXT = "text", pgettext_lazy("what is handed in", "A text, with a file if wished")
    FILE = "file", pgettext_lazy("what is handed in", "A file")
    REPORT = "report", pgettext_lazy("what is handed in", "A draft of a research report")


class MarkedBy(models.TextChoices):
    """Who marks what is handed in."""

    FACILITATOR = "facilitator", pgettext_lazy("who marks a work", "A facilitator or editor")
    PEERS = "peers", pgettext_lazy("who marks a work", "Other learners of the course")
