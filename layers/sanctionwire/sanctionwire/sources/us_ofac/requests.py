"""What to ask the publisher for: the history first, then a delta or, where that is not enough, the full lists."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sanctionwire.source import Document, Request, State
from sanctionwire.sources.us_ofac.catalogue import Catalogue, File, read_catalogue
from sanctionwire.sources.us_ofac.history import Applied, Published, eastern, read_history

HOST = "sanctionslistservice.ofac.treas.gov"
_SERVICE = f"https://{HOST}"
_EXPORTS = f"{_SERVICE}/api/PublicationPreview/exports"
_CATALOGUES = {
    "catalogue": f"{_SERVICE}/api/PublicationPreview/SdnList",
    "catalogue:cons": f"{_SERVICE}/api/PublicationPreview/ConsolidatedList",
}
_LIST_BYTES = 512 * 1024 * 1024
_LONG_GAP = timedelta(days=7)
_BETWEEN_LOOKS = timedelta(hours=6)
_PATIENCE = timedelta(hours=1)
_SLACK = timedelta(hours=1)


def requests(state: State, now: datetime) -> list[Request]:
    """The history since the newest publication that is applied, and the catalogue where the full lists are needed."""
    unsettled = needs_lists(state) or verifies(state, now) or Applied.of(state).waiting
    asked = [
        Request(name=f"history:{span}", url=_history(span), conditional=not unsettled)
        for span in spans(Applied.of(state).day, now)
    ]
    return [*asked, *([_catalogue("catalogue")] if needs_lists(state) else [])]


def needs_lists(state: State) -> bool:
    """Whether nothing but the full lists will do."""
    return state.serial == 0 or state.must_reconcile


def verifies(state: State, now: datetime) -> bool:
    """Whether it is time to look for newer full lists; one look at the catalogue serves for a while."""
    looked = Applied.of(state).looked
    return state.reconcile_due and (not looked or now - datetime.fromisoformat(looked) >= _BETWEEN_LOOKS)


def spans(since: str | None, now: datetime) -> list[str]:
    """The days, or after a long gap the years, whose history may hold a publication that is not applied.

    Days are the publisher's, US Eastern: four hours behind UTC in summer, when its day begins earliest, and five in
    winter, when for an hour the day asked for has not begun there and holds nothing yet.
    """
    today = (now - timedelta(hours=4)).date()
    start = min(today - timedelta(days=1), date.fromisoformat(since) if since else today)
    if today - start > _LONG_GAP:
        return [str(year) for year in range(start.year, today.year + 1)]
    days = (start + timedelta(days=count) for count in range((today - start).days + 1))
    return [day.isoformat() for day in days]


def _history(span: str) -> str:
    return f"{_SERVICE}/changes/history/{'/'.join(part.lstrip('0') for part in span.split('-'))}"


def follow(state: State, documents: Mapping[str, Document]) -> list[Request]:
    """The deltas to apply or, failing them, the lists; `parse` makes sense of whatever is there in the end."""
    history = read_history(documents, "history:")
    waiting = Applied.of(state).unapplied(history)
    wanted: list[Request] = []
    if needs_lists(state) or (verifies(state, _now(documents)) and (not waiting or _overdue(waiting[0], documents))):
        wanted = _towards_lists(state, documents, waiting)
    if waiting and not wanted and not needs_lists(state) and "list:sdn" not in documents:
        alike = [each for each in history if waiting[0].could_be(each)]
        wanted = [_delta("delta", waiting[0]), *(_delta("witness", each) for each in alike)]
    return [request for request in wanted if request.name not in documents]


def _now(documents: Mapping[str, Document]) -> datetime:
    """When the newest document was fetched."""
    return max(datetime.fromisoformat(document.fetched_at) for document in documents.values())


def _overdue(published: Published, documents: Mapping[str, Document]) -> bool:
    """Whether a publication should long be applied: its delta cannot be had, or not be read."""
    return published.at < eastern(_now(documents) - _PATIENCE)


def _delta(role: str, published: Published) -> Request:
    return Request(name=f"{role}:{published.number}", url=f"{_SERVICE}/changes/{published.number}")


def _catalogue(name: str) -> Request:
    return Request(name=name, url=_CATALOGUES[name], method="POST", body=b"{}", accept="application/json")


def _towards_lists(state: State, documents: Mapping[str, Document], waiting: list[Published]) -> list[Request]:
    """Catalogue, lists, what they must contain, and the history once more: nothing may be published meanwhile."""
    catalogue = read_catalogue(documents)
    if missing := catalogue.missing(_CATALOGUES):
        return [_catalogue(missing)]
    if not ripe(state, catalogue, waiting):
        return []
    lists = [_list(name, file) for name, file in catalogue.files().items()]
    lists += [_delta("witness", each) for each in _contained(state, waiting)]
    return [request for request in lists if request.name not in documents] or [
        Request(name=name.replace("history:", "history-after:"), url=document.url)
        for name, document in documents.items()
        if name.startswith("history:")
    ]


def _contained(state: State, waiting: list[Published]) -> list[Published]:
    """The publications whose deltas bear witness that the lists are new enough."""
    if state.must_reconcile:
        return waiting
    return [] if waiting else list(Applied.of(state).publications[-1:])


def _list(name: str, file: File) -> Request:
    return Request(
        name=name,
        url=f"{_EXPORTS}/{file.name}",
        heavy=True,
        expected_sha256=file.sha256,
        max_bytes=_LIST_BYTES,
    )


def ripe(state: State, catalogue: Catalogue, waiting: list[Published]) -> bool:
    """Whether the lists in the catalogue are worth reading: they are not those read last, and not too old.

    Two clocks of the publisher are compared, hence the slack; that the lists contain what they must is seen in them.
    """
    applied = Applied.of(state)
    if state.serial == 0:
        return True
    if catalogue.hashes() == applied.lists:
        return False
    newest = datetime.fromisoformat(max([applied.newest, *(each.at for each in waiting)]))
    return state.must_reconcile or catalogue.updated >= eastern(newest - _SLACK)
