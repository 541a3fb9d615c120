"""Says whether an API key is good, and for what."""

from __future__ import annotations

from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from sanctionwire.wiring import bootstrap

logger = Logger()
wire = cache(bootstrap)


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """One request's header; a simple response with the key's scopes as context."""
    return wire().authorize(event)
