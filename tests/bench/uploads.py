"""Every way in for files and long texts, with the worst that it still takes: how long it holds a thread of the web
server, and how much it adds to the worker. `test_uploads.py` fails for a way in that is not named here."""

import http.client
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from tests.bench import worst_files as worst
from tests.bench.processes import children, peak_of, reset_peak, whole_cpu_of
from tests.bench.product import Product
from tests.bench.server import Server
from tests.bench.table import Figure, Table

NAME = "uploads"
MOST_SECONDS, MOST_MIB = 2.0, 100
# The machine may be busy with something else for a moment: the quickest of so many tries counts.
TRIES = 3
MIB = 1024 * 1024


@dataclass(frozen=True)
class Upload:
    """A way in with something that it takes. `place` is its name in `upload_places.py`; `make` writes the file, or
    gives the text for the field of that name."""

    name: str
    place: str
    make: Callable[..., Path | str]
    file: str = ""
    field: str = "file"
    status: int = 302


UPLOADS = [
    Upload("picture, JPEG", "picture", partial(worst.picture, form="JPEG", megapixels=49.9, quality=80), "a.jpg"),
    Upload("picture, progressive", "picture",
           partial(worst.picture, form="JPEG", megapixels=49.9, quality=80, progressive=True), "b.jpg"),
    Upload("picture, PNG", "picture", partial(worst.blocks, form="PNG", megapixels=24.9), "c.png"),
    Upload("picture, WebP", "picture",
           partial(worst.picture, form="WEBP", megapixels=24.9, quality=80, method=0), "d.webp"),
    Upload("picture, AVIF", "picture",
           partial(worst.picture, form="AVIF", megapixels=16.9, quality=60, speed=10), "e.avif"),
    Upload("document, text", "document", partial(worst.text, size=30 * MIB - 10), "f.csv"),
    Upload("document, Word", "document", worst.word_to_look_through, "g.docx"),
    Upload("film", "film", partial(worst.film, size=500 * MIB), "h.mp4"),
    Upload("captions", "captions", worst.captions, "i.vtt"),
    Upload("attachment, Word", "attachment", worst.word_to_look_through, "j.docx"),
    Upload("attachment, PDF", "attachment", worst.pdf, "k.pdf"),
    Upload("attachment, picture", "attachment",
           partial(worst.picture, form="JPEG", megapixels=49.9, quality=80), "l.jpg"),
    Upload("attachment, text", "attachment", partial(worst.text, size=20 * MIB - 10), "m.csv"),
    Upload("manuscript", "manuscript", worst.word_to_read, "n.docx"),
    Upload("work of a learner", "work", worst.pdf, "o.pdf"),
    Upload("package", "package", worst.package, "p.zip"),
    Upload("questions, GIFT", "questions", worst.gift, "q.txt"),
    Upload("questions, Moodle", "questions", worst.moodle, "r.xml"),
    Upload("answers, offline", "answers", worst.answers, "s.json", status=200),
    Upload("translation, PO", "translation", worst.translation, "t.po"),
    Upload("references", "references", worst.references, field="pasted", status=200),
]  # fmt: skip

# What takes a file or a long text, by module and class, and the place above through which it is tried.
TAKEN_BY = {
    "camtree.media.forms.ImageForm": "picture",
    "camtree.media.forms.DocumentForm": "document",
    "camtree.media.forms.MediaForm": "film",
    "camtree.media.forms.CaptionTrackForm": "captions",
    "research.inquiries.forms.NewAttachmentForm": "attachment",
    "research.inquiries.forms.WordForm": "manuscript",
    "research.inquiries.forms.PastedReferencesForm": "references",
    "learning.assignments.forms.WorkForm": "work",
    "learning.offline.forms.AnswersForm": "answers",
    "learning.packages.forms.PackageUploadForm": "package",
    "learning.quizzes.views.exchange.ImportForm": "questions",
}


def measure_uploads(table: Table, server: Server, inside: Product, folder: Path) -> None:
    """A line for each."""
    told = inside.ask("upload_places")
    table.part("uploads: seconds of a web thread, MiB added to its worker")
    for upload in UPLOADS:
        made = _made(upload, folder, told)
        seconds, cpu, mib = _cost(upload, server, told["places"][upload.place], made)
        table.line(upload.name, Figure(seconds, MOST_SECONDS, 1), "s", Figure(cpu, digits=1), "s CPU",
                   Figure(mib, MOST_MIB), "MiB")  # fmt: skip
        if isinstance(made, Path):
            made.unlink()


def _made(upload: Upload, folder: Path, told: dict[str, Any]) -> Path | str:
    if not upload.file:
        return upload.make()
    return upload.make(folder / upload.file, **told["needs"].get(upload.place, {}))


def _cost(upload: Upload, server: Server, place: dict[str, Any], made: Path | str) -> tuple[float, float, float]:
    best, cpu, most = float("inf"), float("inf"), 0.0
    for _time in range(TRIES):
        workers = children(server.pid)
        before, used = {pid: reset_peak(pid) for pid in workers}, sum(map(whole_cpu_of, workers))
        seconds = send(upload, server, place, made)
        cpu = min(cpu, sum(map(whole_cpu_of, workers)) - used)
        best, most = min(best, seconds), max(most, *(peak_of(pid) - before[pid] for pid in workers))
        if best <= MOST_SECONDS:
            break
    return best, cpu, most


def send(upload: Upload, server: Server, place: dict[str, Any], made: Path | str) -> float:
    """Seconds from the last byte that is sent until the answer. Raises RuntimeError where it is not the one wanted."""
    token = "t" * 32
    fields = {**place["fields"], "csrfmiddlewaretoken": token}
    if upload.place == "package":
        fields["key"] = str(uuid4())
    if isinstance(made, str):
        fields[upload.field] = made
    mark = uuid4().hex
    head = "".join(
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ).encode()
    tail = f"\r\n--{mark}--\r\n".encode()
    if isinstance(made, Path):
        head += (f'--{mark}\r\nContent-Disposition: form-data; name="{upload.field}"; filename="{made.name}"\r\n'
                 "Content-Type: application/octet-stream\r\n\r\n").encode()  # fmt: skip
    size = len(head) + (made.stat().st_size if isinstance(made, Path) else 0) + len(tail)
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    connection.putrequest("POST", quote(place["address"], safe="/?=&%"))
    for name, value in (("Content-Type", f"multipart/form-data; boundary={mark}"), ("Content-Length", str(size)),
                        ("Cookie", f"sessionid={place['session']}; csrftoken={token}")):  # fmt: skip
        connection.putheader(name, value)
    connection.endheaders()
    connection.send(head)
    if isinstance(made, Path):
        with made.open("rb") as file:
            while piece := file.read(MIB):
                connection.send(piece)
    connection.send(tail)
    start = time.perf_counter()
    answer = connection.getresponse()
    seconds, said = time.perf_counter() - start, answer.read()
    connection.close()
    if answer.status != upload.status:
        raise RuntimeError(f"{upload.name} was answered by {answer.status}: {_errors(said)}")
    return seconds


def _errors(said: bytes) -> str:
    text = said.decode(errors="replace")
    found = text.find("error")
    return " ".join(text[max(0, found - 100) : found + 600].split())


def is_asked_for(word: str) -> bool:
    """Whether somebody wants this part: everything, or it by its name."""
    return word in {"", NAME}
