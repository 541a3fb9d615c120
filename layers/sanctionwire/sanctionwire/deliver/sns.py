"""A topic of SNS, through a client that is handed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sanctionwire.deliver.message import Message, typed


@dataclass(frozen=True, slots=True)
class SnsTopic:
    """One topic."""

    client: Any
    """boto3's SNS client."""
    arn: str

    def publish(self, message: Message) -> str:
        """Hand over to SNS. Its answer means that SNS has it, not that anybody was reached."""
        attributes = {name: {"DataType": kind, "StringValue": value} for name, kind, value in typed(message.attributes)}
        answer = self.client.publish(
            TopicArn=self.arn, Subject=message.subject, Message=message.body, MessageAttributes=attributes
        )
        return str(answer["MessageId"])
