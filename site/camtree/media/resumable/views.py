"""The tus protocol, version 1.0.0, with creation, termination, expiration.

Source: https://tus.io/protocols/resumable-upload
"""

import base64
import tempfile
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from camtree.media.resumable.access import get_upload, may_upload
from camtree.media.resumable.actions import (
    OffsetError,
    PieceSizeError,
    add_piece,
    begin_upload,
    drop_upload,
)
from camtree.media.resumable.models import ResumableUpload
from camtree.media.resumable.places import AwayError
from camtree.media.uploads import MIB

VERSION: Final = "1.0.0"
PIECE_TYPE: Final = "application/offset+octet-stream"
MOST_PIECE: Final = 16 * MIB
IN_MEMORY: Final = MIB
READ_AT_ONCE: Final = 64 * 1024


@require_http_methods(["OPTIONS", "POST"])
def uploads_view(request: HttpRequest) -> HttpResponse:
    """What can be done here, or a new upload."""
    if request.method == "OPTIONS":
        about = {"Tus-Version": VERSION, "Tus-Extension": "creation,termination,expiration"}
        return _answer(204, about | {"Tus-Max-Size": str(settings.UPLOAD_MEDIA_MIB * MIB)})
    if (refused := _refused(request)) is not None:
        return refused
    try:
        size = _number(request, "Upload-Length")
        name = _metadata(request).get("filename", "")
    except ValueError:
        return _says(400, _("An upload says its length, and its name in Base64."))
    try:
        upload = begin_upload(owner=request.user, name=name, size=size)
    except ValidationError as error:
        return _says(413 if error.error_list[0].code == "too_large" else 400, " ".join(error.messages))
    except AwayError:
        return _away()
    return _answer(201, {"Location": reverse("resumable_upload", args=[upload.key])} | _expires(upload))


@require_http_methods(["HEAD", "PATCH", "DELETE"])
def upload_view(request: HttpRequest, key: UUID) -> HttpResponse:
    """How much of an upload has arrived, more of it, or that no more will come."""
    if (refused := _refused(request)) is not None:
        return refused
    upload = get_upload(request.user, key)
    if upload is None:
        return _says(404, _("There is no such upload."))
    if request.method == "HEAD":
        told = {"Upload-Offset": str(upload.offset), "Upload-Length": str(upload.size)}
        return _answer(200, told | _expires(upload))
    try:
        if request.method == "PATCH":
            return _take_piece(request, upload)
        drop_upload(upload=upload)
    except AwayError:
        return _away()
    return _answer(204, {})


def _take_piece(request: HttpRequest, upload: ResumableUpload) -> HttpResponse:
    if request.content_type != PIECE_TYPE:
        return _says(415, _("A piece is of the type %(type)s.") % {"type": PIECE_TYPE})
    try:
        offset, length = _number(request, "Upload-Offset"), _number(request, "Content-Length")
    except ValueError:
        return _says(400, _("A piece says where it begins, and how long it is."))
    if length > MOST_PIECE:
        return _says(413, _("A piece has at most %(size)d MiB.") % {"size": MOST_PIECE // MIB})
    # Read before anything is held: it may take minutes.
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as piece:
        try:
            while some := request.read(READ_AT_ONCE):
                piece.write(some)
        except UnreadablePostError:
            return _says(400, _("The connection broke."))
        if piece.tell() != length:
            return _says(400, _("The connection broke."))
        piece.seek(0)
        try:
            upload = add_piece(upload=upload, offset=offset, piece=piece, length=length)
        except OffsetError:
            return _says(409, _("Something else has arrived at this place."))
        except PieceSizeError:
            return _says(400, _("A piece of this size does not fit here."))
        except ResumableUpload.DoesNotExist:
            return _says(404, _("There is no such upload."))
    return _answer(204, {"Upload-Offset": str(upload.offset)} | _expires(upload))


def _refused(request: HttpRequest) -> HttpResponse | None:
    if request.headers.get("Tus-Resumable") != VERSION:
        return _says(412, _("Uploads in pieces speak version %(version)s here.") % {"version": VERSION})
    return None if may_upload(request.user) else _says(403, _("You may add no recordings."))


def _number(request: HttpRequest, header: str) -> int:
    """A header that is a number. Raises ValueError for one that is none, or too large for any file."""
    value = request.headers.get(header, "")
    if not (value.isascii() and value.isdigit()) or len(value) > 15:
        raise ValueError(header)
    return int(value)


def _metadata(request: HttpRequest) -> dict[str, str]:
    """`Upload-Metadata`: names and values in Base64, with commas between. Raises ValueError for what is not."""
    found = {}
    for pair in filter(None, request.headers.get("Upload-Metadata", "").split(",")):
        name, _space, value = pair.strip().partition(" ")
        found[name] = base64.b64decode(value, validate=True).decode()
    return found


def _expires(upload: ResumableUpload) -> dict[str, str]:
    return {"Upload-Expires": http_date(upload.kept_until.timestamp())}


def _away() -> HttpResponse:
    answer = _says(503, _("The storage does not answer just now."))
    answer["Retry-After"] = "5"
    return answer


def _says(status: int, sentence: str) -> HttpResponse:
    answer = _answer(status, {})
    answer.content = sentence.encode()
    answer["Content-Type"] = "text/plain; charset=utf-8"
    return answer


def _answer(status: int, headers: dict[str, Any]) -> HttpResponse:
    told = {"Tus-Resumable": VERSION, "Cache-Control": "no-store"} | headers
    return HttpResponse(status=status, headers=told)
