"""The feed: HTTP in, HTTP out."""

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
    """One request in API Gateway's payload 2.0, and its response."""
    return wire().api(event)
