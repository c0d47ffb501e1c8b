"""Certificates as badges for other software.

A badge is an AchievementCredential of Open Badges 3.0 (1EdTech, appendix B), which is a W3C Verifiable
Credential (Data Model 2.0), signed as a JSON Web Token (Open Badges 3.0, section 8.2): the payload is the credential
itself with the registered claims beside it, and `kid` is an address that answers with the public key as a JWK.
Whether a badge is still good stands in a Bitstring Status List (W3C, version 1.0), which is signed the same way.
Nothing is kept: a badge is signed when its holder asks for it.
"""

import base64
import gzip
import hashlib
import uuid
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final

from django.conf import settings
from django.core.cache import cache
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from camtree.core.templatetags.core_tags import html_lang
from learning.certificates.badge_keys import SigningKey, signing_key
from learning.certificates.models import Certificate
from learning.certificates.verification import check_address

VC: Final = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
SCHEMA: Final = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
# Entries of one list, the smallest number that the standard allows: nobody's badge stands out in it.
ENTRIES: Final = 131_072
# Seconds for which a list is kept: so late may a verifier hear of a revocation.
KEPT: Final = 60


class NoKeyError(Exception):
    """This site has no key to sign with."""


def is_offered() -> bool:
    """Whether this site signs badges."""
    return bool(settings.CREDENTIAL_KEY_FILE)


def issuer_profile() -> dict[str, Any]:
    """Who gives badges (Open Badges 3.0, appendix B, Profile)."""
    return {"id": _address("credential_issuer"), "type": ["Profile"], "name": "CamTREE", "url": _base() + "/"}


def shown_key(jwk: dict[str, Any]) -> dict[str, Any]:
    """A public key under the id that badges name it by: libraries look for that very word in a key set."""
    return {**jwk, "kid": _address("credential_key", jwk["kid"])}


def badge_of(certificate: Certificate) -> dict[str, Any]:
    """The credential, not yet signed."""
    address = check_address(certificate)
    number, index = divmod(certificate.pk, ENTRIES)
    status = _address("credential_status", number)
    badge = {
        "@context": [VC, OPEN_BADGES],
        "id": address,
        "type": ["VerifiableCredential", "AchievementCredential"],
        "issuer": issuer_profile(),
        "name": certificate.course_title,
        "validFrom": _moment(certificate.issued_at),
        "credentialSubject": _subject(certificate, address),
        "credentialStatus": {
            "id": f"{status}#{index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(index),
            "statusListCredential": status,
        },
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }
    if certificate.expires_on is not None:
        # The day on which it expires is its last.
        badge["validUntil"] = _moment(datetime.combine(certificate.expires_on + timedelta(days=1), time(), UTC))
    return badge


def _subject(certificate: Certificate, address: str) -> dict[str, Any]:
    """Whom it was given to: an id that tells nothing, and what lets a holder prove that it is theirs."""
    return {
        "id": uuid.uuid5(uuid.NAMESPACE_URL, f"{address}#holder").urn,
        "type": ["AchievementSubject"],
        "identifier": _identities(certificate),
        "activityEndDate": _moment(certificate.earned_at),
        "achievement": {
            "id": certificate.course_key.urn,
            "type": ["Achievement"],
            "achievementType": "CertificateOfCompletion",
            "name": certificate.course_title,
            "description": "\n".join(certificate.outcomes) or certificate.course_title,
            "criteria": {"narrative": "\n".join(certificate.rules) or certificate.course_title},
            "inLanguage": html_lang(certificate.language),
            "creator": issuer_profile(),
        },
    }


def _identities(certificate: Certificate) -> list[dict[str, Any]]:
    """The e-mail address as a salted hash, and the name as it stands on the certificate."""
    salt = salted_hmac("learning.certificates.badges", certificate.code, algorithm="sha256").hexdigest()[:16]
    told = hashlib.sha256(f"{certificate.member.email}{salt}".encode()).hexdigest()
    email = {"identityHash": f"sha256${told}", "identityType": "emailAddress", "hashed": True, "salt": salt}
    name = {"identityHash": certificate.name, "identityType": "name", "hashed": False}
    return [{"type": "IdentityObject", **facts} for facts in (email, name) if facts["identityHash"]]


def signed_badge(certificate: Certificate) -> str:
    """The badge as a compact JWS. Raises NoKeyError."""
    return _signed(badge_of(certificate))


def signed_status_list(number: int) -> str | None:
    """The list in which badges of certificates `number` × ENTRIES and on have their bit, as a compact JWS.

    None where there is no such list. Raises NoKeyError. Kept for KEPT seconds.
    """
    key = f"status-list:{_key().kid}:{number}"
    kept: str | None = cache.get(key)
    if kept is None:
        highest = Certificate.objects.aggregate(highest=Max("pk"))["highest"] or 0
        if number > highest // ENTRIES:
            return None
        kept = _signed(_status_list(number, highest))
        cache.set(key, kept, KEPT)
    return kept


def _status_list(number: int, highest: int) -> dict[str, Any]:
    """A bit is set for what was revoked or replaced, and for what went with an account."""
    first = number * ENTRIES
    good = set(Certificate.objects.current().filter(pk__gte=first, pk__lt=first + ENTRIES).values_list("pk", flat=True))
    bits = bytearray(ENTRIES // 8)
    for pk in range(first, min(first + ENTRIES, highest + 1)):
        if pk not in good:
            # The first bit is the leftmost one.
            bits[(pk - first) // 8] |= 0x80 >> ((pk - first) % 8)
    packed = base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).rstrip(b"=").decode()
    address, now = _address("credential_status", number), timezone.now()
    return {
        "@context": [VC],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer_profile()["id"],
        "validFrom": _moment(now),
        # An old copy must not bring back what was revoked since.
        "validUntil": _moment(now + timedelta(days=1)),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            # "u" says: base64url without padding (Multibase).
            "encodedList": f"u{packed}",
        },
    }


def _signed(credential: dict[str, Any]) -> str:
    """Open Badges 3.0, section 8.2: the claims repeat what the credential says, so that any JWT library checks them."""
    import jwt  # slow to load, and most pages show no badge

    key = _key()
    issuer = credential["issuer"]
    claims = {
        "iss": issuer["id"] if isinstance(issuer, dict) else issuer,
        "jti": credential["id"],
        "sub": credential["credentialSubject"]["id"],
        "nbf": _seconds(credential["validFrom"]),
    }
    if "validUntil" in credential:
        claims["exp"] = _seconds(credential["validUntil"])
    headers = {"kid": _address("credential_key", key.kid)}
    return jwt.encode(credential | claims, key.private, algorithm="RS256", headers=headers)


def _key() -> SigningKey:
    key = signing_key()
    if key is None:
        raise NoKeyError
    return key


def _base() -> str:
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/")


def _address(name: str, *args: Any) -> str:
    return _base() + reverse(name, args=args)


def _moment(moment: datetime) -> str:
    """As the Data Model wants it: whole seconds, with a zone."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _seconds(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp())
