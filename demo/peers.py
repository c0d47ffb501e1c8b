"""Learners of the demo's cohort mark each other's notes: each stands at another place of the way."""

from learning.assignments.actions.peer_marking import appeal, calibrate, mark_as_peer, take_work
from learning.assignments.actions.works import save_work
from learning.assignments.peer_marks import peer_rules
from learning.assignments.peer_pages import example_at
from learning.courses.choices import StepKind
from learning.models import AssignmentWork, Enrolment, Step

# In the order in which they hand in. The last has not marked the example yet.
NOTES = {
    "beatrice.atieno": "10:14. C has the sheet upside down. Turns it when her partner laughs. 10:16. Writes “3 ×”. "
    "(lost?) 10:19. A, without looking up: “It is the same as before.”",
    "lina.haddad": "9:05. B counts on his fingers under the table. 9:07. B: “Seven?” Nobody answers. (not heard?) "
    "9:11. A moves her sheet so that B can see it.",
    "nasrin.haque": "11:30. C draws three coins, then a line. 11:34. B takes C's pencil and adds a coin. C nods. "
    "(agrees, or gives in?)",
    "emile.kouassi": "14:02. A reads the task aloud twice. 14:05. B underlines “each”. 14:09. All look at the board.",
    "member": "8:50. A folds the paper in four. 8:53. C folds hers in three, looks at A's. 8:55. C unfolds it again. "
    "(compares?)",
    "juma.wekesa": "10:40. B says the answer at once and then draws it. 10:44. C copies the drawing, not the number.",
}
# Who marks, and what they say; each takes what comes next.
MARKS: tuple[tuple[str, int, int, str, str], ...] = (
    (
        "beatrice.atieno",
        4,
        2,
        "Hands and words, minute by minute. I could see B count.",
        "Both guesses stand in brackets.",
    ),
    (
        "beatrice.atieno",
        3,
        2,
        "The pencil says much. What did C say, if anything?",
        "You leave it open whether C agrees.",
    ),
    ("lina.haddad", 3, 2, "I see the sheet turn. What happened between 10:16 and 10:19?", "“(lost?)” is set apart."),
    (
        "lina.haddad",
        2,
        1,
        "Three moments are few for seven minutes. Whose hands moved?",
        "No guess among them, and none told.",
    ),
    (
        "nasrin.haque",
        3,
        1,
        "The fold and its undoing are clear. What did A do meanwhile?",
        "One guess, in brackets, as asked.",
    ),
    (
        "nasrin.haque",
        4,
        2,
        "Times, hands and A's own words: I could replay it.",
        "The guess stands apart with its mark.",
    ),
    (
        "emile.kouassi",
        3,
        2,
        "Turned, laughed, stopped: I see three hands. Whose laugh was it?",
        "One guess, in brackets.",
    ),
)


def mark_each_other(learners: dict[str, Enrolment], steps: list[Step]) -> None:
    """Hand in, mark and appeal, by the names of the demo's accounts."""
    step = next(step for step in steps if step.kind == StepKind.ASSIGNMENT)
    rules, example = peer_rules(step), example_at(step)
    if rules is None or example is None:
        return
    for name, text in NOTES.items():
        save_work(enrolment=learners[name], step=step, text=text, number=0, is_final=True)
        if name != "juma.wekesa":
            calibrate(enrolment=learners[name], step=step, points=dict(example.points), given=example.points)
    for name, *points, seen, apart in MARKS:
        marking = take_work(enrolment=learners[name], step=step)
        if marking is not None and marking.work is not None:
            given = dict(zip(rules.most, points, strict=True))
            words = dict(zip(rules.most, (seen, apart), strict=True))
            mark_as_peer(marking=marking, points=given, words=words, number=marking.work.number)
    take_work(enrolment=learners["emile.kouassi"], step=step)
    work = AssignmentWork.objects.get(enrolment=learners["beatrice.atieno"], step_key=step.key)
    if work.is_marked_by_peers:
        appeal(work=work, words="One of you asks for 10:16 to 10:19. C sat still: I wrote down that she stops.")
