import io

from django.core.mail import EmailMessage

from camtree.core.mail import LogBackend


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
