"""What happened, in a sentence or two: the authority's own verb, and an allegation with its speaker. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from sanctionwire.core.alerts import About, Alert
from sanctionwire.core.alerts.acts import (
    NOT_BINDING,
    RELIEVING,
    acting,
    changed,
    contains_finding,
    heading,
    instruments,
    is_act,
    noticed,
    notices,
    now_published,
    special,
    unpublished,
)
from sanctionwire.core.alerts.text import harmless, number
from sanctionwire.core.alerts.warnings import HELD, UNREADABLE
from sanctionwire.core.alerts.words import ABOUT, CONCERN, DEED, HAPPENED, OWN, STAGE, TYPE
from sanctionwire.core.changes import Change
from sanctionwire.core.model import Instrument, Notice
from sanctionwire.deliver.layout import quoted

_TITLE = 300


def sentence(alert: Alert, about: About) -> str:
    """What happened, in one sentence with the authority's own verb; a second one where the first would mislead."""
    kind = alert.key.kind
    if kind == "baseline":
        return (
            f"The first reading of {about.title} is in: now watching {number(alert.count, 'entry', 'entries')} "
            f"({counted(alert)}). From here on, each change is told."
        )
    if kind == HELD:
        return (
            f"The new publication of {about.title} no longer carries {number(alert.count, 'entry', 'entries')} (or no "
            "longer carries them on one of their lists). That is more than is believed without a second look, so "
            "these removals are held back: the entries still stand here as they were."
        )
    if kind == UNREADABLE:
        return (
            f"{number(alert.count, 'entry', 'entries')} of {about.title} could not be read. Everything else in the "
            "publication was read and is told as usual; what is not readable may be new, changed or merely odd."
        )
    if alert.key.due:
        return _due(alert, about, *alert.key.due)
    if alert.instruments:
        return " ".join(filter(None, [*_acts(alert, about), _belonging(alert)]))
    return _plain(alert, about)


def speaker(alert: Alert, about: About) -> str:
    """Whose act it is: `FinCEN`, where the publisher is the Federal Register, or is called by a law as well."""
    return harmless(alert.speaker, 100) or re.sub(r" (311|9714|2313a)$", "", about.publisher)


def counted(alert: Alert) -> str:
    """`3 persons, 1 vessel`."""
    return ", ".join(number(count, *TYPE.get(schema, (schema,))) for schema, count in alert.schemas.items())


def by_itself(alert: Alert) -> bool:
    """Whether it names no party of its own: an act is all there is to tell."""
    return bool(alert.changes) and all(is_act(change.entry) for change in alert.changes)


def _plain(alert: Alert, about: About) -> str:
    kind = alert.key.kind
    _, verb = OWN.get((about.jurisdiction, kind), ("", HAPPENED[kind][2]))
    if alert.deeds and kind in {"designated", "relisted"}:
        return f"{about.publisher} {_done(alert.deeds)} {_named(alert)}."
    text = verb.format(added=about.verbs[0], removed=about.verbs[1], what=_named(alert))
    remaining = sorted({name for change in alert.changes for name in change.remains_on})
    return f"{about.publisher} {text}." + (
        f" Remaining on: {harmless('; '.join(remaining), 300)}." if remaining else ""
    )


def _named(alert: Alert) -> str:
    if by_itself(alert):
        return harmless(alert.names[0], _TITLE)
    if alert.count == 1:
        return f"{harmless(alert.names[0], _TITLE)} ({counted(alert).removeprefix('1 ')})"
    apart = alert.count - 1 - alert.belonging
    if alert.instruments and alert.names and apart:
        return f"{harmless(alert.names[0], _TITLE)} and {apart:,} more ({counted(alert)})"
    if alert.instruments and alert.names:
        return harmless(alert.names[0], _TITLE)
    return f"{alert.count:,} entries ({counted(alert)})"


def _belonging(alert: Alert) -> str:
    if not alert.belonging:
        return ""
    more = "One more name is" if alert.belonging == 1 else f"{alert.belonging:,} more names are"
    proposed = all(each.action in NOT_BINDING for each in instruments(acting(alert.instruments)))
    return f"{more} told with it, as a part of that subject{' as proposed' if proposed else ''}.{_new(alert)}"


def _new(alert: Alert) -> str:
    """Which of the parties were not known before, where others were."""
    new = [change.entry.caption for change in alert.changes if change.kind == "designated"]
    if not new or len(new) == len(alert.changes):
        return ""
    more = f" and {len(new) - 5} more" if len(new) > 5 else ""  # noqa: PLR2004 - a sentence holds no more
    return f" New among them: {harmless('; '.join(new[:5]), 400)}{more}."


def _done(deeds: Sequence[str]) -> str:
    """`revoked the licence and announced the liquidation of`: what stands before the name."""
    after: dict[str, list[str]] = {}
    for deed in deeds:
        _, verb, preposition = DEED[deed]
        after.setdefault(preposition, []).append(verb)
    return " and ".join(f"{' and '.join(verbs)} {preposition}" for preposition, verbs in after.items())


