"""The keys with which badges are signed: one that signs, and the public halves of those that did before.

RSA with SHA-256 (RS256), because every verifier of Open Badges 3.0 has to know it and need know no other (section 8.2).

What reads and makes keys is loaded by the functions that need it: it is slow to load, and most pages show no badge.
"""

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

# Bits of a key; RFC 7518 section 3.3 allows no smaller one.
SMALLEST: Final = 2048
_PUBLIC = re.compile(rb"-----BEGIN PUBLIC KEY-----.+?-----END PUBLIC KEY-----", re.DOTALL)


@dataclass(frozen=True)
class SigningKey:
    """The private key, and the public one as a JWK (RFC 7517)."""

    private: "RSAPrivateKey"
    jwk: dict[str, Any]

    @property
    def kid(self) -> str:
        return str(self.jwk["kid"])


def signing_key() -> SigningKey | None:
    """The key that signs now; None where this site has none, and so no badges. Raises ImproperlyConfigured."""
    if not settings.CREDENTIAL_KEY_FILE:
        return None
    path = Path(settings.CREDENTIAL_KEY_FILE)
    if settings.CREDENTIAL_KEY_IS_MADE and not path.exists():
        _make(path)
    return _signing_key(path, path.stat().st_mtime_ns)


def public_keys() -> dict[str, dict[str, Any]]:
    """Public keys by their id, the present one first. Old ones stay as long as badges signed by them are about."""
    present = signing_key()
    keys = {present.kid: present.jwk} if present else {}
    if settings.CREDENTIAL_OLD_KEYS_FILE:
        path = Path(settings.CREDENTIAL_OLD_KEYS_FILE)
        keys |= {jwk["kid"]: jwk for jwk in _old_keys(path, path.stat().st_mtime_ns) if jwk["kid"] not in keys}
    return keys


@lru_cache(maxsize=4)
def _signing_key(path: Path, _changed: int) -> SigningKey:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

    try:
        private = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise ImproperlyConfigured(f"CREDENTIAL_KEY_FILE holds no private key without a password: {error}") from error
    if not isinstance(private, RSAPrivateKey) or private.key_size < SMALLEST:
        raise ImproperlyConfigured(f"CREDENTIAL_KEY_FILE must hold an RSA key of at least {SMALLEST} bits.")
    return SigningKey(private, _jwk(private.public_key()))


@lru_cache(maxsize=4)
def _old_keys(path: Path, _changed: int) -> list[dict[str, Any]]:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

    keys = [serialization.load_pem_public_key(pem) for pem in _PUBLIC.findall(path.read_bytes())]
    if not all(isinstance(key, RSAPublicKey) for key in keys):
        raise ImproperlyConfigured("CREDENTIAL_OLD_KEYS_FILE must hold public RSA keys only.")
    return [_jwk(key) for key in keys if isinstance(key, RSAPublicKey)]


def _jwk(public: "RSAPublicKey") -> dict[str, Any]:
    """A public key as others read it; its id is its own thumbprint (RFC 7638)."""
    from jwt.algorithms import RSAAlgorithm

    facts = RSAAlgorithm.to_jwk(public, as_dict=True)
    told = json.dumps({name: facts[name] for name in ("e", "kty", "n")}, separators=(",", ":"), sort_keys=True)
    kid = base64.urlsafe_b64encode(hashlib.sha256(told.encode()).digest()).rstrip(b"=").decode()
    return {"kty": "RSA", "n": facts["n"], "e": facts["e"], "alg": "RS256", "use": "sig", "kid": kid}


def _make(path: Path) -> None:
    """A key of a developer's own, kept for the next start."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

    pem = generate_private_key(public_exponent=65537, key_size=SMALLEST).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_suffix(".new")
    made.touch(mode=0o600)
    made.write_bytes(pem)
    made.replace(path)
