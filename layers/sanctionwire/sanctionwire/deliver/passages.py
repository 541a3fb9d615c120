"""What an act says beyond its facts: its own text, the claims that it makes of others, and whom it names. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from sanctionwire.core.alerts import DETAILED, About, Alert
from sanctionwire.core.alerts.acts import claims, others_mentioned, remarks
from sanctionwire.core.alerts.text import harmless, number
from sanctionwire.core.model import Mention
from sanctionwire.core.normalise.countries import country_name
from sanctionwire.deliver.layout import quoted
from sanctionwire.deliver.party import numbered
from sanctionwire.deliver.sentence import speaker

_CLAIMS, _TEXT, _SENTENCE = 10, 1_500, 300

Passage = tuple[str, list[str]]


def passages(alert: Alert, about: About) -> Iterator[Passage]:
    """Heading and lines: what it says, what it states of others, whom it names besides the parties told."""
    yield "What it says", list(_texts(alert))
    yield "Remarks", [harmless(line, _TEXT) for act in alert.instruments[:3] for line in remarks(act.entry)[:_CLAIMS]]
    yield "What it states of others", list(_claims(alert, about))
    yield "Whom it names", list(_mentions(alert))


def _texts(alert: Alert) -> Iterator[str]:
    for act in alert.instruments[:3]:
        if act.entry.notice and act.entry.notice.text:
            yield quoted(act.entry.notice.text, _TEXT)


def _claims(alert: Alert, about: About) -> Iterator[str]:
    stated = [claim for act in alert.instruments for claim in claims(act.entry)]
    who = speaker(alert, about)
    for claim in stated[:_CLAIMS]:
        yield f"{who} states: {quoted(claim, 600)}"
    if len(stated) > _CLAIMS:
        yield f"... and {number(len(stated) - _CLAIMS, 'more statement')} of that kind, in the document"


def _mentions(alert: Alert) -> Iterator[str]:
    """Names with the words in which they stand. A name is not an identity: none of them is taken for a known party."""
    told = [name.full for change in alert.changes if change.entry.subject for name in change.entry.subject.names]
    mentions = sorted(others_mentioned(alert.instruments, told), key=lambda each: each.name)
    for mention in mentions[:DETAILED]:
        said = f": {quoted(mention.sentence, _SENTENCE)}" if mention.sentence else ""
        yield _mention(mention) + said
    if len(mentions) > DETAILED:
        yield f"... and {number(len(mentions) - DETAILED, 'more name')}, in the document"


def _mention(mention: Mention) -> str:
    words = [country_name(mention.country or ""), *(numbered(each) for each in mention.identifiers[:3])]
    inside = "; ".join(filter(None, words))
    return harmless(mention.name, 200) + (f" ({inside})" if inside else "")
