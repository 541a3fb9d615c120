"""Fetching: what is asked, what is believed, and what becomes of everything that a server can do wrong."""

from __future__ import annotations

import base64
import gzip
import hashlib
import ipaddress
import socket
import ssl
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from publisher import answer, publishing, redirect
from sanctionwire.errors import Suspicious, Unreachable
from sanctionwire.fetch import Fetcher, Limits, user_agent
from sanctionwire.fetch.targets import public, target
from sanctionwire.source import Request
from sanctionwire.sources.us_fincen_311 import SOURCE

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
ABOUT = replace(SOURCE.about, hosts=("list.example.org", "*.cdn.example.org"), max_bytes=100_000)
URL = "https://list.example.org/list.xml"
BODY = b"<list>" + b"x" * 1000 + b"</list>"
SHORT = Limits(connect=1, silence=0.3, total=0.6)


@pytest.fixture
def site():
    with publishing() as publisher:
        yield publisher


@pytest.fixture
def fetcher(site):
    return Fetcher(contact="desk@example.org", publisher_origin=site.origin)


def asking(path="/list.xml", **options):
    return Request(name="list", url=f"https://list.example.org{path}", **options)


def serve(site, content, path="/list.xml", host="list.example.org"):
    site.answers[f"/{host}{path}"] = content


def fetch(fetcher, request=None, about=ABOUT, **known):
    return fetcher.fetch(request or asking(), about=about, now=NOW, **known)


def refused(kind, fetcher, request=None, about=ABOUT):
    with pytest.raises(kind) as caught:
        fetch(fetcher, request, about)
    assert type(caught.value) is kind
    return str(caught.value)


# --- What is asked and what comes of it -------------------------------------------------------------------------------


def test_a_document_is_what_was_served_with_where_when_and_its_hash(site, fetcher):
    serve(site, answer(BODY, ETag='"e1"', Last_Modified="Thu, 01 Jan 2026 00:00:00 GMT", Set_Cookie="visitor=7"))
    found = fetch(fetcher)
    document = found.document
    assert document.read() == document.read() == BODY
    assert (document.name, document.url, document.size) == ("list", URL, len(BODY))
    assert document.sha256 == hashlib.sha256(BODY).hexdigest()
    assert (document.fetched_at, document.final_host, document.tls_verified) == (
        "2026-01-02T03:04:05Z",
        "127.0.0.1",
        False,
    )
    assert (found.etag, found.last_modified) == ('"e1"', "Thu, 01 Jan 2026 00:00:00 GMT")
    assert "set-cookie" not in document.headers


def test_an_honest_name_is_given_in_the_form_that_publishers_let_pass(site, fetcher):
    serve(site, answer(BODY))
    fetch(fetcher)
    sent = site.asked[0].headers
    assert sent["user-agent"] == user_agent("desk@example.org")
    assert sent["user-agent"].startswith("Mozilla/5.0 (compatible; sanctionwire/1.0; +https://")
    assert sent["user-agent"].endswith("; contact=desk@example.org)")
    assert len(user_agent()) >= 40
    assert "cookie" not in sent


@pytest.mark.parametrize("contact", ["a\r\nX: y", "büro@example.org"])
def test_a_contact_that_cannot_stand_in_a_header_is_refused(contact):
    with pytest.raises(ValueError, match="contact"):
        user_agent(contact)


def test_validators_are_sent_and_not_modified_is_an_answer(site, fetcher):
    serve(site, answer(status="304 Not Modified", ETag='"e1"'))
    found = fetch(fetcher, etag='"e1"', last_modified="Thu, 01 Jan 2026 00:00:00 GMT")
    assert (found.document, found.etag, found.last_modified) == (None, '"e1"', "Thu, 01 Jan 2026 00:00:00 GMT")
    assert site.asked[0].headers["if-none-match"] == '"e1"'
    assert site.asked[0].headers["if-modified-since"] == "Thu, 01 Jan 2026 00:00:00 GMT"


def test_not_modified_without_a_condition_is_no_document(site, fetcher):
    serve(site, answer(status="304 Not Modified"))
    assert "HTTP 304" in refused(Unreachable, fetcher)


def test_a_post_carries_its_body(site, fetcher):
    serve(site, answer(b"[]"), "/catalogue")
    assert fetch(fetcher, asking("/catalogue", method="POST", body=b"{}")).document.read() == b"[]"
    assert (site.asked[0].method, site.asked[0].body) == ("POST", b"{}")
    assert site.asked[0].headers["content-type"] == "application/json"


