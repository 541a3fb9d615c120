"""The receipt at the end of a mail: what it rests on, and where that can be checked."""

from __future__ import annotations

from sanctionwire.core.alerts import About, Alert
from sanctionwire.core.alerts.text import harmless
from sanctionwire.deliver.layout import labelled, section
from sanctionwire.deliver.times import clock


def receipt(alert: Alert, about: About) -> str:
    """Commit, times, documents with their hashes, parser revision, alert id."""
    context = alert.context
    lines = [
        labelled("Alert id", alert.id),
        labelled("Commit", f"{context.seq} of the log, source {about.slug}"),
        labelled("Commit hash", context.hash),
        labelled("Seen", clock(context.seen_at)),
        labelled("Committed", clock(context.committed_at)),
        labelled("Parser", harmless(context.revision, 64)),
    ]
    for paper in context.documents[:6]:
        lines += [labelled("Document", f"{harmless(paper.name, 100)}: {harmless(paper.url, 500)}")]
        lines += [labelled("  SHA-256", paper.sha256)]
    if len(context.documents) > 6:  # noqa: PLR2004 - as shown
        lines += [labelled("", f"... and {len(context.documents) - 6} more, in the commit's receipt")]
    return section("Receipt", *lines)
