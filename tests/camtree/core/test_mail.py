import io
from email import message_from_bytes
from email.policy import default

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from camtree.core.mail import Attachment, LogBackend, send_mail_on_commit


def test_a_mail_in_the_log_is_readable() -> None:
    log = io.StringIO()
    link = f"http://localhost:8000/ar/account/confirm-email/{'x' * 120}/"
    sent = LogBackend(stream=log).send_messages(
        [
            EmailMessage("تأكيد", f"افتحوا هذا الرابط:\n\n{link}\n", "CamTREE <a@b.example>", ["amal@school.test"]),
            EmailMessage("Hello", "Words.", "a@b.example", ["lead@school.test"], reply_to=["nila@school.test"]),
        ]
    )
    assert sent == 2
    first, second, rest = log.getvalue().split("-" * 79 + "\n")
    assert first == (
        f"From: CamTREE <a@b.example>\nTo: amal@school.test\nSubject: تأكيد\n\nافتحوا هذا الرابط:\n\n{link}\n\n"
    )
    assert "Reply-To: nila@school.test\nSubject: Hello\n\nWords.\n" in second
    assert rest == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("contact", "own", "answers_to", "says_nobody"),
    [
        ("", "", [], True),
        ("team@camtree.test", "", ["team@camtree.test"], False),
        ("", "nila@school.test", ["nila@school.test"], False),
        ("team@camtree.test", "nila@school.test", ["nila@school.test"], False),
    ],
)
def test_a_mail_can_be_answered_or_says_that_it_cannot(
    settings, django_capture_on_commit_callbacks, contact, own, answers_to, says_nobody
) -> None:
    settings.CONTACT_EMAIL = contact
    facts = {"person": "Amina", "inquiry": "Waiting", "base_url": ""}
    with django_capture_on_commit_callbacks(execute=True):
        send_mail_on_commit("inquiry_submitted", to="a@b.test", language="en", context=facts, reply_to=own)
    (message,) = mail.outbox
    assert message.reply_to == answers_to
    assert ("Nobody reads answers to this message." in message.body) is says_nobody
    assert ("answer this message" in message.body) is not says_nobody


@pytest.mark.django_db
def test_what_is_attached_comes_as_it_is(django_capture_on_commit_callbacks) -> None:
    """Byte for byte, also through the queue, and with what stands behind its type: mail programs look for the method
    of an entry for diaries."""
    text = "BEGIN:VCALENDAR\r\nSUMMARY:حوار\r\nEND:VCALENDAR\r\n"
    entry = Attachment("event.ics", text, "text/calendar", {"method": "REQUEST"})
    facts = {"person": "Amina", "inquiry": "Waiting", "base_url": ""}
    with django_capture_on_commit_callbacks(execute=True):
        send_mail_on_commit("inquiry_submitted", to="a@b.test", language="en", context=facts, attachments=[entry])
    (message,) = mail.outbox
    body, part = message_from_bytes(message.message().as_bytes(), policy=default).iter_parts()
    assert body.get_content_type() == "text/plain"
    assert (part.get_content_type(), part.get_filename()) == ("text/calendar", "event.ics")
    assert part["Content-Type"].params["method"] == "REQUEST"
    assert part.get_payload(decode=True) == text.encode()
    log = io.StringIO()
    LogBackend(stream=log).send_messages([message])
    assert "\nAttached: event.ics\n" in log.getvalue()