def test_a_large_body_is_kept_on_disk_and_read_from_several_places_at_once(site, fetcher):
    large = bytes(range(256)) * 20_000
    serve(site, answer(large))
    document = fetch(fetcher, about=replace(ABOUT, max_bytes=len(large))).document
    with document.opened() as one, document.opened() as two:
        one.seek(-256, 2)
        assert two.read(1000) == large[:1000]
        assert one.read() == large[-256:]
    assert document.read() == large


def test_gzip_on_the_wire_is_taken_off(site, fetcher):
    serve(site, answer(gzip.compress(BODY[:500]) + gzip.compress(BODY[500:]), Content_Encoding="gzip"))
    document = fetch(fetcher).document
    assert document.read() == BODY
    assert document.sha256 == hashlib.sha256(BODY).hexdigest()


def test_chunks_and_bodies_that_end_with_the_connection_are_read(site, fetcher):
    serve(site, answer(b"3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n", length=False, Transfer_Encoding="chunked"))
    serve(site, answer(b"abc", length=False), "/open")
    assert fetch(fetcher).document.read() == b"abcdefg"
    assert fetch(fetcher, asking("/open")).document.read() == b"abc"


# --- Redirects --------------------------------------------------------------------------------------------------------


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


# --- Addresses and TLS ------------------------------------------------------------------------------------------------


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


# --- Answers that are no document -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "seen", "wait"),
    [
        (answer(b"<html><title>Access\nDenied</title>", status="403 Forbidden"), 'HTTP 403 Forbidden: an HTML page titled "Access Denied"', None),
        (answer(b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", status="403 Forbidden"), "an S3 error body: AccessDenied", None),
        (answer(b"", status="404 Not Found"), "HTTP 404 Not Found (expected HTTP 200)", None),
        (answer(b"slow down", status="429 Too Many Requests", Retry_After="120"), 'HTTP 429 Too Many Requests: "slow down"', 120),
        (answer(b"", status="503 Unavailable", Retry_After="Fri, 02 Jan 2026 03:09:05 GMT"), "HTTP 503 Service Unavailable", 300),
        (answer(b"", status="503 Unavailable", Retry_After="Fri, 02 Jan 2020 03:09:05 GMT"), "HTTP 503", 0),
        (answer(b"", status="503 Unavailable", Retry_After="9" * 40), "HTTP 503", 86400),
        (answer(b"", status="503 Unavailable", Retry_After="soon"), "HTTP 503", None),
        (answer(b"<p>Proxy <b>Error</b></p><script>x()</script>", status="502 Bad Gateway"), '"Proxy Error"', None),
        (answer(b"\x00\x01\xff", status="500 Oops"), "HTTP 500 Internal Server Error", None),
        (answer(b"", status="599 Odd"), "HTTP 599", None),
        (answer(b"", status="204 No Content"), "HTTP 204", None),
        (answer(BODY, status="206 Partial Content", Content_Range="bytes 0-9/99"), "HTTP 206 Partial Content", None),
    ],
)  # fmt: skip
def test_a_status_that_is_no_document_is_told_in_the_publishers_words(site, fetcher, content, seen, wait):
    serve(site, content)
    with pytest.raises(Unreachable) as caught:
        fetch(fetcher)
    assert seen in str(caught.value)
    assert caught.value.retry_after == wait
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "garbage", [b"SSH-2.0-OpenSSH\r\n\r\n", b"\x16\x03\x01 not http", b"HTTP/1.1 abc\r\n\r\n", b""]
)
def test_what_does_not_speak_http_is_unreachable(site, fetcher, garbage):
    serve(site, garbage)
    assert "not HTTP" in refused(Unreachable, fetcher)


# --- Bodies that are not whole ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        answer(BODY)[:-10],
        answer(b"5\r\nabcde\r\n", length=False, Transfer_Encoding="chunked"),
        answer(b"5\r\nabc", length=False, Transfer_Encoding="chunked"),
        answer(b"zz\r\nabc", length=False, Transfer_Encoding="chunked"),
        answer(gzip.compress(BODY)[:-9], Content_Encoding="gzip"),
    ],
)
def test_a_body_that_breaks_off_is_no_document(site, fetcher, content):
    serve(site, content)
    assert "breaks off after" in refused(Unreachable, fetcher)


@pytest.mark.parametrize(("content", "encoding"), [(BODY, "gzip"), (BODY, "br"), (BODY, "deflate, gzip")])
def test_a_content_coding_that_is_not_what_it_says_or_was_not_asked_for_is_refused(site, fetcher, content, encoding):
    serve(site, answer(content, Content_Encoding=encoding))
    refused(Unreachable, fetcher)


def test_a_hash_that_differs_from_the_publishers_own_is_suspicious(site, fetcher):
    other = base64.b64encode(hashlib.sha256(b"other").digest()).decode()
    serve(site, answer(BODY, x_amz_checksum_sha256=other))
    assert "expected the publisher's own" in refused(Suspicious, fetcher)
    serve(site, answer(BODY))
    assert "expected the publisher's own" in refused(Suspicious, fetcher, asking(expected_sha256="0" * 64))


