"""Changes as triples: what each kind says, names that are unique, and what the shapes hold."""

import re
from decimal import Decimal

from pyoxigraph import NamedNode
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SKOS

from kgservice.criteria import Comparator, Connective, Group, Parameter
from kgservice.graph.terms import line
from kgservice.harmonization.change import ChangeKind, Doubt
from kgservice.harmonization.change_graph import DOUBTS, KINDS, change_triples
from kgservice.harmonization.changes import compare_editions
from kgservice.model import Edition, Extent
from kgservice.namespaces import ID, STC
from tests.harmonization.invented import FREE, NEW, OLD, edition, entry, note
from tests.shapes.sample import ROOT

SINCE = "zz-list/2002-02-02/since-2001-01-01"


def graph(old: Edition, new: Edition) -> Graph:
    """Return what changed as a graph; each name is of one thing."""
    triples = list(change_triples(compare_editions(old, new)))
    assert all(isinstance(subject, NamedNode) for subject, _, _ in triples)
    return Graph().parse(data="".join(map(line, triples)), format="nt")


def says(found: Graph, thing: str) -> dict[str, set[str]]:
    """Return what is said of a thing, by local names, IRIs below ``id/``."""
    told: dict[str, set[str]] = {}
    for predicate, value in found.predicate_objects(URIRef(ID + thing)):
        name = re.split(r"[#/]", str(predicate))[-1]
        told.setdefault(name, set()).add(str(value).removeprefix(ID).removeprefix(STC))
    return told


def test_a_renumbered_entry() -> None:
    found = graph(edition(OLD, a="Zorbs;"), edition(NEW, a=FREE, b="Zorbs;"))
    assert says(found, f"{SINCE}/9X999.b/renumbered") == {
        "type": {"Change"},
        "changeKind": {"Renumbered"},
        "fromEdition": {"zz-list/2001-01-01"},
        "toEdition": {"zz-list/2002-02-02"},
        "fromEntry": {"zz-list/2001-01-01/9X999.a"},
        "toEntry": {"zz-list/2002-02-02/9X999.b"},
        "affects": {"zz-list/9X999.a", "zz-list/9X999.b"},
    }
    assert says(found, "zz-list/2002-02-02/9X999.b") == {
        "continues": {"zz-list/2001-01-01/9X999.a"}
    }
    assert says(found, SINCE)["changeCount"] == {"1"}


def test_a_doubtful_pair_continues_nothing() -> None:
    old = edition(OLD, a="Zorbs;", b="Glims;", c="Wibs.")
    found = graph(old, edition(NEW, a="Glims of glass;", b="Zorbs;", c="Wibs."))
    assert says(found, f"{SINCE}/9X999.a/renumbered")["doubt"] == {"ByElimination"}
    assert says(found, "zz-list/2002-02-02/9X999.a") == {}


def test_limits_and_names_of_their_own() -> None:
    def limits(*values: int) -> Group:
        written = (
            Parameter("Mass", Comparator.GREATER, Decimal(value), "kg", f"{value} kg")
            for value in values
        )
        return Group(Connective.ANY, tuple(written))

    old = edition(OLD, entry("9X999", "Zorbs.", limits(5, 7)))
    found = graph(old, edition(NEW, entry("9X999", "Zorbs.", limits(4, 8))))
    own = f"{SINCE}/9X999/threshold-changed"
    assert says(found, own)["fromLimit"] == {"Mass > 5 kg"}
    assert says(found, f"{own}-4")["toLimit"] == {"Mass > 8 kg"}
    assert len(set(found.subjects(RDF.type, URIRef(STC + "Change")))) == 4


def test_a_note_of_the_list() -> None:
    notes = (note(None, 1, "Of the whole list."),)
    found = graph(edition(OLD, a="Zorbs."), edition(NEW, a="Zorbs.", notes=notes))
    own = says(found, f"{SINCE}/note-added")
    assert own["toNote"] == {"zz-list/2002-02-02/note-1"}
    assert "affects" not in own


def test_silence_of_an_excerpt() -> None:
    old = edition(OLD, a="Zorbs;", b="Glims.")
    found = graph(old, edition(NEW, a="Zorbs;", extent=Extent.EXCERPT))
    assert says(found, SINCE)["silentCount"] == {"1"}
    assert says(found, SINCE)["changeCount"] == {"0"}


def test_kinds_and_doubts_are_the_concepts_of_their_schemes() -> None:
    assert set(KINDS) == set(ChangeKind)
    assert set(DOUBTS) == set(Doubt)
    for names, scheme in ((KINDS, "change-kinds"), (DOUBTS, "doubts")):
        concepts = Graph().parse(ROOT / "ontology" / "schemes" / f"{scheme}.ttl")
        own = concepts.subjects(SKOS.topConceptOf, None)
        assert {str(concept).removeprefix(STC) for concept in own} == set(names.values())
