"""What can be wrong with a request, as RFC 9457 problems; the table is also the documentation's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

PROBLEMS: Mapping[str, tuple[int, str]] = {
    "bad-cursor": (400, "The cursor cannot be read"),
    "cursor-ahead": (400, "The cursor lies beyond the head of this log"),
    "bad-parameter": (400, "A parameter is unknown or has a value that it cannot have"),
    "bad-id": (400, "This is not the id of an entry"),
    "no-key": (401, "An API key is needed"),
    "no-scope": (403, "The API key does not open this"),
    "no-such-address": (404, "There is nothing at this address"),
    "no-such-source": (404, "This source is not watched"),
    "no-reading-yet": (404, "This source has not been read yet"),
    "no-such-entry": (404, "No entry has this id"),
    "no-such-commit": (404, "The log has no such commit"),
    "no-such-file": (404, "This link opens nothing"),
    "method-not-allowed": (405, "Only GET, HEAD and OPTIONS are answered"),
    "page-too-large": (406, "The page is too large to be sent uncompressed"),
    "file-expired": (410, "This link has expired"),
    "broken": (500, "The request could not be answered"),
    "unavailable": (503, "The store cannot be reached at the moment"),
}
"""Slug → status and title."""


class Problem(Exception):
    """A request that cannot be answered, and why, in words for the engineer who sent it."""

    def __init__(self, slug: str, detail: str, *, headers: Mapping[str, str] | None = None) -> None:
        """`slug` is one of `PROBLEMS`; `detail` says what was wrong with this very request."""
        super().__init__(detail)
        self.slug = slug
        self.status, self.title = PROBLEMS[slug]
        self.detail = detail
        self.headers = headers or {}

    def body(self, instance: str) -> dict[str, Any]:
        """The problem document; `instance` names this occurrence."""
        return {
            "type": f"urn:problem-type:sanctionwire:{self.slug}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "instance": instance,
        }
