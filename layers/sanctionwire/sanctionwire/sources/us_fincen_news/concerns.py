# ruff: noqa: E501 - a pattern is read in one piece
"""Which releases are nobody's concern, by their titles: rules that are data. What is not surely of another matter is taken."""

from __future__ import annotations

from sanctionwire.core.prose import TREASURY, Routine, routine
from sanctionwire.core.prose.routine import GRAVE
from sanctionwire.rolling import Item
from sanctionwire.sources.us_fincen_news.listing import slug

OURS = rf"\borders?\b|\brules?\b|\bfind(?:s|ing)?\b|special measure|\bsever|concern|geographic targeting|exception|relief|{GRAVE}"
"""A title with any of these words is taken, whatever else it says."""

OTHERS: tuple[Routine, ...] = (
    Routine(
        id="people",
        why="appointments and leave-taking",
        pattern=r"\b(?:appoints?|appointed|appointment|names|named|announces|welcomes|retires?|departs?|departure)\b.{0,60}\b(?:Director|Chief|Counsel|Officer|Leadership|Staff)\b",
        examples=("FinCEN Names New Deputy Director", "FinCEN Announces Appointment of Chief Counsel"),
        counter_examples=("FinCEN Names a Bank as a Primary Money Laundering Concern",),
    ),
    Routine(
        id="systems",
        why="its own systems",
        pattern=r"\b(?:scheduled (?:maintenance|downtime)|system (?:maintenance|outage|upgrade|update)|e-filing system|website)\b",
        examples=("Scheduled Maintenance of the BSA E-Filing System", "FinCEN Launches New Website"),
        counter_examples=("FinCEN Warns of a Fake Website",),
    ),
    Routine(
        id="events",
        why="meetings, events and speeches",
        pattern=r"^(?:prepared )?(?:remarks|testimony|transcript)\b|\b(?:roundtable|town hall|webinar|conference|open house|FinCEN Exchange)\b",
        examples=(
            "Prepared Remarks of the Director at a Conference of Bankers",
            "FinCEN Holds Webinar for Small Businesses",
        ),
        counter_examples=("FinCEN Exchange on Ransomware", "Remarks on Final Rule"),
    ),
    Routine(
        id="jobs",
        why="posts to be filled",
        pattern=r"\b(?:hiring|recruit\w*|internships?|vacanc(?:y|ies)|careers?)\b",
        examples=("FinCEN Is Hiring Analysts",),
        counter_examples=("FinCEN Issues Order on Recruiters of Mules",),
    ),
)  # fmt: skip


def concerns(item: Item) -> str | None:
    """Why a release is left out; None: it is taken."""
    if slug(item.url) is None:
        return "not a news release of its own"
    return routine(item.title, OTHERS, speaker=TREASURY, always=OURS)
