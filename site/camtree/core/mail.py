"""Mail to people, in their language, after the transaction that caused it."""

from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from camtree.core.tasks import send_mail


def send_mail_on_commit(template: str, *, to: str, language: str, context: dict[str, Any], reply_to: str = "") -> None:
    """Send `emails/<template>.txt` (first line: the subject) once the present transaction is committed.

    Runs as a task, so a slow or dead mail server never holds up the page.
    """
    with translation.override(language):
        text = render_to_string(f"emails/{template}.txt", context)
    subject, _newline, body = text.lstrip().partition("\n")
    transaction.on_commit(
        lambda: send_mail.enqueue(subject=subject.strip(), body=body.strip() + "\n", to=to, reply_to=reply_to)
    )
