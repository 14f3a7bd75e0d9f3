"""The benchmark asks its peers the same as this service: both forms of a question agree."""

from collections import Counter

import pytest
from pyoxigraph import QuerySolutions, RdfFormat, Store

from benchmarks.harmonization import QUESTIONS, lookup
from benchmarks.list_graph import graph_lines


@pytest.fixture(scope="module")
def store() -> Store:
    """Return a small list graph."""
    engine = Store()
    engine.bulk_load("".join(graph_lines(60_000)), RdfFormat.N_TRIPLES)
    return engine


def rows(store: Store, text: str) -> Counter[tuple[str, ...]]:
    found = store.query(text)
    assert isinstance(found, QuerySolutions)
    return Counter(tuple(map(str, row)) for row in found)


def test_the_graph_is_about_as_large_as_asked_for_and_the_same_each_time(store: Store) -> None:
    assert 0.8 < len(store) / 60_000 < 1.2
    assert list(graph_lines(5_000)) == list(graph_lines(5_000))


def test_there_are_twelve() -> None:
    assert len(QUESTIONS) == 12


@pytest.mark.parametrize("name", QUESTIONS)
def test_both_forms_have_one_answer(store: Store, name: str) -> None:
    question = QUESTIONS[name]
    plain = rows(store, question.plain)
    assert plain == rows(store, question.prepared)
    assert plain or name == "entries that stand in one list alone"


def test_lookups_find_something(store: Store) -> None:
    assert all(rows(store, lookup(number)) for number in range(0, 96, 7))
