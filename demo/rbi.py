"""The Reserve Bank of India's feed of press releases, from `editions/rbi.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from demo.scene import NOT_FOUND, NOTE, Answer, Asked, Scene, page

HOSTS = ("www.rbi.org.in",)
PATH = "pressreleases_rss.xml"
FACTS = tomllib.loads((Path(__file__).parent / "editions" / "rbi.toml").read_text(encoding="utf-8"))


def answer(asked: Asked, scene: Scene) -> Answer:
    """The feed."""
    return page(feed(scene), "text/xml; charset=utf-8", scene.when("rbi-")) if asked.path == PATH else NOT_FOUND


def feed(scene: Scene) -> bytes:
    """Its items, the newest first."""
    root = ET.Element("rss", version="2.0")
    root.append(ET.Comment(f" {NOTE} "))
    channel = ET.SubElement(root, "channel")
    _text(channel, "title", "PRESS RELEASES FROM RBI")
    _text(channel, "link", "https://www.rbi.org.in/")
    _text(channel, "description", NOTE)
    for release in sorted(scene.out(FACTS["release"]), key=lambda each: each["prid"], reverse=True):
        _item(channel, release)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _item(channel: ET.Element, release: Mapping[str, Any]) -> None:
    item = ET.SubElement(channel, "item")
    _text(item, "title", release["title"])
    _text(item, "link", f"https://www.rbi.org.in/scripts/BS_PressReleaseDisplay.aspx?prid={release['prid']}")
    _text(item, "description", release["html"])
    _text(item, "pubDate", release["at"])


def _text(parent: ET.Element, tag: str, value: str) -> None:
    ET.SubElement(parent, tag).text = value
