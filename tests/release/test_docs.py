"""``docs/graph.md`` under test: its queries are asked, and its things are looked up."""

import re
from pathlib import Path
from typing import Final

import pytest

from kgservice.namespaces import ID
from kgservice.store import Store
from tests.release.asking import answer, rows

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = (ROOT / "docs/graph.md").read_text(encoding="utf-8")
BLOCKS: Final = re.findall(r"```sparql\n(.*?)```", PAGE, re.DOTALL)
PROLOGUE: Final = re.findall(r"```\n(BASE .*?)```", PAGE, re.DOTALL)
EXAMPLES: Final = "".join(re.findall(r"```turtle\n(.*?)```", PAGE, re.DOTALL))
CUT: Final = "…"


def shown(block: str) -> list[str]:
    """Return the answer that stands under a query, header first."""
    return re.findall(r"^#> (.*)$", block, re.MULTILINE)


def test_the_page_has_its_ten_queries() -> None:
    assert len(PROLOGUE) == 1
    assert [block.split(". ")[0] for block in BLOCKS] == [f"# {n}" for n in range(1, 11)]


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.splitlines()[0])
def test_query_gives_the_answer_that_is_shown(store: Store, block: str) -> None:
    lines = answer(store, PROLOGUE[0] + block).splitlines()
    expected = shown(block)
    whole = expected[-1] != CUT
    kept = expected if whole else expected[:-1]
    assert len(kept) > 1
    assert lines[: len(kept)] == kept
    assert (len(lines) == len(kept)) is whole


def test_examples_speak_of_what_is_there(store: Store) -> None:
    named = set(re.findall(r"<([a-z][^<>…]*)>", EXAMPLES))
    assert len(named) > 15
    values = " ".join(f"<{ID}{name}>" for name in sorted(named))
    ask = f"""SELECT ?thing {{ VALUES ?thing {{ {values} }}
              FILTER NOT EXISTS {{ ?thing ?p ?o }}
              FILTER NOT EXISTS {{ GRAPH ?g {{ ?thing ?q ?v }} }} }}"""
    assert rows(store, ask) == []


def test_terms_of_the_page_are_declared(store: Store) -> None:
    terms = set(re.findall(r"stc:([A-Za-z]+)", PAGE))
    assert len(terms) > 40
    values = " ".join(f"stc:{term}" for term in sorted(terms))
    ask = f"""PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
              PREFIX stc: <https://w3id.org/stc/ontology#>
              SELECT ?term {{ VALUES ?term {{ {values} }}
              FILTER NOT EXISTS {{ ?term rdfs:isDefinedBy ?module }} }}"""
    assert rows(store, ask) == []
