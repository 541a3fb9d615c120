"""Announce: follow the log; each commit's alerts become outbox rows, and what is in the outbox is handed over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sanctionwire.core.alerts import About, Alert, Context, Paper, group, telling
from sanctionwire.core.changes import Change
from sanctionwire.deliver import mail
from sanctionwire.deliver.conditions import poison, reread
from sanctionwire.deliver.files import Links
from sanctionwire.deliver.message import Message
from sanctionwire.deliver.notices import Notices
from sanctionwire.deliver.outbox import ALERTS, OPERATOR, Outbox
from sanctionwire.deliver.daily import daily
from sanctionwire.deliver.times import day_in
from sanctionwire.errors import Superseded
from sanctionwire.store.commit import Commit
from sanctionwire.store.cursors import Cursor
from sanctionwire.store.log import Log

ANNOUNCE = "announce"
TOLD = "announced"
"""Partition of one row a source: which held removals and unreadable entries the commits so far have told of."""
