"""Badges: what another library verifies, without a line of ours."""

import base64
import gzip
import hashlib
import io
import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jsonschema
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.core.cache import cache
from django.core.checks import run_checks
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from joserfc import jwt
from joserfc.errors import BadSignatureError
from joserfc.jwk import KeySet, RSAKey
from lxml import html
from PIL import Image

from camtree.core.papers.typesetting import PaperError
from learning.certificates import baking
from learning.certificates.actions import reissue_certificate, revoke_certificate
from learning.certificates.verification import check_address
from learning.models import Certificate
from tests.factories.courses import make_certificate, make_listed_course
from tests.factories.members import browser_of, make_member

pytestmark = pytest.mark.django_db
PEM = serialization.Encoding.PEM
PATTERN = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"

# Open Badges 3.0, appendix B, written from its tables of fields: what an AchievementCredential needs.
PROFILE = {
    "type": "object",
    "required": ["id", "type"],
    "properties": {
        "id": {"type": "string", "format": "uri"},
        "type": {"type": "array", "contains": {"const": "Profile"}},
        "name": {"type": "string"},
        "url": {"type": "string", "format": "uri"},
    },
}
IDENTITY = {
    "type": "object",
    "required": ["type", "hashed", "identityHash", "identityType"],
    "properties": {
        "type": {"const": "IdentityObject"},
        "hashed": {"type": "boolean"},
        "identityHash": {"type": "string", "minLength": 1},
        "identityType": {"enum": ["name", "emailAddress"]},
        "salt": {"type": "string"},
    },
    "additionalProperties": False,
}
ACHIEVEMENT = {
    "type": "object",
    "required": ["id", "type", "criteria", "description", "name"],
    "properties": {
        "id": {"type": "string", "format": "uri"},
        "type": {"type": "array", "contains": {"const": "Achievement"}},
        "achievementType": {"const": "CertificateOfCompletion"},
        "criteria": {"type": "object", "required": ["narrative"]},
        "description": {"type": "string", "minLength": 1},
        "name": {"type": "string", "minLength": 1},
        "creator": PROFILE,
        "inLanguage": {"type": "string", "pattern": "^[a-z]{2,4}(-[A-Z][a-z]{3})?$"},
    },
    "additionalProperties": False,
}
CREDENTIAL = {
    "type": "object",
    "required": ["@context", "id", "type", "credentialSubject", "issuer", "validFrom"],
    "properties": {
        "@context": {
            "type": "array",
            "prefixItems": [
                {"const": "https://www.w3.org/ns/credentials/v2"},
                {"const": "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"},
            ],
        },
        "id": {"type": "string", "format": "uri"},
        "type": {
            "type": "array",
            "allOf": [
                {"contains": {"const": "VerifiableCredential"}},
                {"contains": {"enum": ["AchievementCredential", "OpenBadgeCredential"]}},
            ],
        },
        "name": {"type": "string"},
        "issuer": PROFILE,
        "validFrom": {"type": "string", "pattern": PATTERN},
        "validUntil": {"type": "string", "pattern": PATTERN},
        "credentialSubject": {
            "type": "object",
            "required": ["type", "achievement"],
            "anyOf": [{"required": ["id"]}, {"required": ["identifier"]}],
            "properties": {
                "id": {"type": "string", "format": "uri"},
                "type": {"type": "array", "contains": {"const": "AchievementSubject"}},
                "identifier": {"type": "array", "items": IDENTITY},
                "activityEndDate": {"type": "string", "pattern": PATTERN},
                "achievement": ACHIEVEMENT,
            },
            "additionalProperties": False,
        },
        "credentialStatus": {
            "type": "object",
            "required": ["id", "type", "statusPurpose", "statusListIndex", "statusListCredential"],
            "properties": {"statusListIndex": {"type": "string", "pattern": r"^\d+$"}},
        },
        "credentialSchema": {"type": "array", "items": {"type": "object", "required": ["id", "type"]}},
    },
}


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def pem(key: Any) -> bytes:
    return bytes(key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))


def public_pem(key: Any) -> bytes:
    return bytes(key.public_key().public_bytes(PEM, serialization.PublicFormat.SubjectPublicKeyInfo))


@pytest.fixture
def key_file(settings: Any, tmp_path: Path) -> Path:
    """A site that signs."""
    cache.clear()
    path = tmp_path / "key.pem"
    path.write_bytes(pem(new_key()))
    settings.CREDENTIAL_KEY_FILE = str(path)
    return path


