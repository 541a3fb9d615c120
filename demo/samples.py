"""The hand-written samples that the sources keep beside their parsers, for publishers that are played from them."""

from __future__ import annotations

from importlib.resources import files


def sample(slug: str, name: str) -> str:
    """A sample's text."""
    return files("sanctionwire").joinpath("sources", slug, "samples", name).read_text(encoding="utf-8")
