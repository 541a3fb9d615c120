"""The message that another source says the same: short, for everything that matters was told in the thread before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sanctionwire.core.actions import Thread, Told, bare, named
from sanctionwire.core.alerts import About, Alert
from sanctionwire.core.alerts.attributes import Attributes
from sanctionwire.core.alerts.first_line import LONGEST, mark
from sanctionwire.core.alerts.text import clipped, folded, harmless, number
from sanctionwire.core.canonical import digest
from sanctionwire.deliver.layout import labelled, listed, paragraph, section
from sanctionwire.deliver.mail import NOTICE, facts, sentence, sources
from sanctionwire.deliver.message import Message, subject
from sanctionwire.deliver.receipt import receipt
from sanctionwire.deliver.unknowns import contradictions

CONFIRMED = "confirmed"
"""Kind of such a message."""

_SAID = {"Effect", "Binding", "Who must act", "Published", "Document", "Comments to"}
"""What of an act is said again: whoever follows this source alone was not told it before."""


def render(alert: Alert, about: About, thread: Thread, *, by: str, besides: Sequence[str] = ()) -> Message:
    """The message. `by`: who confirms. `besides`: parties named here of whom the thread was not told."""
    acts = alert.key.binding != "no"
    said = [(label, texts) for label, texts in facts(alert, about) if label in (_SAID if acts else {"Published"})]
    told = _told(alert, thread)
    line = _line(alert, told, by)
    own = digest([alert.id, thread.id, CONFIRMED])[:16]
    parts = [
        line,
        paragraph(f"{harmless(by, 200)} confirms what was told by this alert:"),
        "\n".join(
            [
                labelled("Alert", harmless(told.line, 200)),
                labelled("Alert id", told.alert),
                labelled("Thread", f"{thread.id}, of {thread.date}"),
            ]
        ),
        paragraph(sentence(alert, about)),
        "\n".join(filter(None, (listed(label, texts, most=8) for label, texts in said))),
        section("What is not known", *(paragraph(each, "  ") for each in _unknowns(alert, besides))),
        section("Official sources", "\n".join(f"  {link}" for link in sources(alert, about))),
        receipt(replace(alert, id=own), about),
        section("Notice", paragraph(NOTICE, "  "), paragraph(about.attribution, "  ")),
    ]
    return Message(
        id=own,
        subject=line,
        body="\n\n".join(filter(None, parts)) + "\n",
        attributes=_attributes(alert, thread),
        thread=thread.id,
        confirms=True,
    )


def _told(alert: Alert, thread: Thread) -> Told:
    """The newest act that the thread was told of in full."""
    return [each for each in thread.acts if each.seq <= alert.context.seq][-1]


def _line(alert: Alert, told: Told, by: str) -> str:
    """`[INFO] Confirmed: OFAC SDN +146 BLOCK | TCO | PRINCE GROUP TCO.. | by Treasury sb0278`."""
    start, end = f"{mark('INFO', demo=alert.demo)} Confirmed: ", f" | by {clipped(folded(by) or 'another source', 40)}"
    return subject(start + clipped(bare(told.line), LONGEST - len(start) - len(end)) + end)


def _unknowns(alert: Alert, besides: Sequence[str]) -> list[str]:
    waiting = sum(each.tie.certainty == "candidate" and not each.decided for each in alert.related)
    ties = f"{number(waiting, 'possible tie')} of its parties to known entries: `sanctionwire ties list` shows them."
    return [*([_unknown(besides)] if besides else []), *([ties] if waiting else []), *contradictions(alert)]


def _unknown(besides: Sequence[str]) -> str:
    names = harmless(named(besides), 1_000)
    return f"It names besides, by names that this thread was not told: {names}. Compare them with the lists themselves."


def _attributes(alert: Alert, thread: Thread) -> Attributes:
    """Those of the alert, of the class and kind of this message, and of the sources that it confirms.

    Whoever would have been told the alert in full is told this: no filter may pass the one and not the other.
    """
    more = {"class": ("INFO",), "kind": (CONFIRMED,), "source": tuple(each.source for each in thread.acts)}
    joined = {name: _several(alert.attributes[name], values) for name, values in more.items()}
    return alert.attributes | joined


def _several(value: str | tuple[str, ...], more: tuple[str, ...]) -> str | tuple[str, ...]:
    values = tuple(dict.fromkeys((*more, *((value,) if isinstance(value, str) else value))))
    return values if len(values) > 1 else values[0]
