"""Prose, read by rules that are data: what kind of action a text tells of, how surely, and which institutions it names.

    reading = classify(title, text, speaker=TREASURY)
    reading.category, reading.rule, reading.doubts      # for a Notice
    found, problems = parties(reading, "licence_revocation", title=title)   # nothing where anything is in doubt

A text is believed only where the authority itself states the act, from the beginning of a sentence, and nothing in the
text takes it back; everything else is a doubt, which a person settles.
"""

from __future__ import annotations

from sanctionwire.core.prose.acts import RULES, SANCTIONING, SUPERVISING
from sanctionwire.core.prose.classify import Reading, Told, claims, classify
from sanctionwire.core.prose.hedges import HEDGES
from sanctionwire.core.prose.institutions import Named, Span, institution, institutions, key
from sanctionwire.core.prose.parties import Party, effective, is_tabled, mentioned, parties, untimely
from sanctionwire.core.prose.routine import Routine, routine
from sanctionwire.core.prose.rules import AUTHORITY, TREASURY, Category, Hedge, Rule
from sanctionwire.core.prose.sentences import sentences

__all__ = [
    "AUTHORITY",
    "HEDGES",
    "RULES",
    "SANCTIONING",
    "SUPERVISING",
    "TREASURY",
    "Category",
    "Hedge",
    "Named",
    "Party",
    "Reading",
    "Routine",
    "Rule",
    "Span",
    "Told",
    "claims",
    "classify",
    "effective",
    "institution",
    "institutions",
    "is_tabled",
    "key",
    "mentioned",
    "parties",
    "routine",
    "sentences",
    "untimely",
]
