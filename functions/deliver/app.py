"""One message, one channel: hand over what waits for it. The queue is only a doorbell."""

from __future__ import annotations

from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from sanctionwire.wiring import bootstrap

logger = Logger()
processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
wire = cache(bootstrap)


def deliver(record: SQSRecord, lambda_context: LambdaContext) -> None:
    """Hand over what waits for the channel; a channel that takes nothing is no failure of this message."""
    message = record.json_body
    try:
        seconds = lambda_context.get_remaining_time_in_millis() / 1000
        logger.info("delivered", channel=message["destination"], count=wire().deliver(message, seconds=seconds))
    except Exception:
        logger.exception("not delivered", message_body=message)
        raise


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """A batch of messages; only those that failed come back."""
    return process_partial_response(event=event, record_handler=deliver, processor=processor, context=context)
