"""Alerts, as far as they are pure: what a change means, which changes are told together, and how the line begins."""

from sanctionwire.core.alerts.alert import DETAILED, About, Alert, Context, Key, Paper
from sanctionwire.core.alerts.classes import Class, Verdict, judge, told
from sanctionwire.core.alerts.grouping import group, telling

__all__ = [
    "DETAILED", "About", "Alert", "Class", "Context", "Key", "Paper", "Verdict", "group", "judge", "telling", "told",
]  # fmt: skip
