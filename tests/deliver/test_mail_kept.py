"""What a person must read is at hand in the mail, as it was when it was read, even when the publisher's site is down."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import urlsplit

import pytest

from deliver.story import NBC, PAY, SCAN
from pipeline.newsroom import Newsroom
from sanctionwire.core.alerts import Paper
from sanctionwire.core.canonical import sha256
from sanctionwire.core.diff import compare
from sanctionwire.deliver.files import FILE, filename
from sanctionwire.pipeline.announce import announce
from sanctionwire.store.commit import DocumentRef, Draft
from sanctionwire.store.rows import document_key, stamp

PDF = b"%PDF-1.4 a scan"
NAMES = {
    "list/news/1": b"<html>a listing</html>",
    "item/871/page": b"<html>a notice</html>",
    "item/871/attachment": PDF,
    "item/870/page": b"<html>another</html>",
    "item/871/gone": b"",
}


def published(entry):
    """A stack with one commit whose documents are archived."""
    room = Newsroom()
    refs = [
        DocumentRef(
            name=name,
            url=f"https://www.nbc.gov.kh/{name.replace('/', '-')}{'.pdf' if body == PDF else '.php?id=871'}",
            sha256=sha256(body),
            size=len(body),
            fetched_at=stamp(room.now),
        )
        for name, body in NAMES.items()
    ]
    for body in NAMES.values():
        room.blobs.put(document_key(sha256(body)), body)
    draft = Draft(
        source=NBC.slug, serial=1, revision="r", committed_at=stamp(room.now), seen_at=stamp(room.now), documents=tuple(refs)
    )  # fmt: skip
    room.log.commit(draft, [compare(None, entry)], lambda _commit: [])
    return room


def test_a_notice_for_a_person_comes_with_its_documents_as_they_were_read():
    room = published(SCAN)
    (message,) = room.told()
    links = re.findall(r"https://api\.example\.org/files/(\w+)", message.body)
    rows = [room.table.get(FILE, sha256(link.encode())) for link in links]
    assert [row["key"] for row in rows] == [document_key(sha256(NAMES["item/871/page"])), document_key(sha256(PDF))]
    assert [row["filename"] for row in rows] == ["item-871-page.html", "item-871-attachment.pdf"]
    assert room.blobs.open(rows[1]["key"]).read() == PDF
    assert all(datetime.fromisoformat(row["expires"]) > room.now for row in rows)


def test_a_rerun_makes_the_same_links():
    room = published(SCAN)
    (first,) = room.told()
    again = published(SCAN)
    again.table = room.table
    assert room.table.get("secret", "files")
    room.table.delete("cursor", "announce")
    announce(room.desk)
    assert {message.body for message in room.alerts.messages} == {first.body}


def test_what_was_read_with_certainty_needs_no_copy():
    (message,) = published(PAY.model_copy(update={"id": "kh_nbc:871"})).told()
    assert "/files/" not in message.body


@pytest.mark.parametrize(
    ("name", "url", "called"),
    [
        ("item/871/attachment", "https://x.example/a/b.PDF", "item-871-attachment.pdf"),
        ("item/871/page", "https://x.example/news_info.php?id=871", "item-871-page.html"),
        ("item/2025-1/text", "https://x.example/a.txt", "item-2025-1-text.txt"),
        ("item/../../etc/passwd", "https://x.example/%2e%2e", "item-etc-passwd.html"),
        ("item/\r\n/x", "https://x.example/a.exe\r\n", "item-x.html"),
    ],
)
def test_a_document_is_called_by_its_name_here_and_the_ending_of_its_address(name, url, called):
    assert filename(Paper(name=name, url=url, sha256="")) == called
    assert urlsplit(f"https://x.example/{called}").path == f"/{called}"
