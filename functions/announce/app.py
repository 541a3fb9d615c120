"""At each doorbell and tick: carry the log on into alerts, and hand them to the topic."""

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
    """A doorbell or a tick; what it brings is not looked at, the cursor knows."""
    logger.info("announced", result=wire().announce())
