"""What publishers write, in one form: names, dates, countries and identifiers."""

from __future__ import annotations

from sanctionwire.core.normalise.names import clean, name_key, script

__all__ = ["clean", "name_key", "script"]
