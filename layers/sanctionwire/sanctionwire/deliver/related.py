"""Related entries and the thread of an action, as mail and Slack say them. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from sanctionwire.core.alerts import Alert
from sanctionwire.core.alerts.classes import STRENGTH
from sanctionwire.core.alerts.text import harmless
from sanctionwire.core.alerts.words import EFFECT
from sanctionwire.core.model import Listing, Measure
from sanctionwire.core.ties import Related
from sanctionwire.deliver.layout import Step, labelled

SHOWN, LISTINGS = 12, 3
"""So many are shown, and so many listings of each; the command lists all of them."""


def related(alert: Alert, *, decisions: bool) -> Iterator[Step]:
    """Each entry of another source, with its status, and what to do where a person must decide.

    `decisions`: whether it may be said that people here decided. What they decided on is not asked again anywhere.
    """
    if alert.unlooked:
        yield alert.unlooked
    found = [each for each in alert.related if _told(each, decisions=decisions)]
    for each in found[:SHOWN]:
        yield _certain(each, decisions=decisions) if each.same else _perhaps(each)
    if len(found) > SHOWN:
        yield f"... and {len(found) - SHOWN:,} more:", "sanctionwire ties list --all"


def _told(each: Related, *, decisions: bool) -> bool:
    """Not what was rejected; and where decisions may not be said, not what stands by a decision alone."""
    if each.decided and each.decided[0] == "rejected":
        return False
    return decisions or not each.decided or each.tie.certainty == "certain"


def _certain(each: Related, *, decisions: bool) -> str:
    decided = f" Confirmed here on {each.decided[1][:10]}." if decisions and each.decided else ""
    return f"{harmless(each.name, 200)} is {entry(each)}. {_sentence(each.tie.why)}{decided}"


def _perhaps(each: Related) -> Step:
    text = f"perhaps: {harmless(each.name, 200)} may be {entry(each)}. {_sentence(each.tie.why)} Once you know:"
    return text, f'sanctionwire ties confirm {each.tie_id} --why "..."'


def entry(each: Related) -> str:
    """`us_ofac:54901, PRINCE GROUP TCO (SDN List since 2025-10-14, TCO: BLOCK)`."""
    standing = [listing for listing in each.entry.listings if not listing.measures or _standing(listing)]
    said = [_listing(listing) for listing in (standing or each.entry.listings)[:LISTINGS]]
    more = len(standing) - LISTINGS
    status = "; ".join([*said, *([f"{more} more"] if more > 0 else [])])
    status = status or f"named by {harmless(', '.join(each.entry.covered_by), 300)}"
    since = status if each.listed else f"formerly: {status}"
    return f"{harmless(each.entry.id, 200)}, {harmless(each.entry.caption, 200)} ({since})"


def _standing(listing: Listing) -> list[Measure]:
    return [measure for measure in listing.measures if not measure.ended]


def _listing(listing: Listing) -> str:
    """A listing in a line: the weightiest that it does, in common words; the publisher's own stand in the entry."""
    since = f" since {listing.listed_on}" if listing.listed_on else ""
    under = f", {', '.join(harmless(name, 60) for name in listing.programmes[:3])}" if listing.programmes else ""
    weightiest = min(_standing(listing), key=lambda measure: STRENGTH.index(measure.effect), default=None)
    effect = _effect(weightiest) if weightiest else "ended" if listing.measures else ""
    return f"{harmless(listing.list, 120)}{since}{under}: {effect}".rstrip(": ")


def _effect(measure: Measure) -> str:
    """`BLOCK`, `licence revoked from 2025-12-04`."""
    word = harmless(measure.type, 80) if measure.effect == "other" else EFFECT[measure.effect][0]
    return f"{word} from {measure.effective}" if measure.effective else word


def _sentence(why: str) -> str:
    text = harmless(why, 500)
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def place(alert: Alert) -> Iterator[tuple[str, str]]:
    """The alert's place in the thread of its action: label and text."""
    thread = alert.thread
    if thread is None:
        return
    if thread.opened:
        yield "Thread", f"{thread.id}: {harmless(thread.opened, 200)}"
    for what, was, now in thread.differs:
        yield "Differs", f"{what}: {harmless(was, 200)} -> {harmless(now, 500)}"


def placed(alert: Alert) -> str:
    """The same as lines of a mail."""
    return "\n".join(labelled(label, text) for label, text in place(alert))


def elsewhere(alert: Alert) -> list[str]:
    """What was told these days of its parties in other threads: first lines."""
    return [harmless(line, 200) for line in alert.thread.also] if alert.thread else []
