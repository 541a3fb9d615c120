"""What to ask the publisher for: the history first, then a delta or, where that is not enough, the full lists."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sanctionwire.source import Document, Request, State
from sanctionwire.sources.us_ofac.catalogue import Catalogue, File, read_catalogue
from sanctionwire.sources.us_ofac.history import Applied, Published, read_history

HOST = "sanctionslistservice.ofac.treas.gov"
_SERVICE = f"https://{HOST}"
_EXPORTS = f"{_SERVICE}/api/PublicationPreview/exports"
_CATALOGUES = {
    "catalogue": f"{_SERVICE}/api/PublicationPreview/SdnList",
    "catalogue:cons": f"{_SERVICE}/api/PublicationPreview/ConsolidatedList",
}
_LIST_BYTES = 512 * 1024 * 1024
_LONG_GAP = timedelta(days=7)


def requests(state: State, now: datetime) -> list[Request]:
    """The history since the newest publication that is applied, and the catalogue where the full lists are needed."""
    waiting = Applied.of(state).waiting or needs_lists(state) or state.reconcile_due
    asked = [
        Request(name=f"history:{span}", url=_history(span), conditional=not waiting)
        for span in spans(Applied.of(state).day, now)
    ]
    return [*asked, *([_catalogue("catalogue")] if needs_lists(state) else [])]


def needs_lists(state: State) -> bool:
    """Whether nothing but the full lists will do."""
    return state.serial == 0 or state.must_reconcile


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
    waiting = Applied.of(state).unapplied(read_history(documents, "history:"))
    if needs_lists(state):
        wanted = _towards_lists(state, documents)
        if state.must_reconcile:
            wanted += [_delta("witness", each) for each in waiting]
    elif waiting:
        target = waiting[0]
        wanted = [_delta("delta", target)] + [
            _delta("witness", each) for each in read_history(documents, "history:") if target.could_be(each)
        ]
    elif state.reconcile_due:
        wanted = _towards_lists(state, documents)
    else:
        wanted = []
    return [request for request in wanted if request.name not in documents]


def _delta(role: str, published: Published) -> Request:
    return Request(name=f"{role}:{published.number}", url=f"{_SERVICE}/changes/{published.number}")


def _catalogue(name: str) -> Request:
    return Request(name=name, url=_CATALOGUES[name], method="POST", body=b"{}", accept="application/json")


def _towards_lists(state: State, documents: Mapping[str, Document]) -> list[Request]:
    """Catalogue, lists, and the history once more: the lists count only if nothing was published meanwhile."""
    catalogue = read_catalogue(documents)
    if missing := catalogue.missing(_CATALOGUES):
        return [_catalogue(missing)]
    if not ripe(state, documents, catalogue):
        return []
    lists = [_list(name, file) for name, file in catalogue.files().items()]
    if any(request.name not in documents for request in lists):
        return lists
    return [
        Request(name=name.replace("history:", "history-after:"), url=document.url)
        for name, document in documents.items()
        if name.startswith("history:")
    ]


def _list(name: str, file: File) -> Request:
    return Request(
        name=name,
        url=f"{_EXPORTS}/{file.name}",
        heavy=True,
        expected_sha256=file.sha256,
        max_bytes=_LIST_BYTES,
    )


def ripe(state: State, documents: Mapping[str, Document], catalogue: Catalogue) -> bool:
    """Whether the lists in the catalogue can tell something: they are new, and newer than what they must contain."""
    if state.serial == 0:
        return True
    applied = Applied.of(state)
    known = read_history(documents, "history:") if state.must_reconcile else ()
    newest = max([applied.newest, *(each.at for each in known)])
    return catalogue.hashes() != applied.lists and catalogue.updated >= newest
