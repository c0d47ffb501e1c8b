"""A small client of DataCite's REST API: one action, which registers a DOI or changes what is told of it.

`PUT /dois/<doi>` (JSON:API, HTTP basic authentication) makes the DOI where it is not there and changes it where it is,
so that sending the same twice does no harm. The event `publish` makes it findable, `hide` leaves it registered, so that
it leads to its address while nothing of its metadata is public. (https://support.datacite.org/docs/doi-states)
"""

import base64
import http.client
import json
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings

MEDIA_TYPE = "application/vnd.api+json"
# Of an answer nobody reads more.
LONGEST_ANSWER = 20_000


class DataCiteError(Exception):
    """DataCite did not take it, or could not be reached. Says why in one line."""


def is_configured() -> bool:
    """Whether this site registers DOIs."""
    return bool(settings.DATACITE_REPOSITORY)


def doi_of(identifier: str) -> str:
    """The DOI of a work, by its identifier."""
    return f"{settings.DATACITE_PREFIX}/{identifier.lower()}"


def put_doi(doi: str, attributes: dict[str, Any]) -> str:
    """Register or change a DOI; the state that DataCite says it has now. Raises DataCiteError."""
    body = json.dumps({"data": {"id": doi, "type": "dois", "attributes": {"doi": doi, **attributes}}})
    status, answer = _sent("PUT", f"/dois/{quote(doi, safe='')}", body)
    if status not in {200, 201}:
        raise DataCiteError(f"{status}: {_told(answer)}")
    try:
        return str(json.loads(answer)["data"]["attributes"]["state"])
    except (ValueError, KeyError, TypeError):
        raise DataCiteError(f"{status}: an answer that cannot be read") from None


def _sent(method: str, path: str, body: str) -> tuple[int, str]:
    parts = urlsplit(settings.DATACITE_URL)
    connect = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    secret = f"{settings.DATACITE_REPOSITORY}:{settings.DATACITE_PASSWORD}".encode()
    headers = {
        "Content-Type": MEDIA_TYPE,
        "Accept": MEDIA_TYPE,
        "Authorization": f"Basic {base64.b64encode(secret).decode()}",
        "User-Agent": f"CamTREE ({settings.WAGTAILADMIN_BASE_URL})",
    }
    connection = connect(parts.netloc, timeout=settings.DATACITE_TIMEOUT)
    try:
        connection.request(method, f"{parts.path.rstrip('/')}{path}", body=body.encode(), headers=headers)
        response = connection.getresponse()
        return response.status, response.read(LONGEST_ANSWER).decode(errors="replace")
    except TimeoutError:
        raise DataCiteError(f"no answer within {settings.DATACITE_TIMEOUT} seconds") from None
    except (OSError, http.client.HTTPException) as error:
        raise DataCiteError(f"cannot be reached: {error or type(error).__name__}") from error
    finally:
        connection.close()


def _told(answer: str) -> str:
    """What DataCite says is wrong, on one line."""
    try:
        errors = json.loads(answer)["errors"]
        lines = [": ".join(filter(None, (error.get("source"), error.get("title")))) for error in errors]
    except (ValueError, KeyError, TypeError, AttributeError):
        lines = [answer]
    return " ".join("; ".join(lines).split())[:500] or "no words"