def test_a_hash_that_agrees_is_kept_and_one_of_parts_is_left_aside(site, fetcher):
    mine = hashlib.sha256(BODY)
    serve(site, answer(BODY, x_amz_checksum_sha256=base64.b64encode(mine.digest()).decode()))
    assert fetch(fetcher).document.publisher_sha256 == mine.hexdigest()
    assert fetch(fetcher, asking(expected_sha256=mine.hexdigest().upper())).document.publisher_sha256
    serve(site, answer(BODY, x_amz_checksum_sha256="AAAA-3"))
    assert fetch(fetcher).document.publisher_sha256 is None


# --- Servers without end ----------------------------------------------------------------------------------------------


def pouring(head, piece, pause=0.0):
    """Send `piece` again and again until the other side has had enough."""

    def pour(connection, _asked):
        connection.sendall(head)
        while not (pause and _closed(connection, pause)):
            connection.sendall(piece)

    return pour


def _closed(connection, seconds):
    connection.settimeout(seconds)
    try:
        return connection.recv(1) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


@pytest.mark.parametrize(
    "server",
    [
        pouring(b"", b"", pause=0.05),
        pouring(b"HTTP/1.1 200 OK\r\n", b"", pause=0.05),
        pouring(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345", b"", pause=0.05),
    ],
    ids=["no answer", "no end of headers", "no end of body"],
)
def test_a_connection_that_hangs_is_given_up(site, fetcher, server):
    serve(site, server)
    assert "no byte for 0.3 s" in refused(Unreachable, replace(fetcher, limits=replace(SHORT, total=5)))


@pytest.mark.parametrize(
    "server",
    [
        pouring(b"HTTP/1.1 200 OK\r\nX: ", b"x", pause=0.05),
        pouring(b"HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n", b"x", pause=0.05),
        pouring(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n", pause=0.05),
        pouring(b"", b"HTTP/1.1 100 Continue\r\n\r\n", pause=0.05),
    ],
    ids=["headers", "body", "chunks", "interim answers"],
)
def test_a_server_that_drips_is_given_up(site, fetcher, server):
    serve(site, server)
    assert "not done after 0.6 s" in refused(Unreachable, replace(fetcher, limits=replace(SHORT, silence=5)))


@pytest.mark.parametrize(
    "server",
    [
        pouring(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n" * 100),
        pouring(b"HTTP/1.1 200 OK\r\nX: ", b"x" * 10_000),
        pouring(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100),
    ],
    ids=["many", "long", "interim answers"],
)
def test_headers_without_end_end(site, fetcher, server):
    serve(site, server)
    said = refused(Unreachable, fetcher)
    assert "not HTTP" in said or "headers go on" in said


@pytest.mark.parametrize(
    "server",
    [
        pouring(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 10_000),
        pouring(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"2710\r\n" + b"x" * 10_000 + b"\r\n"),
        answer(b"", length=False, Content_Length=10**12),
    ],
    ids=["until closed", "chunks", "stated"],
)
def test_a_body_without_end_is_suspicious(site, fetcher, server):
    serve(site, server)
    said = refused(Suspicious, fetcher)
    assert "100000" in said


def test_a_cap_of_the_request_goes_before_that_of_the_source(site, fetcher):
    serve(site, answer(BODY))
    assert "expected at most 10" in refused(Suspicious, fetcher, asking(max_bytes=10))


@pytest.mark.parametrize("cap", [100_000, 10**9])
def test_a_gzip_bomb_is_suspicious_before_it_goes_off(site, fetcher, cap):
    serve(site, answer(gzip.compress(bytes(50_000_000)), Content_Encoding="gzip"))
    refused(Suspicious, fetcher, about=replace(ABOUT, max_bytes=cap))


def test_a_port_where_nobody_listens_is_unreachable():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        origin = f"http://127.0.0.1:{taken.getsockname()[1]}"
    assert "the connection failed" in refused(Unreachable, Fetcher(publisher_origin=origin))


def test_a_connection_that_is_cut_is_unreachable(site, fetcher):
    def cut(connection, _asked):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")

    serve(site, cut)
    refused(Unreachable, fetcher)


def test_without_a_local_publisher_every_request_goes_to_its_host_over_tls():
    found = target("https://list.example.org/a b?q=ü", hosts=("list.example.org",))
    assert (found.tls, found.host, found.port, found.path, found.local) == (
        True,
        "list.example.org",
        443,
        "/a%20b?q=%C3%BC",
        False,
    )
