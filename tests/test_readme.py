"""What the README says of the sources is what they say of themselves."""

from __future__ import annotations

from tools.sources_table import README, with_table


def test_the_table_of_sources_is_fresh():
    text = README.read_text()
    assert with_table(text) == text, "make sources-table writes it"
