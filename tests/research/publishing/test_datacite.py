"""DOIs: what DataCite is told, and what happens when it does not answer as one hopes."""

import base64
import json
import threading
import time
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from research.models import DoiDeposit, ReportAuthor, ReportPage
from research.publishing.actions.deposits import ask_for_deposit
from research.publishing.actions.withdrawals import reinstate_report, remove_report, withdraw_report
from research.publishing.datacite import DataCiteError, put_doi
from research.publishing.depositing import send_deposit
from tests.factories.members import browser_of, make_member
from tests.factories.pages import make_report, make_translation
from tests.research.publishing.test_papers import body_of, words_of
from tests.research.publishing.test_versions import published, report_of, second_version
from tests.settings_process import run_with

pytestmark = pytest.mark.django_db


class Library(ThreadingHTTPServer):
    """Stands for DataCite on loopback: keeps what came, and answers what it was told to."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.came: list[dict[str, Any]] = []
        self.status, self.text, self.sleeps = 201, "", 0.0

    @property
    def told(self) -> dict[str, Any]:
        attributes: dict[str, Any] = self.came[-1]["body"]["data"]["attributes"]
        return attributes


class Answer(BaseHTTPRequestHandler):
    server: Library

    def do_PUT(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.came.append({"path": self.path, "headers": dict(self.headers), "body": body})
        time.sleep(self.server.sleeps)
        state = {"publish": "findable", "hide": "registered"}[body["data"]["attributes"]["event"]]
        text = self.server.text or json.dumps({"data": {"attributes": {"state": state}}})
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def datacite(settings: Any) -> Iterator[Library]:
    server = Library()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    settings.DATACITE_REPOSITORY, settings.DATACITE_PASSWORD = "CAMTREE.TEST", "a pass:word"
    settings.DATACITE_PREFIX, settings.DATACITE_TIMEOUT = "10.5072", 1
    settings.DATACITE_URL = f"http://127.0.0.1:{server.server_port}/"
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks: Any) -> Any:
    return lambda: django_capture_on_commit_callbacks(execute=True)


def read(address: str) -> str:
    return Client().get(address).content.decode()


def moderator() -> Any:
    return make_member("Rafael", roles=("Moderators",))


def test_a_published_report_gets_a_doi(datacite: Library, on_commit: Any) -> None:
    with on_commit():
        report = make_report(
            identifier="CT-2026-0041",
            abstract_aims="To hear more pupils.",
            authors=[ReportAuthor(name="Nila Perera", affiliation="Hill School", orcid="0000-0002-1825-0097")],
        )
    (came,) = datacite.came
    assert unquote(came["path"]) == "/dois/10.5072/ct-2026-0041"
    assert came["headers"]["Content-Type"] == "application/vnd.api+json"
    assert base64.b64decode(came["headers"]["Authorization"].removeprefix("Basic ")) == b"CAMTREE.TEST:a pass:word"
    assert came["body"]["data"]["type"] == "dois"
    told = datacite.told
    assert (told["event"], told["doi"], told["version"]) == ("publish", "10.5072/ct-2026-0041", "1")
    assert told["titles"] == [{"title": "Wait time and talk", "lang": "en"}]
    assert told["url"].endswith(report.url)
    assert told["publisher"] == "CamTREE"
    assert told["types"]["resourceTypeGeneral"] == "Report"
    (creator,) = told["creators"]
    assert (creator["name"], creator["affiliation"]) == ("Nila Perera", [{"name": "Hill School"}])
    assert creator["nameIdentifiers"][0]["nameIdentifier"] == "https://orcid.org/0000-0002-1825-0097"
    assert told["descriptions"][0]["description"] == "To hear more pupils."
    assert told["rightsList"][0]["rights"] == "CC BY 4.0"
    deposit = DoiDeposit.objects.get()
    assert (deposit.state, deposit.last_answer, deposit.tries) == ("done", "findable", 0)


def test_names_are_told_in_parts_and_dates_as_far_as_they_are_known(datacite: Library, on_commit: Any) -> None:
    with on_commit():
        make_report(
            identifier="CT-2026-0041",
            published_on=date(2012, 5, 1),
            published_precision="month",
            authors=[
                ReportAuthor(name="Nila Perera", family_name="Perera", given_name="Nila"),
                ReportAuthor(name="Hill School"),
                ReportAuthor(name="Amina", orcid="0000-0002-1825-0097"),
            ],
        )
    parts, whole, person = datacite.told["creators"]
    assert parts == {"name": "Perera, Nila", "nameType": "Personal", "familyName": "Perera", "givenName": "Nila"}
    assert whole == {"name": "Hill School"}
    assert (person["name"], person["nameType"]) == ("Amina", "Personal")
    assert datacite.told["dates"] == [{"date": "2012-05", "dateType": "Issued"}]
    assert datacite.told["publicationYear"] == 2012


@pytest.mark.usefixtures("files_on_disk")
def test_the_doi_stands_on_the_page_in_its_meta_and_in_the_pdf(datacite: Library, on_commit: Any) -> None:
    with on_commit():
        report = make_report(identifier="CT-2026-0041")
    html = read(report.url)
    assert '<meta name="citation_doi" content="10.5072/ct-2026-0041">' in html
    assert "(CT-2026-0041). https://doi.org/10.5072/ct-2026-0041</p>" in html
    assert "https://doi.org/10.5072/ct-2026-0041" in words_of(body_of(Client().get(f"{report.url}pdf/")))


def test_all_versions_and_languages_share_one_doi(datacite: Library, on_commit: Any) -> None:
    with on_commit():
        inquiry = published()
        second_version(inquiry)
        make_translation(report_of(inquiry))
    work = report_of(inquiry).identifier.removesuffix(".2")
    assert {came["body"]["data"]["id"] for came in datacite.came} == {f"10.5072/{work.lower()}"}
    assert datacite.told["version"] == "2"
    assert datacite.told["titles"][0]["lang"] == "en"
    assert DoiDeposit.objects.get().doi == f"10.5072/{work.lower()}"


def test_withdrawn_stays_findable_with_a_note_and_removed_is_hidden(datacite: Library, on_commit: Any) -> None:
    with on_commit():
        report = make_report("Zebedee spoke", identifier="CT-2026-0041")
    with on_commit():
        notice = withdraw_report(work=report.translation_key, by=moderator(), public_reason="Counted wrongly.")
    assert (datacite.told["event"], datacite.told["titles"][0]["title"]) == ("publish", "[Withdrawn] Zebedee spoke")
    assert datacite.told["descriptions"][-1]["description"] == "Withdrawn: Counted wrongly."
    with on_commit():
        reinstate_report(withdrawal=notice, by=moderator(), reason="It was right.")
    assert datacite.told["titles"][0]["title"] == "Zebedee spoke"
    with on_commit():
        remove_report(work=report.translation_key, by=moderator(), public_reason="Harm.")
    assert datacite.told["event"] == "hide"
    assert datacite.told["titles"] == [{"title": "Removed report CT-2026-0041"}]
    assert "Zebedee" not in json.dumps({**datacite.told, "url": ""})
    deposit = DoiDeposit.objects.get()
    assert (deposit.state, deposit.last_answer) == ("done", "registered")


REFUSAL = json.dumps({"errors": [{"source": "creators", "title": "can't be blank"}]})


@pytest.mark.parametrize(
    ("status", "text", "sleeps", "says"),
    [
        (422, REFUSAL, 0, "422: creators: can't be blank"),
        (500, "<h1>Sorry</h1>\n", 0, "500: <h1>Sorry</h1>"),
        (401, "", 0, "401: "),
        (200, "[]", 0, "200: an answer that cannot be read"),
        (201, "", 2, "no answer within 1 seconds"),
    ],
)
def test_a_fault_stops_no_publication_and_stays_visible(
    datacite: Library, on_commit: Any, status: int, text: str, sleeps: float, says: str
) -> None:
    datacite.status, datacite.text, datacite.sleeps = status, text, sleeps
    with on_commit():
        report = make_report(identifier="CT-2026-0041")
    html = read(report.url)
    assert "Wait time and talk" in html
    assert "doi.org" not in html
    deposit = DoiDeposit.objects.get()
    assert (deposit.state, deposit.tries) == ("failed", 1)
    assert deposit.last_answer.startswith(says)
    browser = browser_of(make_member(roles=("Editors",)))
    page = browser.get(reverse("dois")).content.decode()
    assert "10.5072/ct-2026-0041" in page
    # The next try finds DataCite well again.
    datacite.status, datacite.text, datacite.sleeps = 200, "", 0
    with on_commit():
        assert browser.post(reverse("dois"), {"deposit": deposit.pk}).status_code == 302
    deposit.refresh_from_db()
    assert (deposit.state, deposit.tries) == ("done", 0)
    assert "doi.org" in read(report.url)


def test_a_server_that_is_not_there(datacite: Library, settings: Any) -> None:
    settings.DATACITE_URL = "http://127.0.0.1:9"
    with pytest.raises(DataCiteError, match="cannot be reached"):
        put_doi("10.5072/x", {})


def test_the_command_tries_again_and_finds_what_is_missing(
    datacite: Library, on_commit: Any, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    datacite.status = 503
    with on_commit():
        make_report(identifier="CT-2026-0041")
    call_command("deposit_dois")
    assert DoiDeposit.objects.get().tries == 2
    datacite.status = 201
    ReportPage.objects.update(identifier="CT-2026-0042")
    DoiDeposit.objects.all().delete()
    call_command("deposit_dois", "--missing")
    call_command("deposit_dois", "--missing")
    assert (
        capsys.readouterr().out == "0 registered, 1 not taken\n1 registered, 0 not taken\n0 registered, 0 not taken\n"
    )
    settings.DATACITE_REPOSITORY = ""
    with pytest.raises(CommandError, match="not configured"):
        call_command("deposit_dois")


def test_what_changes_while_datacite_thinks_is_told_as_well(datacite: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    from research.publishing import depositing as deposits

    report = make_report(identifier="CT-2026-0041")
    deposit = DoiDeposit.objects.get()

    def meanwhile(doi: str, attributes: dict[str, Any]) -> str:
        ask_for_deposit(work=report.translation_key)
        return "findable"

    monkeypatch.setattr(deposits, "put_doi", meanwhile)
    sent = send_deposit(deposit=deposit)
    assert (sent.state, sent.registered_at is None) == ("waiting", False)


def test_reports_of_others_and_sites_without_an_account_have_none(
    datacite: Library, on_commit: Any, settings: Any
) -> None:
    with on_commit():
        make_report("Without identifier")
        make_report("Imported", identifier="CT-2026-0050", imported_from="dspace:1")
    assert datacite.came == []
    repository, settings.DATACITE_REPOSITORY = settings.DATACITE_REPOSITORY, ""
    with on_commit():
        make_report("Unconfigured", identifier="CT-2026-0051")
    assert datacite.came == []
    assert not DoiDeposit.objects.exists()
    settings.DATACITE_REPOSITORY = repository
    with on_commit():
        make_report("Ours", identifier="CT-2026-0052")
    assert [unquote(came["path"]) for came in datacite.came] == ["/dois/10.5072/ct-2026-0052"]


def test_only_editors_see_what_was_not_taken() -> None:
    assert browser_of(make_member()).get(reverse("dois")).status_code == 404
    assert "nobody has set up DataCite" in browser_of(moderator()).get(reverse("dois")).content.decode()


def test_half_an_account_stops_the_start(tmp_path: Any) -> None:
    result = run_with("dev", CAMTREE_VAR_DIR=str(tmp_path), DATACITE_PREFIX="10.5072")
    assert result.returncode == 1
    assert "DATACITE_REPOSITORY, DATACITE_PASSWORD and DATACITE_PREFIX must be set together." in result.stderr
