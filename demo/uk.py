"""The UK Sanctions List, from the two samples that stand beside its parser: before 14 October 2025, and after."""

from __future__ import annotations

import re

from demo.samples import sample
from demo.scene import NOT_FOUND, NOTE, Answer, Asked, Scene, page

HOSTS = ("sanctionslist.fcdo.gov.uk",)
PATH = "docs/UK-Sanctions-List.xml"


def answer(asked: Asked, scene: Scene) -> Answer:
    """The one file that is played."""
    return page(listed(scene), "text/xml", scene.when("uk-")) if asked.path == PATH else NOT_FOUND


def listed(scene: Scene) -> str:
    """The whole list."""
    text = sample("uk_sl", "later.xml" if "uk-prince" in scene.happened else "earlier.xml")
    made = f"<DateGenerated>{scene.when('uk-'):%d/%m/%Y}</DateGenerated>"
    declaration, _, rest = re.sub(r"<DateGenerated>[^<]*</DateGenerated>", made, text).partition("?>")
    return f"{declaration}?>\n<!-- {NOTE} -->{rest}"
