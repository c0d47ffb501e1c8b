import ipaddress

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from camtree.core.http.proxies import VisitorAddressMiddleware, read_address

OURS = (ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_network("2001:db8:1::/48"))


def seen(settings, proxies, peer, **headers):
    """What the rest of the site sees of a request: the address, and whether it came by https."""
    settings.TRUSTED_PROXIES = proxies
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    found = []

    def answer(request):
        found.append((request.META["REMOTE_ADDR"], request.is_secure()))
        return HttpResponse()

    request = RequestFactory().get("/", REMOTE_ADDR=peer, headers=headers)
    VisitorAddressMiddleware(answer)(request)
    return found[0]


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("203.0.113.9", "203.0.113.9"),
        # What a visitor wrote themselves stands before what our proxy saw.
        ("198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("198.51.100.1, 203.0.113.9, 10.0.0.8", "203.0.113.9"),
        ("203.0.113.9:51712", "203.0.113.9"),
        ("[2001:db8:2::7]:51712", "2001:db8:2::7"),
        ("2001:db8:2::7", "2001:db8:2::7"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("fe80::1%eth0", "fe80::1"),
        # All are ours: somebody of our own house.
        ("10.1.1.1, 10.0.0.8", "10.1.1.1"),
        # Nothing that could be read: the proxy counts.
        ("", "10.0.0.7"),
        ("unknown", "10.0.0.7"),
        ("203.0.113.9, unknown", "10.0.0.7"),
        ("203.0.113.9, nobody, 10.0.0.8", "10.0.0.8"),
    ],
)
def test_the_visitor_is_whom_our_last_proxy_saw(settings, forwarded, address):
    assert seen(settings, OURS, "10.0.0.7", X_Forwarded_For=forwarded) == (address, False)


def test_a_proxy_of_ours_says_how_the_visitor_came(settings):
    headers = {"X_Forwarded_For": "203.0.113.9", "X_Forwarded_Proto": "https"}
    assert seen(settings, OURS, "10.0.0.7", **headers) == ("203.0.113.9", True)
    assert seen(settings, OURS, "2001:db8:1::9", **headers) == ("203.0.113.9", True)


def test_nobody_else_is_believed(settings):
    headers = {"X_Forwarded_For": "203.0.113.9", "X_Forwarded_Proto": "https"}
    assert seen(settings, OURS, "198.51.100.1", **headers) == ("198.51.100.1", False)


def test_without_proxies_the_scheme_is_what_the_profile_says(settings):
    headers = {"X_Forwarded_For": "203.0.113.9", "X_Forwarded_Proto": "https"}
    assert seen(settings, (), "198.51.100.1", **headers) == ("198.51.100.1", True)


def test_a_unix_socket_has_no_address_and_is_trusted_only_by_name(settings):
    headers = {"X_Forwarded_For": "203.0.113.9"}
    assert seen(settings, ("unix",), "", **headers) == ("203.0.113.9", False)
    assert seen(settings, (), "", **headers) == ("127.0.0.1", False)
    assert seen(settings, OURS, "", **headers) == ("127.0.0.1", False)


@pytest.mark.parametrize("text", ["", "localhost", "999.1.1.1", "1.2.3", "::1::2", "\0", "٣.٣.٣.٣"])
def test_what_is_no_address(text):
    assert read_address(text) is None


@pytest.mark.django_db
def test_signing_in_works_over_a_unix_socket(client):
    """allauth answers 403 to whoever comes without an address."""
    assert client.get("/en/account/login/", REMOTE_ADDR="").status_code == 200
    sent = {"login": "nobody@camtree.test", "password": "not-the-password"}
    assert client.post("/en/account/login/", sent, REMOTE_ADDR="").status_code == 200


@pytest.mark.django_db
def test_visitors_behind_one_proxy_are_counted_one_by_one(client, settings):
    settings.TRUSTED_PROXIES = (ipaddress.ip_network("127.0.0.1"),)
    sent = {"login": "amina@camtree.test", "password": "not-the-password"}
    address = {"X_Forwarded_For": "203.0.113.9"}
    said = [client.post("/en/account/login/", sent, headers=address).content.decode() for _ in range(6)]
    assert ["Too many failed" in text for text in said] == [False] * 5 + [True]
    elsewhere = client.post("/en/account/login/", sent, headers={"X_Forwarded_For": "198.51.100.1"})
    assert "Too many failed" not in elsewhere.content.decode()
