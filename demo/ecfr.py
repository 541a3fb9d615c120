"""The special measures as codified, from the sample of subpart F: section 1010.664 stands in it from its effect on."""

from __future__ import annotations

import re

from demo.samples import sample
from demo.scene import NOT_FOUND, NOTE, Answer, Asked, Scene, html

HOSTS = ("www.ecfr.gov",)
PATH = "api/renderer/v1/content/enhanced/current/title-31"


def answer(asked: Asked, scene: Scene) -> Answer:
    """Subpart F, as the page's programming interface gives it."""
    if asked.path != PATH or asked.one("subpart") != "F":
        return NOT_FOUND
    return html(subpart(scene), scene.when("ecfr-"))


def subpart(scene: Scene) -> str:
    """Its sections as then in force."""
    text = sample("us_ecfr_311", "subpart-f.html")
    return f"<!-- {NOTE} -->\n{text if 'ecfr-664' in scene.happened else _without(text)}"


def _without(text: str) -> str:
    """The subpart before the section was there."""
    start = text.index('<div class="section" id="1010.664">')
    depth = 0
    for found in re.finditer(r"<(/?)div\b", text[start:]):
        depth += -1 if found[1] else 1
        if depth == 0:
            end = text.index(">", start + found.end()) + 1
            return text[:start] + text[end:]
    message = "the sample's section 1010.664 has no end"
    raise ValueError(message)
