"""Which stack a command speaks to, and how it is asked."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

import boto3
import click
import orjson

from sanctionwire.errors import WireError
from sanctionwire.feed.http import Answer, Request
from sanctionwire.feed.ports import Ports as FeedPorts
from sanctionwire.feed.problems import Problem
from sanctionwire.wiring import Wire, bootstrap

DEFAULT = "sanctionwire"


STACK = click.option(
    "--stack",
    envvar="SANCTIONWIRE_STACK",
    metavar="NAME",
    help=f"The stack's CloudFormation name; {DEFAULT} unless told otherwise. AWS account and region are those of your "
    "environment.",
)


def stacked(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option `--stack`, and the product over that stack as its first argument."""

    @STACK
    @wraps(command)
    def connected(stack: str | None, **arguments: Any) -> Any:
        return command(reached(stack), **arguments)

    return connected


def reached(stack: str | None) -> Wire:
    """The product that whoever runs the command in this process hands over, or else the one over the named stack."""
    return click.get_current_context().find_object(Wire) or connect(stack, os.environ)


def connect(stack: str | None, environ: Mapping[str, str]) -> Wire:
    """The product over the named stack; without a name, over what the environment describes as a function's does."""
    if stack is None and "LOG_TABLE" in environ:
        return bootstrap(environ)
    name = stack or DEFAULT
    (found,) = boto3.client("cloudformation").describe_stacks(StackName=name)["Stacks"]
    try:
        return bootstrap(described({each["OutputKey"]: each["OutputValue"] for each in found.get("Outputs", ())}))
    except LookupError as error:
        raise WireError(f"the stack {name} is none of sanctionwire's: {error}") from error


def described(outputs: Mapping[str, str]) -> dict[str, str]:
    """A stack's outputs as the environment of its functions has them: `LogTable` is `LOG_TABLE`."""
    return {re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).upper(): value for name, value in outputs.items()}


def asked(route: Callable[..., Answer], ports: FeedPorts, now: Any, *path: str, **query: str | None) -> Any:
    """What the feed answers, without the way through the gateway: the command and the feed never differ."""
    pairs = tuple((name, value) for name, value in query.items() if value is not None)
    scopes = frozenset({"feed", "entries"})
    request = Request(method="GET", path="", query=pairs, headers={}, request_id="command", scopes=scopes)
    try:
        return orjson.loads(route(request, ports, now, *path).body)
    except Problem as problem:
        raise WireError(str(problem)) from problem