def rotate(key_file: Path, settings: Any) -> None:
    """As docs/operating.md tells."""
    old = serialization.load_pem_private_key(key_file.read_bytes(), None)
    olds = key_file.with_name("old.pem")
    with olds.open("ab") as file:
        file.write(public_pem(old))
    settings.CREDENTIAL_OLD_KEYS_FILE = str(olds)
    new = key_file.with_name(f"key-{olds.stat().st_size}.pem")
    new.write_bytes(pem(new_key()))
    settings.CREDENTIAL_KEY_FILE = str(new)


def fetched(address: str) -> Any:
    """What anybody gets at one of our whole addresses."""
    response = Client().get(address.removeprefix("http://127.0.0.1:8000"))
    assert response.status_code == 200, address
    assert response["Access-Control-Allow-Origin"] == "*"
    return response


def header_of(token: str) -> dict[str, Any]:
    part = token.split(".")[0]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return found


def verified(token: str) -> dict[str, Any]:
    """What a verifier does (Open Badges 3.0, section 8.2): the key that `kid` leads to, the signature, the claims."""
    header = header_of(token)
    assert set(header) <= {"alg", "kid", "typ"}
    assert (header["alg"], header["typ"]) == ("RS256", "JWT")
    jwk = fetched(header["kid"]).json()
    assert not set(jwk) & {"d", "p", "q", "dp", "dq", "qi"}
    claims = jwt.decode(token, RSAKey.import_key(jwk), algorithms=["RS256"]).claims
    jwt.JWTClaimsRegistry().validate(claims)
    issuer = claims["issuer"]
    assert claims["iss"] == (issuer if isinstance(issuer, str) else issuer["id"])
    assert (claims["jti"], claims["sub"]) == (claims["id"], claims["credentialSubject"]["id"])
    return dict(claims)


