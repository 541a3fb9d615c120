"""The twin and the clouds agree on whatever is done to them, in whatever order."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sanctionwire.store.memory import MemoryTable
from sanctionwire.store.ports import Conflict, Put

KEYS = st.sampled_from(["a", "aa", "a#1", "b", "é", "𝄞", "10", "9"])
PARTITIONS = st.sampled_from(["p", "q"])
BOUNDS = st.none() | KEYS | st.sampled_from(["", "0", "a#", "~"])
PREFIXES = st.sampled_from(["", "a", "a#", "x"])
VALUES = st.recursive(
    st.none() | st.integers(-3, 3) | st.sampled_from(["", "x", "ß"]) | st.binary(max_size=2),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["k", "ключ"]), inner, max_size=2),
    max_leaves=4,
)  # true and false are left to the contract tests: moto takes them for 1 and 0
ATTRIBUTES = st.dictionaries(st.sampled_from(["n", "m"]), VALUES, max_size=2)
EXPECT = st.none() | st.dictionaries(st.sampled_from(["n", "m", "pk", "zz"]), VALUES, max_size=2)
ITEMS = st.builds(lambda pk, sk, attributes: {"pk": pk, "sk": sk, **attributes}, PARTITIONS, KEYS, ATTRIBUTES)
PUTS = st.builds(lambda item, expect: Put(item=item, expect=expect), ITEMS, EXPECT)

BOUNDED = st.fixed_dictionaries(
    {
        "after": BOUNDS,
        "before": BOUNDS,
        "prefix": PREFIXES,
        "limit": st.none() | st.integers(0, 4),
        "newest_first": st.booleans(),
    }
)
TOKENS = st.builds(lambda: {"token": uuid.uuid4().hex})


def operation(name, *arguments, **keywords):
    return st.tuples(st.just(name), st.tuples(*arguments), keywords.get("using", st.just({})))


CONDITION = st.fixed_dictionaries({"expect": EXPECT})
OPERATIONS = st.one_of(
    operation("put", ITEMS, using=CONDITION),
    operation("delete", PARTITIONS, KEYS, using=CONDITION),
    operation("get", PARTITIONS, KEYS),
    operation("query", PARTITIONS, using=BOUNDED),
    operation("transact", st.lists(PUTS, min_size=1, max_size=4), using=TOKENS),
    operation("put_many", st.lists(ITEMS, max_size=30)),
)


def done(table, name, arguments, keywords):
    """What an operation comes to, errors included."""
    try:
        result = getattr(table, name)(*arguments, **keywords)
        return list(result) if name == "query" else result
    except Conflict as conflict:
        return conflict.rows
    except ValueError:
        return ValueError


@pytest.fixture(scope="module")
def other(cloud):
    if cloud.name == "twin":
        pytest.skip("the twin agrees with itself")
    return cloud


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(operations=st.lists(OPERATIONS, min_size=1, max_size=25))
def test_the_twin_does_what_the_cloud_does(other, operations):
    twin, table = MemoryTable(), other.table()
    for each in operations:
        assert done(twin, *each) == done(table, *each), each
    for pk in ("p", "q"):
        assert list(twin.query(pk)) == list(table.query(pk))
