"""Publishers behind a server that answers byte for byte as a test says, and as they are played where it says nothing."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import played
from demo.publishers import FINCEN, SLS, UN, Publishers
from promises.stack import STORAGE, Clock, Stack, deployed
from publisher import Answer, Asked, Publisher, answer, publishing

UN_LIST, FINCEN_TABLE = f"/{UN[0]}/{UN[1]}", f"/{FINCEN[0]}/{FINCEN[1]}"
OFAC_DELTA, OFAC_ZIP = f"/{SLS}/changes/1202", f"/{STORAGE}/SDN_ENHANCED.ZIP"


@dataclass
class Playing(dict[str, Answer]):
    """Answers by path; all other paths are played as ever."""

    publishers: Publishers
    server: Publisher
    asked: list[str] = field(default_factory=list)

    def get(self, path: str, _default: Any = None) -> Any:
        path = path.partition("?")[0]
        self.asked.append(path)
        return super().get(path) or self.play

    def play(self, connection: socket.socket, asked: Asked) -> None:
        validator = asked.headers.get("if-none-match", "")
        good = self.publishers.answer(asked.method, self.server.origin, asked.path, validator)
        headers = {"Content_Type": good.type, **{name.replace("-", "_"): text for name, text in good.headers.items()}}
        connection.sendall(answer(good.body, status=f"{good.status:d} X", **headers))

    def body(self, path: str) -> bytes:
        """What is served there, redirects followed."""
        found = self.publishers.answer("GET", self.server.origin, path)
        if where := found.headers.get("Location"):
            return self.body(where.removeprefix(self.server.origin).partition("?")[0])
        return found.body


@contextmanager
def playing(*sources: str) -> Iterator[tuple[Stack, Playing]]:
    """A stack that reads these sources from publishers who can be made to misbehave."""
    clock = Clock()
    publishers = played.publishers(clock, STORAGE)
    with publishing() as server, deployed(publishers, server.origin, clock, sources) as stack:
        server.answers = Playing(publishers, server)
        yield stack, server.answers
