"""HTTP, politely and suspiciously: conditional requests, declared hosts, public addresses, and a cap on everything.

What a publisher's server does is not ours to trust: it may hang, drip, never end, redirect to our own network, or
answer with something else under a good status. Each of these ends in one clear error; nothing reaches a parser that
is not whole. `Fetcher.fetch` takes what fits a run in one go, `Fetcher.resume` takes bulk downloads in parts.
"""

from __future__ import annotations

from sanctionwire.fetch.bulk import More, Parts
from sanctionwire.fetch.fetcher import Answer, Fetcher, user_agent
from sanctionwire.fetch.wire import Limits

__all__ = ["Answer", "Fetcher", "Limits", "More", "Parts", "user_agent"]
