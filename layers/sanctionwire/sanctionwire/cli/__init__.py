"""The operator's command. `sanctionwire --help` is where to begin."""

from sanctionwire.cli.command import main

__all__ = ["main"]
