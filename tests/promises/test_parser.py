"""Parser changes are not news: what the product reads otherwise is never told as what the publisher did."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from promises.stack import demonstration
from sanctionwire.deliver.outbox import ALERTS, OPERATOR


def test_when_parser_and_list_change_in_the_same_tick_only_the_publishers_part_is_announced() -> None:
    with demonstration("un_sc") as stack:
        stack.tick()
        source = stack.wire.ports.registry["un_sc"]
        before = {change.entry_id for change in stack.wire.log.changes(stack.commits()[0])}
        stack.inbox()

        def read(key: str, raw: bytes, refs: Any) -> Any:
            return source.read(key, raw, refs).model_copy(update={"remarks": "as the new parser reads it"})

        stack.deploy("r2", un_sc=replace(source, read=read))
        stack.publishers.turn(4)
        stack.clock.later(minutes=61)
        stack.tick()
        _, reread, news = stack.commits()
        assert (reread.cause, reread.changes.kinds) == ("parser", {"amended": len(before)})
        assert (news.cause, news.changes.kinds) == ("publisher", {"designated": 2})
        assert not before & {change.entry_id for change in stack.wire.log.changes(news)}
        inbox = stack.inbox()
        (mail,) = [each for each in inbox if each["TopicArn"].endswith(ALERTS)]
        assert mail["Subject"].startswith("[DEMO] [ACT] UN +2")
        (notice,) = [each for each in inbox if each["TopicArn"].endswith(OPERATOR)]
        assert f"{len(before)} entries" in " ".join(notice["Message"].split())
