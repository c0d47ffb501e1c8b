"""The one way in which files leave the server. Each view decides who may, and then who carries the bytes:

this process (with Range), the web server in front (X-Accel-Redirect), or the bucket (302).
"""

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from wagtail.documents.views.serve import serve as serve_document

from .access import is_private_document, is_private_file
from .file_types import SHOWN, type_of
from .ranges import file_response
from .storages import is_aside, is_signed, private_storage


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A file that everybody may fetch: a rendition, a recording, captions; those of a private collection only some."""
    is_private = is_private_file(path, request)
    if is_aside(path):
        return _aside(request, path)
    storage = storages["default"]
    if not isinstance(storage, FileSystemStorage):
        return HttpResponseRedirect(storage.url(path))
    response = carried(request, storage, path, accel_prefix=settings.MEDIA_ACCEL_PREFIX)
    response["Cache-Control"] = "private, no-store" if is_private else "public, max-age=86400"
    return response


def _aside(request: HttpRequest, path: str) -> HttpResponseBase:
    """A file that lies in the private storage, for somebody whom its collection lets in."""
    storage = private_storage()
    if isinstance(storage, FileSystemStorage):
        response = carried(request, storage, path, accel_prefix=settings.PRIVATE_ACCEL_PREFIX)
    elif path.endswith(".vtt"):
        # Browsers take captions from the page's own host alone.
        try:
            response = FileResponse(storage.open(path), content_type=type_of(path))
        except FileNotFoundError:
            raise Http404 from None
    else:
        response = HttpResponseRedirect(storage.url(path, parameters={"ResponseContentType": type_of(path)}))  # type: ignore[call-arg] # the S3 storage takes them
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def document(request: HttpRequest, pk: str, filename: str) -> HttpResponseBase:
    """Wagtail's own view of a document, whose answer no cache keeps where the document is for some only."""
    response: HttpResponseBase = serve_document(request, pk, filename)
    if is_private_document(int(pk)):
        response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def private_media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A private file, for whoever holds an address that was signed for it minutes ago."""
    storage = storages["private"]
    if not isinstance(storage, FileSystemStorage) or not is_signed(path, request.GET.get("key", "")):
        raise Http404
    response = carried(request, storage, path, accel_prefix=settings.PRIVATE_ACCEL_PREFIX)
    response["Cache-Control"] = "private, no-store"
    return response


def carried(request: HttpRequest, storage: FileSystemStorage, path: str, *, accel_prefix: str) -> HttpResponseBase:
    """The answer for a file on this machine's disk."""
    content_type = type_of(path)
    try:
        if not path or path.endswith("/") or not storage.exists(path):
            raise Http404
        if accel_prefix:
            response: HttpResponseBase = HttpResponse(content_type=content_type)
            response["X-Accel-Redirect"] = f"{accel_prefix.rstrip('/')}/{quote(path)}"
        else:
            response = file_response(
                request,
                storage.open(path),
                size=storage.size(path),
                modified=storage.get_modified_time(path),
                content_type=content_type,
            )
    except (SuspiciousFileOperation, OSError, ValueError):
        # Outside the folder, a folder itself, gone in between, a name that no file can have.
        raise Http404 from None
    response["X-Content-Type-Options"] = "nosniff"
    if content_type.partition(";")[0] not in SHOWN:
        response["Content-Disposition"] = "attachment"
    return response


def send_private_file(file: Any, *, filename: str) -> HttpResponseBase:
    """Send somebody who has been let through a private file under a name. 404 where the file itself is gone."""
    names: dict[str, Any] = {"filename": filename, "content_type": type_of(filename)}
    response = private_file_response(private_storage(), str(file.name), shown=False, **names)
    if response is not None:
        return response
    try:
        sent = FileResponse(file.open("rb"), as_attachment=True, **names)
    except FileNotFoundError:
        raise Http404 from None
    sent["X-Content-Type-Options"] = "nosniff"
    sent["Content-Security-Policy"] = "default-src 'none'"
    return sent


def private_file_response(
    storage: Storage, name: str, *, filename: str, content_type: str, shown: bool
) -> HttpResponse | None:
    """Send somebody who has been let through to a private file; None where Wagtail is to send the bytes itself.

    For a bucket that is a redirect to a signed address that expires; for a web server in front, its own location.
    """
    disposition = content_disposition_header(not shown, filename) or "inline"
    if not isinstance(storage, FileSystemStorage):
        parameters = {"ResponseContentDisposition": disposition, "ResponseContentType": content_type}
        address = storage.url(name, parameters=parameters)  # type: ignore[call-arg] # the S3 storage takes them
        response: HttpResponse = HttpResponseRedirect(address)
    elif settings.PRIVATE_ACCEL_PREFIX:
        response = HttpResponse(content_type=content_type)
        response["X-Accel-Redirect"] = f"{settings.PRIVATE_ACCEL_PREFIX.rstrip('/')}/{quote(name)}"
        response["Content-Disposition"] = disposition
        response["Content-Security-Policy"] = "default-src 'none'"
    else:
        return None
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
