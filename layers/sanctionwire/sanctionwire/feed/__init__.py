"""The dialects in which the log is read by machine, and the keys that open them."""

from sanctionwire.feed.api import handle
from sanctionwire.feed.keys import authorize
from sanctionwire.feed.ports import Ports

__all__ = ["Ports", "authorize", "handle"]
