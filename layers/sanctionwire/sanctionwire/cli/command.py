"""The command itself: its groups, and how an error is said."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import click

from sanctionwire.cli.teaching import Group
from sanctionwire.errors import WireError

OFFLINE = {"sources": "offline", "parse": "offline", "diff": "comparing", "replay": "replay", "new": "scaffold"}
STACK = {
    "collect": "collecting",
    "changes": "stack",
    "held": "held",
    "ties": "ties",
    "seen": "seen",
    "explain": "explain",
    "subscribe": "people",
    "subscriptions": "people",
    "unsubscribe": "people",
    "key": "keys",
    "verify": "stack",
    "rebuild": "stack",
}
_GROUPS = {"Without any cloud": OFFLINE, "Against a stack": STACK}
_ROOMS = OFFLINE | STACK


class _Command(Group):
    """Loads a command when it is asked for, lists what needs a stack apart, and says errors in one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order in which one meets them."""
        del ctx
        return list(_ROOMS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, from the module that has it: what needs AWS is not loaded for what does not."""
        del ctx
        if cmd_name not in _ROOMS:
            return None
        found = getattr(import_module(f"sanctionwire.cli.{_ROOMS[cmd_name]}"), cmd_name)
        return found if isinstance(found, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Two lists: without any cloud, and against a stack."""
        for title, rooms in _GROUPS.items():
            commands = {name: self.get_command(ctx, name) for name in rooms}
            with formatter.section(title):
                formatter.write_dl([(name, each.get_short_help_str(200)) for name, each in commands.items() if each])

    def invoke(self, ctx: click.Context) -> Any:
        """Run; 1 is the exit status of what could not be accepted, 2 that of a command that was not understood."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise
        except (WireError, OSError) as error:
            self._tell(str(error))
        except Exception as error:
            if not type(error).__module__.startswith("botocore."):
                raise
            self._tell(f"AWS: {error}")
        sys.exit(1)

    @staticmethod
    def _tell(text: str) -> None:
        click.echo(f"sanctionwire: {' '.join(text.split())}", err=True)


@click.group(cls=_Command, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="sanctionwire")
def main() -> None:
    """Reads what sanctions authorities publish, notices every change, and proves what it saw.

    Without any cloud, on files as the publishers serve them:

      sanctionwire parse un_sc consolidated.xml | head -1
      sanctionwire diff un_sc monday.xml.gz tuesday.xml.gz
      sanctionwire replay un_sc folder-of-lists/

    Against a stack, in the account and region of your AWS environment:

      sanctionwire subscribe email desk@example.org --class ACT --country kh
      sanctionwire changes --follow
      sanctionwire held list

    What programs read is JSON, one object a line. COMMAND --help tells more, with examples.
    """
