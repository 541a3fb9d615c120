"""The registry of sources: every package in this folder that has a `SOURCE`. Adding one needs no edit anywhere."""

from __future__ import annotations

import difflib
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from sanctionwire.source import Source


@cache
def registry() -> MappingProxyType[str, Source]:
    """All sources by slug, in alphabetical order."""
    slugs = sorted(module.name for module in iter_modules(__path__) if module.ispkg)
    return MappingProxyType({slug: _load(slug) for slug in slugs})


def get(slug: str) -> Source:
    """The source of that slug; a KeyError that helps where there is none."""
    if slug in registry():
        return registry()[slug]
    close = difflib.get_close_matches(slug, registry(), n=1)
    hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(registry())}"
    raise KeyError(f"no source {slug}: {hint}")


def _load(slug: str) -> Source:
    source = getattr(import_module(f"{__name__}.{slug}"), "SOURCE", None)
    if not isinstance(source, Source) or source.about.slug != slug:
        raise TypeError(f"sources/{slug} must have a SOURCE whose slug is {slug}")
    return source
