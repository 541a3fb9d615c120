"""The use cases, from a publisher's bytes to a commit and onwards. This docstring is the architecture.

    dispatch ──► queue ──► collect ────────────────────────────► log ──► project ──► entries, indexes (feed)
    who is due             gather → take: parse → build →         ├────► announce ──► outbox ─┬► SNS ──► mail
                           guard → commit                         │        ties, threads      └► deliver ──► Slack
                                            watch: clock, sight ──┘

`collect` is one pass over one source, repeated while the source says that more publications wait:

1. a parser whose revision moved re-reads what was last accepted first; what differs is committed with cause `parser`
   and is not news (`reread`);
2. a publication that an older revision could not read is read again from the archive, before any fetch;
3. `gather` fetches what the source requests and follows; nothing new ends in one small write;
4. `take` cuts the publication, compares it with the last reading as two sorted streams (`build`), lets every addition
   and amendment through and holds removals that are not believable, stores the bodies and commits in one transaction.

A source of lists gives all that there is; one that rolls (`sanctionwire.rolling`) gives what is newest, and what it no
longer shows is not gone. What cannot be read is archived and marked `pending`; the last good reading stands.

`project` and `announce` follow the log, each with a cursor of its own; a stream's records are only a doorbell.
`announce` makes a commit's alerts, looks up which known entries they speak of (`ties`), and decides whether each opens
an action's thread, goes on with one, or only confirms what was told (`threads`). `watch` looks at what is wrong, and at
the clock: dates of entries that have come, and still stand, are commits of their own (`clock`). Every function takes
its `Ports`; nothing here knows AWS, the environment or the clock.
"""

from sanctionwire.pipeline.ports import Outcome, Ports

__all__ = ["Outcome", "Ports"]
