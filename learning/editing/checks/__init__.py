"""What is wrong with courses, their lessons and quizzes, said before learners find out."""

from learning.editing.checks.courses import CourseTree, findings_of_courses, module_findings, own_findings, trees_of
from learning.editing.checks.findings import Finding, Severity
from learning.editing.checks.lessons import Facts, facts_of, lesson_findings
from learning.editing.checks.quizzes import quiz_findings

__all__ = [
    "CourseTree",
    "Facts",
    "Finding",
    "Severity",
    "facts_of",
    "findings_of_courses",
    "lesson_findings",
    "module_findings",
    "own_findings",
    "quiz_findings",
    "trees_of",
]
