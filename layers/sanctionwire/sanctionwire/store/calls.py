"""Calls to AWS through a client that came from outside: tried again while what went wrong may pass."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError, IncompleteReadError
from botocore.exceptions import ConnectionError as NotConnected

from sanctionwire.store.ports import StoreUnreachable

PASSING = frozenset(
    {
        "ConditionalRequestConflict",
        "InternalError",
        "InternalFailure",
        "InternalServerError",
        "ProvisionedThroughputExceeded",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestTimeout",
        "RequestTimeoutException",
        "ServiceUnavailable",
        "SlowDown",
        "Throttling",
        "ThrottlingError",
        "ThrottlingException",
        "TransactionConflict",
        "TransactionConflictException",
        "TransactionInProgressException",
        "500",
        "502",
        "503",
        "504",
    }
)
"""Error codes of what may well succeed a moment later."""

UNANSWERED: tuple[type[BotoCoreError], ...] = (HTTPClientError, NotConnected, IncompleteReadError)
"""The call may have been carried out or not."""

ATTEMPTS = 8


class Refused(Exception):
    """AWS said no, for a reason that does not pass."""

    def __init__(self, error: ClientError, *, repeated: bool) -> None:
        """`repeated`: the call had been made before, without an answer: that one may have been carried out."""
        super().__init__(str(error))
        self.code = _code(error)
        self.reasons = [str(reason.get("Code", "None")) for reason in error.response.get("CancellationReasons", ())]
        self.repeated = repeated or int(error.response.get("ResponseMetadata", {}).get("RetryAttempts", 0)) > 0


@dataclass(frozen=True, slots=True)
class Calls:
    """One client."""

    client: Any
    sleep: Callable[[float], None] = time.sleep

    def __call__(self, operation: str, **arguments: Any) -> dict[str, Any]:
        """The answer. Refused, or StoreUnreachable when there is no answer for too long."""
        return cast("dict[str, Any]", self.persist(operation, lambda: getattr(self.client, operation)(**arguments)))

    def persist(self, what: str, call: Callable[[], Any]) -> Any:
        """The result of `call`, made again while what goes wrong may pass."""
        last: Exception | None = None
        for attempt in range(ATTEMPTS):
            if last:
                self.sleep(random.uniform(0, min(0.05 * 2**attempt, 2)))  # noqa: S311 - to spread, not to hide
            try:
                return call()
            except ClientError as error:
                if not _passing(error):
                    raise Refused(error, repeated=attempt > 0) from error
                last = error
            except UNANSWERED as error:
                last = error
        raise StoreUnreachable(str(last), place=what, expected="an answer") from last


def _passing(error: ClientError) -> bool:
    reasons = {str(reason.get("Code", "None")) for reason in error.response.get("CancellationReasons", ())} - {"None"}
    return reasons <= PASSING if reasons else _code(error) in PASSING


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))
