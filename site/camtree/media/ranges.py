"""Answering for part of a file (RFC 9110, section 14), so that a video can be searched without being fetched whole."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import IO, Final

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date_safe

CHUNK: Final = 64 * 1024
ONE_RANGE: Final = re.compile(r"bytes=\s*([0-9]*)-([0-9]*)\s*", re.ASCII | re.IGNORECASE)


class UnsatisfiableError(Exception):
    """The range lies outside the file."""


def wanted_range(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte that `header` asks for; None where it is to be ignored.

    Several ranges at once are answered with the whole file, which the standard allows.
    """
    match = ONE_RANGE.fullmatch(header.strip())
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        length = min(int(last), size)
        if length == 0:
            raise UnsatisfiableError
        return size - length, size - 1
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        raise UnsatisfiableError
    return int(first), min(int(last), size - 1) if last else size - 1


def is_same_version(if_range: str, etag: str, modified: int) -> bool:
    """Whether the file is still the one of which the asker has the other parts (If-Range)."""
    if if_range.startswith(('"', "W/")):
        return if_range == etag
    return parse_http_date_safe(if_range) == modified


def chunks(file: IO[bytes], first: int, length: int) -> Iterator[bytes]:
    with file:
        file.seek(first)
        while length > 0 and (chunk := file.read(min(CHUNK, length))):
            length -= len(chunk)
            yield chunk


def file_response(
    request: HttpRequest, file: IO[bytes], *, size: int, modified: datetime, content_type: str
) -> HttpResponseBase:
    """The file, the part that was asked for, or word that the asker has it already. Closes the file."""
    stamp = int(modified.astimezone(UTC).timestamp())
    etag = f'"{int(modified.timestamp() * 1_000_000):x}-{size:x}"'
    answer: HttpResponseBase | None = get_conditional_response(request, etag=etag, last_modified=stamp)
    if answer is None:
        answer = part_or_whole(request, file, size=size, etag=etag, modified=stamp, content_type=content_type)
    else:
        file.close()
    answer["Accept-Ranges"] = "bytes"
    answer["ETag"] = etag
    answer["Last-Modified"] = http_date(stamp)
    return answer


def part_or_whole(
    request: HttpRequest, file: IO[bytes], *, size: int, etag: str, modified: int, content_type: str
) -> HttpResponseBase:
    if request.method == "HEAD":
        file.close()
        return HttpResponse(headers={"Content-Type": content_type, "Content-Length": str(size)})
    header = request.headers.get("Range", "")
    if_range = request.headers.get("If-Range")
    if if_range and not is_same_version(if_range, etag, modified):
        header = ""
    try:
        part = wanted_range(header, size)
    except UnsatisfiableError:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    if part is None:
        whole = FileResponse(file, content_type=content_type)
        whole["Content-Length"] = str(size)
        return whole
    first, last = part
    length = last - first + 1
    response = StreamingHttpResponse(chunks(file, first, length), status=206, content_type=content_type)
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Length"] = str(length)
    return response
