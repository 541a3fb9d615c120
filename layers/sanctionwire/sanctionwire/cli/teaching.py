"""Commands whose help keeps its examples as they are laid out: paragraphs that are indented are not wrapped."""

from __future__ import annotations

import inspect
import re
from typing import Any

import click


def laid_out(text: str | None) -> str | None:
    """Help with click's mark for "do not wrap" in front of each indented paragraph."""
    return re.sub(r"\n\n(?=  )", "\n\n\b\n", inspect.cleandoc(text)) if text else text


class Command(click.Command):
    """A command that teaches by example."""

    def __init__(self, name: str | None, help: str | None = None, **options: Any) -> None:  # noqa: A002 - click's word
        """As click's."""
        super().__init__(name, help=laid_out(help), **options)


class Group(click.Group):
    """A group of them."""

    command_class = Command

    def __init__(self, name: str | None, help: str | None = None, **options: Any) -> None:  # noqa: A002 - click's word
        """As click's."""
        super().__init__(name, help=laid_out(help), **options)
