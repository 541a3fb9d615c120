"""The facts of an action, label by label: effect, from when, who must act, where it stands. The same in every channel.

And what a person does about it, step by step, where nothing may be taken for granted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sanctionwire.core.alerts import About, Alert, Paper
from sanctionwire.core.alerts.acts import acting, effect_words, heading, instruments, notices, unpublished
from sanctionwire.core.alerts.text import harmless, linked
from sanctionwire.core.alerts.warnings import HELD, UNREADABLE
from sanctionwire.core.alerts.words import CONSEQUENCE, DEFINED, EASES, EFFECT, NO_BLOCKING, PLACE
from sanctionwire.core.canonical import sha256
from sanctionwire.core.changes import Change
from sanctionwire.core.model import Instrument, Notice
from sanctionwire.deliver.layout import Step, quoted
from sanctionwire.deliver.party import measure_line
from sanctionwire.deliver.sentence import by_itself
from sanctionwire.deliver.times import effective, published

Fact = tuple[str, list[str]]

_DOCUMENTS = 5
"""So many documents of one action are described; more of them are counted."""

_NOTHING = sha256(b"")
"""The hash of a document that could not be had."""

_NOT_FROZEN = "Nothing is frozen by it."


def facts(alert: Alert, about: About) -> Iterator[Fact]:
    """What is known of the action as a whole: label and texts."""
    key, context, zone = alert.key, alert.context, about.accept_publishers_zone
    if key.kind not in {"baseline", HELD, UNREADABLE}:
        yield "List", [harmless(name) for name in alert.lists]
        yield _effect(alert)
        yield "In its words", list(dict.fromkeys(_own_words(alert)))
        yield from _standing(alert)
        yield "Binding", [_binding(alert, about)]
        yield "Who must act", [_who(alert, about)]
    if key.cause == "reconciled":
        yield "How found", [f"By comparing with the full list: no change notice of {about.publisher} named it."]
    if context.decided_by:
        who, why = context.decided_by
        yield "Accepted by", [f"{harmless(who, 200)}: {quoted(why, 500)}"]
    if not alert.instruments:
        yield "Published", [published(context.published, zone)]
        yield "Publication", [harmless(context.publication or "", 200)]
    for act in alert.instruments[:_DOCUMENTS]:
        yield from _document(act, alert, about)
    if len(alert.instruments) > _DOCUMENTS:
        yield "", [f"... and {len(alert.instruments) - _DOCUMENTS} more documents"]


# --- What it does -----------------------------------------------------------------------------------------------------
def _effect(alert: Alert) -> Fact:
    key = alert.key
    easing = [EASES[each.action] for each in instruments(acting(alert.instruments)) if each.action in EASES]
    if key.class_ == "EASE" and easing:
        return "Effect", list(dict.fromkeys(easing))
    going = key.kind in {"removed", "retracted"} and bool(instruments(alert.instruments))
    if (key.class_ == "EASE" or going) and not alert.deeds:
        return "Until now", [EFFECT[key.effect][2]]
    if _only_notices(alert) and (by_itself(alert) or _doubtful(alert)):
        return "Effect", ["None by itself." if not _doubtful(alert) else "Not known until a person has read it."]
    if alert.deeds:
        return "Effect", [" ".join(dict.fromkeys([*(CONSEQUENCE[deed] for deed in alert.deeds), _NOT_FROZEN]))]
    does = effect_words(key.effect, banned=alert.banned)[1]
    no_blocking = alert.law == "311" and key.effect == "correspondent_account"
    return "Effect", [f"{does} {NO_BLOCKING}" if no_blocking else does]


def _only_notices(alert: Alert) -> bool:
    return bool(alert.instruments) and not instruments(alert.instruments)


def _doubtful(alert: Alert) -> bool:
    """Whether all that there is of it was not read with certainty."""
    every = notices(alert.instruments)
    return bool(every) and len(every) == len(alert.instruments) and all(notice.doubts for notice in every)


def _own_words(alert: Alert) -> Iterator[str]:
    stated = [each.effect_quoted for each in instruments(alert.instruments)[:_DOCUMENTS] if each.effect_quoted]
    yield from map(quoted, stated)
    if stated:  # a listing's measures are its headings
        return
    for change in alert.changes:
        for listing in change.entry.listings:
            if alert.deeds and listing.reason:  # the very sentence; how it was read stands with the party
                yield quoted(listing.reason, 400)
                continue
            yield from (measure_line(measure) for measure in listing.measures if measure.effect == alert.key.effect)


def _standing(alert: Alert) -> Iterator[Fact]:
    """What stands beside it: a proposal changes nothing of what it would change."""
    for instrument in instruments(acting(alert.instruments))[:_DOCUMENTS]:
        proposed = instrument.action == "proposal"
        cited = [harmless(each, 200) for each in instrument.amends if ":" not in each] or [
            harmless(each, 200) for each in instrument.amends
        ]
        if cited and proposed:
            yield "What stands", [f"{', '.join(cited[:5])} stays as it is: a proposal changes nothing."]
        elif cited:
            yield "Acts on" if instrument.action in EASES else "Changes", cited[:5]
        yield "Supersedes", [harmless(each, 200) for each in instrument.supersedes[:5]]


def _binding(alert: Alert, about: About) -> str:
    key, zone = alert.key, about.accept_publishers_zone
    if key.effective:
        return f"from {effective(key.effective, zone)}"
    if key.due and key.due[0] == "effective" and key.binding == "now":
        return f"now, since {effective(key.due[1], zone)}"
    if key.class_ == "EASE":
        return "ended or relieved; what remains is said below"
    return _now(alert, about) if key.binding == "now" else _not_now(alert)


def _now(alert: Alert, about: About) -> str:
    if alert.deeds:
        return _since(alert, about)
    if any(each.action == "codified" for each in instruments(alert.instruments)):
        return "now; since when, is not stated here: the document that the section cites says it"
    return "now"


def _not_now(alert: Alert) -> str:
    if _doubtful(alert):
        return "cannot be told before a person has read it"
    if alert.key.kind == "retracted":
        return "cannot be told: why it was taken down is not stated"
    if alert.key.kind == "removed" and alert.instruments:
        return "cannot be told: which act ended it is not stated"
    unknown = "cannot be told from this source: the document itself says from when"
    return {"no": "no", "unknown": unknown}.get(alert.key.binding, "later")


def _since(alert: Alert, about: About) -> str:
    """Since when a licence is gone, as far as that is stated; else when it was announced."""
    listings = [listing for change in alert.changes for listing in change.entry.listings]
    stated = {measure.effective for listing in listings for measure in listing.measures if measure.effective}
    announced = {listing.listed_on for listing in listings if listing.listed_on}
    if len(stated) == 1:
        return f"now, since {effective(min(stated), about.accept_publishers_zone)}"
    if len(announced) == 1:
        return f"now, announced {min(announced)}; from which day, is not stated"
    return "now; from which day, is said of each below"


def _who(alert: Alert, about: About) -> str:
    key = alert.key
    if _doubtful(alert):
        return "you: read it, and decide whom it concerns"
    if key.kind == "retracted" and alert.instruments:
        return "you: find out why it was taken down"
    if key.binding == "no":
        closing = min((day for each in instruments(alert.instruments) if (day := each.comments_close)), default="")
        comments = f"; whoever wants to comment has time until {closing}" if closing else ""
        return f"nobody: it binds nobody{comments}" if key.class_ == "INFO" else ""
    return _addressed(alert, about)


def _addressed(alert: Alert, about: About) -> str:
    """Those whom the act itself names, or else the source; in its words."""
    stated = [quoted(each.addressees, 600) for each in instruments(alert.instruments) if each.addressees]
    if stated:
        said = "; ".join(dict.fromkeys(stated[:_DOCUMENTS]))
        return " ".join([said, *(f"({text}.)" for cited, text in DEFINED.items() if cited in said)])
    if about.addressees:
        return about.addressees
    if alert.deeds:
        return "whoever deals with the institution, or keeps accounts for it or with it"
    place = PLACE.get(about.jurisdiction, about.jurisdiction.upper())
    return f"whoever is bound by the law of {place}; the publication says whom"


# --- Where it stands --------------------------------------------------------------------------------------------------
def _document(act: Change, alert: Alert, about: About) -> Iterator[Fact]:
    title = heading(act.entry)
    told = act.entry.notice and not act.entry.instrument and (by_itself(alert) or _doubtful(alert))
    yield "Title", [quoted(title, 400)] if title and not told else []
    if act.entry.instrument:
        yield from _of_instrument(act.entry.instrument, alert, about)
    elif act.entry.notice:
        yield from _of_notice(act.entry.notice, about)
    if by_itself(alert) or _doubtful(alert):
        yield "Entry id", [harmless(act.entry_id, 200)]


def _of_instrument(instrument: Instrument, alert: Alert, about: About) -> Iterator[Fact]:
    waiting = unpublished(instrument, alert.context.today)
    yield "Document", [_citation(instrument)]
    yield "Sections", [harmless(", ".join(instrument.sections[:8]), 300)]
    if waiting:
        yield "Published", [f"not yet: on public inspection since {instrument.inspected}"]
    elif instrument.published:
        yield "Published", [published(instrument.published, about.accept_publishers_zone)]
    if instrument.inspected and not waiting:
        yield "Inspection", [f"on public inspection since {instrument.inspected}"]
    said = alert.key.effective or (alert.key.due and alert.key.due[0] == "effective")
    yield "Effective", [instrument.effective] if instrument.effective and not said else []
    yield "Its dates", [quoted(instrument.effective_text, 600)] if instrument.effective_text else []
    yield "Expires", [instrument.expires or ""]
    yield "Comments to", [instrument.comments_close or ""]


def _citation(instrument: Instrument) -> str:
    numbers = [f"FR Doc. {each.number}" for each in instrument.documents if each.number]
    docket = f"docket {instrument.docket}" if instrument.docket else ""
    rin = f"RIN {instrument.rin}" if instrument.rin else ""
    words = [instrument.stage, instrument.citation, *numbers, docket, rin]
    return ", ".join(dict.fromkeys(harmless(word, 200) for word in words if word))


def _of_notice(notice: Notice, about: About) -> Iterator[Fact]:
    yield "Number", [harmless(notice.number or "", 100)]
    if notice.published:
        yield "Published", [published(notice.published, about.accept_publishers_zone)]
    yield "Tells of", [f"acts of {harmless(', '.join(notice.agencies[:8]), 200)}"] if notice.agencies else []
    said = f" ({harmless(notice.rule, 300)})" if notice.rule else ""
    label = "Perhaps" if notice.doubts else "Read as"
    yield label, [f"{notice.category.replace('_', ' ')}{said}"] if notice.category != "other" else []


def sources(alert: Alert, about: About) -> list[str]:
    """Where it can be read at the publisher: addresses of the web alone, whatever else a publisher wrote there."""
    every = [about.url, *papers(alert), *(link for change in alert.changes for link in change.entry.links)]
    return list(dict.fromkeys(filter(None, map(linked, every))))[:12]


def papers(alert: Alert) -> list[str]:
    """The documents themselves: each act's own page, and what is attached to it."""
    found: list[str] = []
    for act in alert.instruments:
        parts = [act.entry.instrument, act.entry.notice]
        found += [paper.url for part in parts if part for paper in part.documents if paper.url]
        found += act.entry.links
    return list(dict.fromkeys(filter(None, map(linked, found))))