def is_revoked(badge: dict[str, Any]) -> bool:
    """The bit of a badge in its list (Bitstring Status List)."""
    cache.clear()
    status = badge["credentialStatus"]
    response = fetched(status["statusListCredential"])
    assert response["Content-Type"] == "application/vc+jwt"
    found = verified(response.content.decode())
    assert found["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
    assert found["id"] == status["statusListCredential"]
    subject = found["credentialSubject"]
    assert (subject["type"], subject["statusPurpose"]) == ("BitstringStatusList", status["statusPurpose"])
    packed = subject["encodedList"]
    assert packed[0] == "u"
    bits = gzip.decompress(base64.urlsafe_b64decode(packed[1:] + "=" * (-len(packed[1:]) % 4)))
    assert len(bits) == 16 * 1024
    index = int(status["statusListIndex"])
    return bool(bits[index // 8] >> (7 - index % 8) & 1)


def badge_from(certificate: Certificate) -> str:
    response = browser_of(certificate.member).get(reverse("my_certificate_badge", args=[certificate.code]))
    assert response.status_code == 200
    assert response["Content-Type"] == "text/plain; charset=us-ascii"
    assert response["Content-Disposition"] == f'attachment; filename="CamTREE-{certificate.shown_code}.jwt"'
    return str(response.content.decode())


@pytest.mark.usefixtures("key_file")
def test_an_independent_library_accepts_it() -> None:
    course = make_listed_course(certificate_years=2, outcomes=[("outcome", "Ask fewer questions")])
    held = make_certificate(make_member("Ñusta Quispe"), course)
    badge = verified(badge_from(held))
    jsonschema.validate(badge, CREDENTIAL, cls=jsonschema.Draft202012Validator)
    assert badge["id"] == check_address(held)
    subject = badge["credentialSubject"]
    assert subject["achievement"]["name"] == "First steps"
    assert subject["achievement"]["criteria"]["narrative"] == "Do the 1 required step."
    email, name = subject["identifier"]
    assert (name["identityHash"], name["hashed"]) == ("Ñusta Quispe", False)
    told = hashlib.sha256((held.member.email + email["salt"]).encode()).hexdigest()
    assert (email["identityHash"], email["hashed"]) == (f"sha256${told}", True)
    assert held.member.email not in json.dumps(badge)
    assert held.expires_on is not None
    assert badge["exp"] - badge["nbf"] > 2 * 365 * 86400
    assert fetched(badge["issuer"]["id"]).json()["name"] == "CamTREE"


@pytest.mark.usefixtures("key_file")
def test_a_changed_badge_is_refused() -> None:
    token = badge_from(make_certificate())
    head, payload, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    claims["name"] = "A doctorate"
    forged = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    with pytest.raises(BadSignatureError):
        verified(f"{head}.{forged}.{signature}")


@pytest.mark.usefixtures("key_file")
def test_the_list_tells_what_became_of_it() -> None:
    first, second, third = (make_certificate(make_member(name)) for name in ("Nila", "Mele", "Rosa"))
    badges = [verified(badge_from(held)) for held in (first, second, third)]
    assert [is_revoked(badge) for badge in badges] == [False, False, False]
    revoke_certificate(certificate=first, by=make_member("Hannah", roles=("Editors",)), reason="Not theirs.")
    new = reissue_certificate(certificate=second, name="Mele Fifita")
    assert [is_revoked(badge) for badge in badges] == [True, True, False]
    assert not is_revoked(verified(badge_from(new)))
    for gone in (first, second):
        address = reverse("my_certificate_badge", args=[gone.code])
        assert browser_of(gone.member).get(address).status_code == 404


@pytest.mark.usefixtures("key_file")
def test_one_that_went_with_an_account_is_not_good_any_more() -> None:
    gone, stays = make_certificate(make_member("Nila")), make_certificate(make_member("Mele"))
    badge = verified(badge_from(gone))
    gone.member.delete()
    assert is_revoked(badge)
    assert not is_revoked(verified(badge_from(stays)))


def test_another_library_finds_the_key_in_the_set_by_its_id(key_file: Path) -> None:
    keys = KeySet.import_key_set(fetched("/.well-known/jwks.json").json())
    told = jwt.decode(badge_from(make_certificate()), keys, algorithms=["RS256"])
    assert told.claims["type"] == ["VerifiableCredential", "AchievementCredential"]


def test_keys_change_and_old_badges_stay_good(key_file: Path, settings: Any) -> None:
    held = make_certificate()
    old = badge_from(held)
    rotate(key_file, settings)
    new = badge_from(held)
    assert header_of(old)["kid"] != header_of(new)["kid"]
    assert verified(old)["id"] == verified(new)["id"]
    assert not is_revoked(verified(old))
    shown = [jwk["kid"] for jwk in fetched("/.well-known/jwks.json").json()["keys"]]
    assert [header_of(token)["kid"] for token in (new, old)] == shown
    rotate(Path(settings.CREDENTIAL_KEY_FILE), settings)
    assert len(fetched(reverse("credential_keys")).json()["keys"]) == 3
    # One that was stolen: what it signed is worth nothing.
    settings.CREDENTIAL_OLD_KEYS_FILE = ""
    assert Client().get(header_of(old)["kid"].removeprefix("http://127.0.0.1:8000")).status_code == 404


def test_without_a_key_there_are_no_badges() -> None:
    held = make_certificate()
    browser = browser_of(held.member)
    assert browser.get(reverse("my_certificate_badge", args=[held.code])).status_code == 404
    page = browser.get(reverse("my_certificate", args=[held.code])).content.decode()
    assert "Download as PDF" in page
    assert "Download the badge" not in page
    assert fetched(reverse("credential_keys")).json() == {"keys": []}
    assert Client().get(reverse("credential_status", args=[0])).status_code == 404


@pytest.mark.usefixtures("key_file")
def test_what_is_not_there_is_not_there() -> None:
    make_certificate()
    for address in ("/credentials/status/1/", f"/credentials/status/{'9' * 40}/", "/credentials/keys/nonsense/"):
        assert Client().get(address).status_code == 404


def test_a_key_that_cannot_sign_is_told_before_the_start(settings: Any, tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    small = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 - it has to be refused
    for content, says in (
        (b"no key", "holds no private key"),
        (pem(ec.generate_private_key(ec.SECP256R1())), "RSA key of at least 2048 bits"),
        (pem(small), "RSA key of at least 2048 bits"),
        (None, "No such file"),
    ):
        path = tmp_path / f"{says[:5]}{len(content or b'')}.pem"
        if content is not None:
            path.write_bytes(content)
        settings.CREDENTIAL_KEY_FILE = str(path)
        (error,) = [found for found in run_checks() if found.id == "camtree.E003"]
        assert says in error.msg


def test_a_developer_gets_a_key(settings: Any, tmp_path: Path) -> None:
    settings.CREDENTIAL_KEY_FILE = str(tmp_path / "var" / "key.pem")
    settings.CREDENTIAL_KEY_IS_MADE = True
    kid = fetched(reverse("credential_keys")).json()["keys"][0]["kid"]
    assert fetched(reverse("credential_keys")).json()["keys"][0]["kid"] == kid
    assert (tmp_path / "var" / "key.pem").stat().st_mode & 0o777 == 0o600


# ---------------------------------------------------------------- as a picture


def picture_from(certificate: Certificate) -> bytes:
    response = browser_of(certificate.member).get(reverse("my_certificate_picture", args=[certificate.code]))
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert response["Content-Disposition"] == f'attachment; filename="CamTREE-{certificate.shown_code}.png"'
    return bytes(response.content)


@pytest.mark.usefixtures("key_file")
@pytest.mark.parametrize("language", ["en", "ar", "zh-hans"])
def test_the_picture_holds_the_credential_where_others_look_for_it(language: str) -> None:
    held = make_certificate()
    Certificate.objects.filter(pk=held.pk).update(language=language)
    picture = Image.open(io.BytesIO(picture_from(held)))
    picture.load()  # each chunk is compared with its check sum
    assert (picture.format, picture.size, picture.mode) == ("PNG", (600, 600), "RGBA")
    token = picture.text["openbadgecredential"]  # type: ignore[attr-defined]
    assert verified(token)["id"] == check_address(held)
    assert (token.lang, token.tkey) == ("", "")
    assert picture.getpixel((300, 300)) != picture.getpixel((0, 0)), "a round badge on nothing"


@pytest.mark.usefixtures("key_file")
def test_pictures_of_a_course_are_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    course = make_listed_course()
    first, second = make_certificate(make_member(), course), make_certificate(make_member(), course)
    drawn: list[Any] = []
    plain = Image.new("RGBA", (4, 4))
    written = io.BytesIO()
    plain.save(written, "PNG")

    def draw(paper: Any, **facts: Any) -> bytes:
        drawn.append(paper)
        return written.getvalue()

    monkeypatch.setattr(baking, "draw", draw)
    tokens = [Image.open(io.BytesIO(picture_from(held))).text["openbadgecredential"] for held in (first, second)]  # type: ignore[attr-defined]
    assert [verified(token)["id"] for token in tokens] == [check_address(first), check_address(second)]
    assert len(drawn) == 1


@pytest.mark.usefixtures("key_file")
def test_where_the_picture_cannot_be_drawn_a_sentence_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    held = make_certificate()

    def refuse(paper: Any, **facts: Any) -> bytes:
        raise PaperError("no room")

    monkeypatch.setattr(baking, "draw", refuse)
    browser = browser_of(held.member)
    answer = browser.get(reverse("my_certificate_picture", args=[held.code]), follow=True)
    assert "The picture cannot be made just now." in answer.content.decode()


@pytest.mark.usefixtures("key_file")
def test_the_picture_is_its_holders_while_the_certificate_is_good() -> None:
    held = make_certificate()
    address = reverse("my_certificate_picture", args=[held.code])
    assert browser_of(make_member("Somebody Else")).get(address).status_code == 404
    revoke_certificate(certificate=held, by=make_member("An Editor"), reason="Given twice.")
    assert browser_of(held.member).get(address).status_code == 404


def test_the_address_for_a_profile_says_what_the_certificate_says() -> None:
    course = make_listed_course("Wait time & talk", certificate_years=2)
    held = make_certificate(make_member("Ñusta Quispe"), course)
    page = browser_of(held.member).get(reverse("my_certificate", args=[held.code])).content
    [link] = [a for a in html.fromstring(page).findall(".//a") if a.get("href").startswith("https://www.linkedin.com/")]
    asked = parse_qs(urlsplit(link.get("href")).query)
    day = timezone.localtime(held.earned_at)
    assert held.expires_on is not None
    assert asked == {
        "startTask": ["CERTIFICATION_NAME"],
        "name": ["Wait time & talk"],
        "organizationName": ["CamTREE"],
        "issueYear": [str(day.year)],
        "issueMonth": [str(day.month)],
        "expirationYear": [str(held.expires_on.year)],
        "expirationMonth": [str(held.expires_on.month)],
        "certUrl": [check_address(held)],
        "certId": [held.shown_code],
    }
    assert "noreferrer" in link.get("rel")
