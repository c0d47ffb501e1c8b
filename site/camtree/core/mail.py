"""Mail to people, in their language, after the transaction that caused it."""

from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends import console
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


class LogBackend(console.EmailBackend):
    """Where no mail server is named: writes mails to the log as people read them. On the wire a long link is broken
    into lines and Arabic is a row of codes."""

    def write_message(self, message: EmailMessage) -> None:
        head = {"From": message.from_email, "To": ", ".join(message.to), "Reply-To": ", ".join(message.reply_to)}
        lines = [f"{name}: {value}" for name, value in (head | {"Subject": message.subject}).items() if value]
        self.stream.write("\n".join([*lines, "", str(message.body), "-" * 79, ""]))