# --- Rules, orders, findings, notices ---------------------------------------------------------------------------------
def _acts(alert: Alert, about: About) -> Iterator[str]:
    acts, who = acting(alert.instruments), speaker(alert, about)
    if all(act.kind == "retracted" for act in acts):
        titles = _titles(heading(act.entry) or act.entry.caption for act in acts)
        yield f"{about.publisher} took down what it had published: {titles}."
        return
    rules = instruments(acts)
    if not rules:
        yield from _notices(alert, about, notices(acts))
        return
    yield _codified(alert, acts) if all(each.action == "codified" for each in rules) else _rules(alert, who, rules)
    yield from _published(alert, acts)


def _rules(alert: Alert, who: str, rules: Sequence[Instrument]) -> str:
    whom, verbs = _named(alert), list(dict.fromkeys(_verb(each) for each in rules if each.action != "finding"))
    found = [each for each in rules if each.action == "finding" or contains_finding(each)]
    if not found:
        return f"{who} {' and '.join(verbs)} {whom}."
    if not all(map(special, found)):
        return f"{who} {' and '.join([STAGE['finding'][1], *verbs])} {whom}."
    it = "it" if alert.count == 1 + alert.belonging else "them"
    then = f", and {' and '.join(verbs)} {it}" if verbs else ""
    return f"{who} found {whom} to be of {CONCERN}{then}."


def _verb(instrument: Instrument) -> str:
    if instrument.action == "proposal" and instrument.amends:
        return f"proposed to change {_references(instrument.amends)}, on"
    if instrument.action == "amendment" and instrument.amends:
        return f"changed {_references(instrument.amends)}, on"
    return STAGE[instrument.action][1]


def _references(amends: Sequence[str]) -> str:
    """What people cite, before ids of ours."""
    cited = [each for each in amends if ":" not in each] or list(amends)
    return harmless(", ".join(cited[:3]), 200)


def _codified(alert: Alert, acts: Sequence[Change]) -> str:
    sections = harmless(", ".join(each for act in instruments(acts) for each in act.sections), 200) or "A section"
    where = f"{sections}, on {_named(alert)},"
    if alert.key.kind == "removed":
        return f"{where} no longer stands in the code."
    if all(map(changed, acts)):
        return f"{where} reads otherwise in the code than before."
    return f"{where} now stands in the code: it is in force."


def _published(alert: Alert, acts: Sequence[Change]) -> Iterator[str]:
    """How far its publication has come, where that is not the whole of it."""
    waiting = [each for each in instruments(acts) if unpublished(each, alert.context.today)]
    for each in waiting:
        when = f" It is to be published on {each.published}." if each.published else ""
        yield f"It has been on public inspection since {each.inspected} and is not published yet.{when}"
    if not waiting and acts and all(map(now_published, acts)):
        since = min(
            (act.before.instrument.inspected or "" for act in acts if act.before and act.before.instrument), default=""
        )
        yield f"It was on public inspection{f' since {since}' if since else ' before'}, and is now published."
    elif not waiting and acts and all(map(changed, acts)) and not all(_coded(act) for act in acts):
        yield "It was told before: what differs is shown under before and after."


def _coded(change: Change) -> bool:
    return bool(change.entry.instrument and change.entry.instrument.action == "codified")


def _notices(alert: Alert, about: About, every: Sequence[Notice]) -> Iterator[str]:
    who = speaker(alert, about)
    titles = _titles(notice.title for notice in every)
    doubtful = [notice for notice in every if notice.doubts]
    if doubtful and len(doubtful) == len(every):
        perhaps = next((ABOUT[notice.category] for notice in doubtful if notice.category in ABOUT), "")
        yield f"{who} published a notice that a person must read: {titles}."
        yield f"It may be about {perhaps}: that was not read with certainty." if perhaps else ""
    elif alert.deeds and not by_itself(alert):
        yield f"{who} {_done(alert.deeds)} {_named(alert)}."
    else:
        verb = " and ".join(dict.fromkeys(noticed(notice, about.title)[1] for notice in every))
        yield f"{who} {verb}: {titles}."
    if all(map(changed, alert.instruments)):
        yield "It was told before: what differs is shown under before and after."


def _titles(titles: Iterable[str]) -> str:
    """The first few, none with a full stop of its own before the sentence's."""
    return "; ".join(quoted(title.rstrip(". "), _TITLE) for title in islice(titles, 3))


# --- Dates that have come ---------------------------------------------------------------------------------------------
def _due(alert: Alert, about: About, what: str, day: str) -> str:
    today = day == alert.context.today
    when = f"today, {day}" if today else f"on {day}"
    rules = instruments(alert.instruments)
    whose = f"{speaker(alert, about)}'s {_noun(rules[0])} on {_named(alert)}" if rules else ""
    relief = bool(rules) and rules[0].action in RELIEVING
    subject = whose or f"What {about.publisher} imposed on {_named(alert)}"
    if what == "effective":
        return f"{subject} {'takes' if today else 'took'} effect {when}."
    if what == "comments_close":
        return f"Comments on {whose or _named(alert)} {'are' if today else 'were'} taken until {when}."
    if what == "divest_by":
        return f"Whoever holds what {about.publisher} named of {_named(alert)} was to have divested by {day}."
    again = " What it had lifted binds again." if relief or alert.key.listing_kind == "authorisation" else ""
    return f"{subject} {'ends' if today else 'ended'} {when}.{again}"


def _noun(instrument: Instrument) -> str:
    return {"codified": "section", "relief": "relief"}.get(instrument.action, STAGE[instrument.action][0].lower())