def to_keep(alert: Alert) -> list[Paper]:
    """The documents that a person must read before anything else can be said, as the commit has them."""
    if not _doubtful(alert):
        return []
    starts = tuple(f"item/{act.entry_id.partition(':')[2]}/" for act in alert.instruments)
    found = [paper for paper in alert.context.documents if paper.name.startswith(starts) and paper.sha256 != _NOTHING]
    return found[:4]


# --- What to do -------------------------------------------------------------------------------------------------------
def precautions(alert: Alert, about: About) -> Iterator[Step]:
    """What to do until it is known what happened; nothing where the rest of the alert says it."""
    if alert.key.kind in {HELD, UNREADABLE}:
        yield "Look at the official page:", about.url
        if alert.key.kind == HELD:
            yield (
                "Keep treating the entries as listed until the publisher confirms their removal or an operator "
                "accepts it."
            )
            yield "The operator sees them with:", "sanctionwire held list"
    elif alert.key.class_ == "CHECK" and alert.instruments:
        yield from _to_read(alert, papers(alert) or [about.url])


def _to_read(alert: Alert, documents: Sequence[str]) -> Iterator[Step]:
    gone = alert.key.kind in {"retracted", "removed"}
    yield ("See whether it is still there:" if gone else "Read the document itself:"), documents[0]
    yield from (("And what belongs to it:", each) for each in documents[1:4])
    yield from alert.kept
    if alert.key.kind == "retracted":
        yield "Go on as before until you know why it was taken down: what it said may still be so."
    elif alert.key.kind == "removed":
        yield "Go on as if it were in force until you have read which act ended it."
    elif _doubtful(alert):
        yield "Decide whether it concerns you. Until then, take it that it may."
    elif alert.key.binding == "unknown":
        yield "Find the day from which it binds. Until then, take it that it binds now."
    else:
        yield "Compare it with what is said here, then act on it."
