"""`docs/alerts.md` says what there is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

from sanctionwire.core.alerts.attributes import concerning_all
from sanctionwire.core.alerts.classes import Class
from sanctionwire.deliver.policy import FILTERS, MOST_COMBINATIONS, MOST_KEYS, MOST_POLICIES
from sanctionwire.deliver.watching import OWNED

PAGE = (Path(__file__).parents[2] / "docs/alerts.md").read_text(encoding="utf-8")


def test_every_class_attribute_filter_and_condition_is_on_the_page():
    quoted = set(re.findall(r"`([^`]+)`", PAGE))
    assert set(get_args(Class)) <= quoted
    assert set(concerning_all("BLIND", "blind", source="x", authority="X")) <= quoted
    assert {f"--{name}" for name in FILTERS} <= set(re.findall(r"--[a-z-]+", PAGE))
    assert OWNED - {"blind"} <= quoted
    assert (MOST_KEYS, MOST_COMBINATIONS, MOST_POLICIES) == (5, 150, 200)
