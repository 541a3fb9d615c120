"""The mail of an alert: complete, calm, readable by somebody woken at night. Pure: from an alert to text.

The order is DESIGN's: what, on whom, with what effect, from when, who must act; what is not known; whom to screen for;
what was and what is; official links; the receipt; the notice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sanctionwire.core.alerts import DETAILED, About, Alert
from sanctionwire.core.alerts.text import harmless, number
from sanctionwire.core.alerts.warnings import HELD, UNREADABLE
from sanctionwire.core.alerts.words import EFFECT, HAPPENED, PLACE, STAGE, TYPE
from sanctionwire.core.model import Instrument
from sanctionwire.deliver.differences import differences
from sanctionwire.deliver.layout import Step, bullets, listed, paragraph, quoted, section, steps
from sanctionwire.deliver.message import BODY, Message, subject
from sanctionwire.deliver.party import block, measure_line
from sanctionwire.deliver.receipt import receipt
from sanctionwire.deliver.times import effective, published
from sanctionwire.deliver.unknowns import unknowns

NOTICE = (
    "Made from public sources. Not legal advice. The publisher's own document prevails. "
    "That somebody is not named here does not clear them."
)
COMPARED = {
    "amended",
    "measures_changed",
    "redesignated",
    "relisted",
    "advanced",
    "rekeyed",
    "merged",
    "removed",
    "due",
}
"""Kinds that have a before and an after worth showing."""


def overflows(alert: Alert, about: About) -> bool:
    """Whether its parties do not fit into the mail, so that a list behind a link must carry them.

    A warning counts entries that no change tells of: there is nothing to list.
    """
    if alert.key.kind in {HELD, UNREADABLE}:
        return False
    return alert.count > DETAILED or _size(_parties(alert, about)) > BODY // 2


def render(alert: Alert, about: About, *, links: Sequence[str] = ()) -> Message:
    """The message. `links`: where the whole list can be had, a line each; given whenever it `overflows`."""
    parts = [
        subject(alert.first_line),
        paragraph(sentence(alert, about)),
        "\n".join(filter(None, _facts(alert, about))),
        section("What is not known", bullets(unknowns(alert, about))),
        *_whom(alert, about, links),
        section("Before and after", *_compared(alert)),
        section("Official sources", "\n".join(f"  {link}" for link in sources(alert, about))),
        receipt(alert, about),
        section("Notice", paragraph(NOTICE, "  "), paragraph(about.attribution, "  ")),
    ]
    return Message(
        id=alert.id,
        subject=subject(alert.first_line),
        body="\n\n".join(filter(None, parts)) + "\n",
        attributes=alert.attributes,
    )


def _size(texts: Iterable[str]) -> int:
    return sum(len(text.encode()) for text in texts)


def sentence(alert: Alert, about: About) -> str:
    """What happened, in one sentence with the authority's own verb."""
    who = about.publisher
    if alert.key.kind == "baseline":
        return (
            f"The first reading of {about.title} is in: now watching {number(alert.count, 'entry', 'entries')} "
            f"({counted(alert)}). From here on, each change is told."
        )
    if alert.key.kind == HELD:
        return (
            f"The new publication of {about.title} no longer carries {number(alert.count, 'entry', 'entries')} (or no "
            "longer carries them on one of their lists). That is more than is believed without a second look, so "
            "these removals are held back: the entries still stand here as they were."
        )
    if alert.key.kind == UNREADABLE:
        return (
            f"{number(alert.count, 'entry', 'entries')} of {about.title} could not be read. Everything else in the "
            "publication was read and is told as usual; what is not readable may be new, changed or merely odd."
        )
    if alert.instruments:
        verbs = dict.fromkeys(STAGE[each.action][1] for each in _instruments(alert))
        return f"{who.split()[0]} {' and '.join(verbs)} {_named(alert)}."
    text = HAPPENED[alert.key.kind][2].format(added=about.verbs[0], removed=about.verbs[1], what=_named(alert))
    remaining = sorted({name for change in alert.changes for name in change.remains_on})
    return f"{who} {text}." + (f" Remaining on: {harmless('; '.join(remaining), 300)}." if remaining else "")


def _named(alert: Alert) -> str:
    if alert.count == 1:
        return f"{harmless(alert.names[0], 300)} ({counted(alert).removeprefix('1 ')})"
    return f"{alert.count:,} entries ({counted(alert)})"


def counted(alert: Alert) -> str:
    """`3 persons, 1 vessel`."""
    return ", ".join(number(count, *TYPE.get(schema, (schema,))) for schema, count in alert.schemas.items())


def _instruments(alert: Alert) -> list[Instrument]:
    return [change.entry.instrument for change in alert.instruments if change.entry.instrument]


def _facts(alert: Alert, about: About) -> Iterator[str]:
    return (listed(label, texts, most=8) for label, texts in facts(alert, about))


