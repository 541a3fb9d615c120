"""Every five minutes: tell people what the service cannot see, cannot believe or cannot do."""

from __future__ import annotations

from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from sanctionwire.wiring import bootstrap

logger = Logger()
wire = cache(bootstrap)


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> None:
    """A tick."""
    logger.info("watched", result=wire().watch())
