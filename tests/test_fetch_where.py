"""Fetching: redirects, addresses and TLS; where a request may go, and where it never does."""

from __future__ import annotations

import ipaddress
import socket
import ssl
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from publisher import BODY, SHORT, URL, answer, asking, fetch, publishing, redirect, refused, serve
from sanctionwire.errors import Suspicious, Unreachable
from sanctionwire.fetch import Fetcher
from sanctionwire.fetch.targets import public


@pytest.fixture
def site():
    with publishing() as publisher:
        yield publisher


@pytest.fixture
def fetcher(site):
    return Fetcher(contact="desk@example.org", publisher_origin=site.origin)


def test_redirects_are_followed_to_declared_hosts_and_signatures_are_not_kept(site, fetcher):
    serve(site, redirect("https://files.cdn.example.org/a%20b/list.xml?X-Amz-Signature=secret"))
    serve(site, answer(BODY), "/a%20b/list.xml?X-Amz-Signature=secret", host="files.cdn.example.org")
    document = fetch(fetcher).document
    assert document.read() == BODY
    assert document.url == URL
    assert "secret" not in repr(document)


def test_a_relative_redirect_and_one_to_the_local_publisher_are_followed(site, fetcher):
    serve(site, redirect("/second"))
    serve(site, redirect(f"{site.origin}/list.example.org/third"), "/second")
    serve(site, answer(BODY), "/third")
    assert fetch(fetcher).document.read() == BODY


def test_a_redirected_post_becomes_a_get_unless_told_otherwise(site, fetcher):
    serve(site, redirect("/second", "307 Temporary Redirect"))
    serve(site, redirect("/third", "303 See Other"), "/second")
    serve(site, answer(BODY), "/third")
    fetch(fetcher, asking(method="POST", body=b"{}"))
    assert [(asked.method, asked.body) for asked in site.asked] == [("POST", b"{}"), ("POST", b"{}"), ("GET", b"")]


@pytest.mark.parametrize(
    ("where", "seen"),
    [
        ("https://evil.example.net/list.xml?sig=secret", "leads to https://evil.example.net/list.xml (expected a host that is declared"),
        ("https://notcdn.example.org.evil.net/", "expected a host that is declared"),
        ("https://cdn.example.org/", "expected a host that is declared"),
        ("http://list.example.org/list.xml", "leads to http://list.example.org/list.xml (expected https)"),
        ("file:///etc/passwd", "leads to file:///etc/passwd (expected https)"),
        ("https://list.example.org:8443/", "with a name or a port of its own"),
        ("https://me:pw@list.example.org/", "with a name or a port of its own"),
        ("https://127.0.0.1/", "expected a host that is declared"),
        ("https://169.254.169.254/latest/meta-data", "expected a host that is declared"),
        ("https://[::1", "an address that is none"),
        ("https://list.example.org:99999/", "an address that is none"),
    ],
)  # fmt: skip
def test_a_redirect_to_anywhere_else_is_suspicious_and_followed_nowhere(site, fetcher, where, seen):
    serve(site, redirect(where))
    said = refused(Suspicious, fetcher)
    assert seen in said
    assert said.startswith("redirected to ")
    assert "secret" not in said
    assert len(site.asked) == 1


def test_redirects_without_end_end(site, fetcher):
    serve(site, redirect(URL))
    assert "more than 5 redirects" in refused(Unreachable, fetcher)
    assert len(site.asked) == 6


def test_a_redirect_without_a_place_is_no_document(site, fetcher):
    serve(site, answer(status="302 Found"))
    assert "HTTP 302 Found" in refused(Unreachable, fetcher)


def resolving(*addresses, port=None):
    """A look-up that says what a test wants."""

    def look_up(_host, asked_port):
        return [
            (
                socket.AF_INET6 if ":" in address else socket.AF_INET,
                socket.SOCK_STREAM,
                6,
                "",
                (address, port or asked_port),
            )
            for address in addresses
        ]

    return look_up


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.8", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "::1", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.8", "2002:0a00:0008::1", "64:ff9b::a9fe:a9fe", "::"],
)  # fmt: skip
def test_an_address_that_is_not_of_the_open_internet_is_never_connected_to(address):
    assert not public(address)
    said = refused(Suspicious, Fetcher(resolver=resolving(address)))
    assert f"list.example.org has the address {address}" in said


def test_one_private_address_among_public_ones_is_enough():
    assert "10.0.0.8" in refused(Suspicious, Fetcher(resolver=resolving("8.8.8.8", "10.0.0.8")))


@pytest.mark.parametrize("address", ["8.8.8.8", "2600:1f18::1", "64:ff9b::808:808"])
def test_addresses_of_the_open_internet_are_told_from_the_rest(address):
    assert public(address)


def test_the_local_publisher_alone_may_have_a_private_address(site, fetcher):
    serve(site, answer(BODY))
    assert fetch(fetcher).document.read() == BODY
    assert "has the address 127.0.0.1" in refused(
        Suspicious, replace(fetcher, publisher_origin=None, resolver=resolving("127.0.0.1"))
    )


def test_a_host_that_has_no_address_is_unreachable():
    def nothing(_host, _port):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    assert "the host has no address" in refused(Unreachable, Fetcher(resolver=nothing))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A self-signed certificate for 127.0.0.1, as (server's context, file)."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    start = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start - timedelta(days=1))
        .not_valid_after(start + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True, key_cert_sign=True, crl_sign=True, content_commitment=False, key_encipherment=False,
                data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
            ),
            critical=True,
        )
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    plain = serialization.NoEncryption()
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        + made.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context, file


def test_a_certificate_that_cannot_be_verified_ends_it_before_anything_is_asked(certificate):
    with publishing(certificate[0]) as site:
        serve(site, answer(BODY))
        said = refused(Unreachable, Fetcher(publisher_origin=site.origin))
        assert "TLS: self-signed certificate" in said
        assert not site.asked


def test_a_verified_certificate_is_said_to_be(certificate):
    with publishing(certificate[0]) as site:
        serve(site, answer(BODY))
        trusting = ssl.create_default_context(cafile=certificate[1])
        assert fetch(Fetcher(publisher_origin=site.origin, tls=trusting)).document.tls_verified is True


def test_a_certificate_of_another_host_is_not_taken(certificate):
    with publishing(certificate[0]) as site:
        trusting = ssl.create_default_context(cafile=certificate[1])
        origin = site.origin.replace("127.0.0.1", "localhost")
        v4 = resolving("127.0.0.1")
        assert "TLS: " in refused(Unreachable, Fetcher(publisher_origin=origin, tls=trusting, resolver=v4))


def test_a_server_that_speaks_no_tls_is_unreachable(site):
    origin = site.origin.replace("http:", "https:")
    refused(Unreachable, Fetcher(publisher_origin=origin, limits=SHORT))
    assert not site.asked