def facts(alert: Alert, about: About) -> Iterator[tuple[str, list[str]]]:
    """What is known of the action as a whole: label and texts. Slack says the same."""
    key, context, zone = alert.key, alert.context, about.accept_publishers_zone
    if key.kind not in {"baseline", HELD, UNREADABLE}:
        yield "List", [harmless(name) for name in alert.lists]
        _, does, did = EFFECT[key.effect]
        yield ("Until now", [did]) if key.class_ == "EASE" else ("Effect", [does])
        yield "In its words", list(dict.fromkeys(_own_words(alert)))
        yield "Binding", [_binding(alert, about)]
        yield "Who must act", [_who(alert, about)]
    if key.cause == "reconciled":
        yield "How found", [f"By comparing with the full list: no change notice of {about.publisher} named it."]
    if context.decided_by:
        who, why = context.decided_by
        yield "Accepted by", [f"{harmless(who, 200)}: {quoted(why, 500)}"]
    yield "Published", [published(context.published, zone)]
    yield "Publication", [harmless(context.publication or "", 200)]
    for instrument in _instruments(alert):
        yield "Document", [_citation(instrument)]
        yield "Comments to", [instrument.comments_close or ""]


def _own_words(alert: Alert) -> Iterator[str]:
    for instrument in _instruments(alert):
        if instrument.effect_quoted:
            yield quoted(instrument.effect_quoted)
    for change in alert.changes:
        for listing in change.entry.listings:
            yield from (measure_line(measure) for measure in listing.measures if measure.effect == alert.key.effect)


def _binding(alert: Alert, about: About) -> str:
    if alert.key.effective:
        return f"from {effective(alert.key.effective, about.accept_publishers_zone)}"
    if alert.key.class_ == "EASE":
        return "ended or relieved; what remains is said below"
    return {
        "now": "now",
        "no": "no",
        "unknown": "cannot be told from this source: the document itself says from when",
        "later": "later",
    }[alert.key.binding]


def _who(alert: Alert, about: About) -> str:
    if alert.key.binding == "no":
        return ""
    stated = [quoted(each.addressees, 600) for each in _instruments(alert) if each.addressees]
    place = PLACE.get(about.jurisdiction, about.jurisdiction.upper())
    return "; ".join(stated) or about.addressees or f"whoever is bound by the law of {place}; the publication says whom"


def _citation(instrument: Instrument) -> str:
    numbers = [document.number for document in instrument.documents if document.number]
    words = [instrument.stage, instrument.citation, *numbers, instrument.docket, instrument.rin, instrument.published]
    return ", ".join(dict.fromkeys(harmless(word, 200) for word in words if word))


def _whom(alert: Alert, about: About, links: Sequence[str]) -> Iterator[str]:
    heading = "Who it was" if alert.key.class_ == "EASE" else "Whom to screen for"
    if links:
        yield section("The whole list", "\n".join(f"  {link}" for link in links))
    if alert.key.kind in {HELD, UNREADABLE}:
        yield section("What to do", steps(precautions(alert, about)))
    elif alert.count > DETAILED:
        more = alert.count - len(alert.names[:DETAILED])
        names = [harmless(name, 200) for name in alert.names[:DETAILED]]
        rest = [f"... and {more:,} more, in the list"] if more and names else []
        yield section(f"{heading}: {counted(alert)}", "\n".join(f"  {name}" for name in [*names, *rest]))
    else:
        blocks = _parties(alert, about)
        shown = _fitting(blocks, BODY // 2)
        left = len(blocks) - len(shown)
        rest = [f"  ... and {number(left, 'party', 'parties')} more, in the list"] if left else []
        yield section(heading, "\n\n".join([*shown, *rest]))


def precautions(alert: Alert, about: About) -> Iterator[Step]:
    """What to do until it is known what happened."""
    yield "Look at the official page:", about.url
    if alert.key.kind == UNREADABLE:
        return
    yield "Keep treating the entries as listed until the publisher confirms their removal or an operator accepts it."
    yield "The operator sees them with:", "sanctionwire held list"


def _parties(alert: Alert, about: About) -> list[str]:
    if alert.count > DETAILED:
        return []
    known = {change.entry_id: change.entry.caption for change in alert.changes}
    speaker = about.publisher
    return [block(each, speaker, ordinal=place, known=known) for place, each in enumerate(alert.changes, start=1)]


def _fitting(blocks: Sequence[str], room: int) -> list[str]:
    shown: list[str] = []
    for text in blocks:
        if len(text.encode()) > room:
            return shown or [_cut(text, room)]
        room -= len(text.encode())
        shown.append(text)
    return shown


def _cut(text: str, room: int) -> str:
    """As many of the lines as there is room for."""
    lines, end = [], "     ... the rest of it is in the list"
    for line in text.splitlines():
        room -= len(line.encode()) + 1
        if room < len(end):
            break
        lines.append(line)
    return "\n".join([*lines, end])


def _compared(alert: Alert) -> list[str]:
    if alert.key.kind not in COMPARED:
        return []
    texts = [
        f"  {harmless(change.entry.caption, 200)}\n{lines}"
        for change in (*alert.changes, *alert.instruments)
        if (lines := differences(change))
    ]
    shown = _fitting(texts, BODY // 4)
    return ["\n\n".join(shown + ([f"  ... and {len(texts) - len(shown)} more"] if len(shown) < len(texts) else []))]


def sources(alert: Alert, about: About) -> list[str]:
    """Where it can be read at the publisher."""
    stated = [link for change in (*alert.instruments, *alert.changes) for link in change.entry.links]
    papers = [paper.url for each in _instruments(alert) for paper in each.documents if paper.url]
    return list(dict.fromkeys(harmless(link, 500) for link in [about.url, *papers, *stated]))[:12]
