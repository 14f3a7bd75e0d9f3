"""The W3C SPARQL test suites as values, and the comparison of answers with what they expect.

The suites are not part of the repository; they lie in ``sparql`` of the folder ``suites`` beside
the documents.  Every file has an IRI under ``BASE``, so nothing depends on where it lies.
"""

import csv
import io
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    parse,
    parse_query_results,
)

ROOT = Path(__file__).parents[2]
DOCUMENTS = Path(os.environ.get("KGSERVICE_DOCUMENTS", ROOT.parent / "shared" / "data"))
SUITES = DOCUMENTS.parent / "suites" / "sparql"
BASE = "https://w3id.org/stc/test/w3c/"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
LEFT_OUT = ("entailment", "service", "delete-insert")

Term = NamedNode | BlankNode | Literal | Triple
Solutions = list[dict[str, Term]]


@dataclass(frozen=True, slots=True)
class SuiteTest:
    """One test.

    :ivar kind: local name of its class, without the version
    :ivar data: IRIs of the default graph's files
    :ivar named: IRIs of the named graphs' files
    """

    id: str
    kind: str
    query: Path
    data: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    result: Path | None = None

    @property
    def text(self) -> str:
        """Return the query, with the IRI of its file as base."""
        return f"BASE <{iri_of(self.query)}>\n" + self.query.read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Answer:
    """A boolean, a graph, or solutions, in a form that can be compared."""

    kind: str
    canonical: frozenset[str]


def iri_of(path: Path) -> str:
    """Return the IRI of a file of the suites."""
    return BASE + path.relative_to(SUITES).as_posix()


def path_of(iri: str) -> Path:
    """Return the file of an IRI."""
    return SUITES / iri.removeprefix(BASE)


def read_differences() -> dict[str, str]:
    """Return the reason for each test that the engine itself does not pass."""
    with (Path(__file__).parent / "differences.csv").open(encoding="utf-8", newline="") as file:
        return {row["test"]: row["reason"] for row in csv.DictReader(file)}


def read_tests() -> Iterator[SuiteTest]:
    """Yield the query evaluation and syntax tests of SPARQL 1.0 and 1.1 that manifests name."""
    for manifest in sorted(SUITES.glob("sparql1[01]/*/manifest.ttl")):
        if manifest.parent.name not in LEFT_OUT:
            yield from _read_manifest(manifest)


def _read_manifest(manifest: Path) -> Iterator[SuiteTest]:
    store = Store()
    store.load(path=manifest, format=RdfFormat.TURTLE, base_iri=iri_of(manifest))
    rows = store.query(
        f"""PREFIX mf: <{MF}> PREFIX qt: <{QT}> PREFIX rdf: <{RDF}>
        SELECT ?test ?kind ?action ?query ?result WHERE {{
          ?manifest mf:entries/rdf:rest*/rdf:first ?test .
          ?test a ?kind ; mf:action ?action .
          OPTIONAL {{ ?action qt:query ?query }} OPTIONAL {{ ?test mf:result ?result }}
        }} ORDER BY ?test"""
    )
    assert isinstance(rows, QuerySolutions)
    for row in rows:
        kind = row["kind"].value.removeprefix(MF).removesuffix("11")  # type: ignore[union-attr]
        if "Syntax" in kind and "Update" not in kind:
            yield SuiteTest(_id(manifest, row["test"]), kind, path_of(row["action"].value))  # type: ignore[union-attr]
        elif kind in ("QueryEvaluationTest", "CSVResultFormatTest"):
            yield SuiteTest(
                _id(manifest, row["test"]),
                kind,
                path_of(row["query"].value),  # type: ignore[union-attr]
                _files(store, row["action"], "data"),
                _files(store, row["action"], "graphData"),
                path_of(row["result"].value),  # type: ignore[union-attr]
            )


def _id(manifest: Path, test: Term) -> str:
    name = str(test).strip("<>").rsplit("#", 1)[-1]
    return f"{manifest.parent.parent.name}/{manifest.parent.name}/{name}"


def _files(store: Store, action: Term, name: str) -> tuple[str, ...]:
    found = store.quads_for_pattern(action, NamedNode(QT + name), None)  # type: ignore[arg-type]
    return tuple(sorted(quad.object.value for quad in found))  # type: ignore[union-attr]


def triples_of(path: Path, graph: NamedNode | DefaultGraph) -> Iterator[Quad]:
    """Yield the triples of a data file, in a graph."""
    rdf_format = RdfFormat.from_extension(path.suffix[1:])
    for quad in parse(path=path, format=rdf_format, base_iri=iri_of(path), rename_blank_nodes=True):
        yield Quad(quad.subject, quad.predicate, quad.object, graph)


def engine_answer(test: SuiteTest, media_type: str) -> bytes:
    """Return what the engine itself answers, without any of ours around it."""
    store = Store()
    for iri in test.data:
        store.extend(triples_of(path_of(iri), DefaultGraph()))
    for iri in test.named:
        store.extend(triples_of(path_of(iri), NamedNode(iri)))
        store.add_graph(NamedNode(iri))
    if not test.data and not test.named:  # the query's own FROM names its data
        for path in sorted(test.query.parent.glob("*.ttl")):
            if path.name != "manifest.ttl":
                store.extend(triples_of(path, NamedNode(iri_of(path))))
    results = store.query(test.text)
    if isinstance(results, QueryTriples):
        return results.serialize(format=RdfFormat.N_TRIPLES)
    return results.serialize(format=QueryResultsFormat.from_media_type(media_type))


def read_answer(data: bytes, media_type: str) -> Answer:
    """Read an answer as it was served."""
    if media_type == "application/n-triples":
        return _graph(
            Triple(q.subject, q.predicate, q.object) for q in parse(data, RdfFormat.N_TRIPLES)
        )
    if media_type == "text/csv":
        return _table(data)
    results_format = QueryResultsFormat.from_media_type(media_type)
    return _results(parse_query_results(data, results_format))  # type: ignore[arg-type]


def expected_answer(path: Path) -> Answer:
    """Read the answer that a test expects."""
    if path.suffix == ".csv":
        return _table(path.read_bytes())
    if path.suffix in (".srx", ".srj", ".tsv"):
        return _results(parse_query_results(path=path))
    triples = [Triple(q.subject, q.predicate, q.object) for q in triples_of(path, DefaultGraph())]
    types = {
        t.object.value
        for t in triples
        if t.predicate.value == RDF + "type" and isinstance(t.object, NamedNode)
    }
    return _result_set(triples) if RS + "ResultSet" in types else _graph(triples)


def _results(results: object) -> Answer:
    if isinstance(results, QueryBoolean):
        return Answer("boolean", frozenset([str(bool(results))]))
    assert isinstance(results, QuerySolutions)
    names = [variable.value for variable in results.variables]
    rows = [{n: row[n] for n in names if row[n] is not None} for row in results]
    return _solutions(rows)


def _table(data: bytes) -> Answer:
    rows = csv.DictReader(io.StringIO(data.decode()))
    return _solutions([{n: _cell(v) for n, v in row.items()} for row in rows])


def _cell(text: str) -> Term:
    return BlankNode(text[2:]) if text.startswith("_:") else Literal(text)


def _result_set(triples: list[Triple]) -> Answer:
    """Read solutions from the vocabulary that SPARQL 1.0 tests use."""
    found: dict[tuple[str, str], list[Term]] = {}
    for triple in triples:
        name = triple.predicate.value.removeprefix(RS)
        found.setdefault((str(triple.subject), name), []).append(triple.object)
    if booleans := [o for (_, name), o in found.items() if name == "boolean"]:
        return Answer("boolean", frozenset([str(booleans[0][0].value == "true")]))  # type: ignore[union-attr]
    rows: Solutions = []
    for solution in [
        o for (_, name), objects in found.items() if name == "solution" for o in objects
    ]:
        bindings = found.get((str(solution), "binding"), [])
        rows.append(
            {
                found[(str(b), "variable")][0].value: found[(str(b), "value")][0]  # type: ignore[union-attr]
                for b in bindings
            }
        )
    return _solutions(rows)


def _solutions(rows: Solutions) -> Answer:
    """Return solutions as a graph with one blank node a row, so that they can be compared."""
    triples = []
    for row in rows:
        node = BlankNode()
        triples.append(Triple(node, NamedNode("urn:x:row"), NamedNode("urn:x:row")))
        triples += [Triple(node, NamedNode(f"urn:x:var:{n}"), v) for n, v in row.items()]
    return Answer("solutions", _canonical(triples))


def distinct(answer: Answer) -> frozenset[frozenset[str]]:
    """Return the rows of an answer without repetition; what REDUCED leaves open is left out."""
    rows: dict[str, set[str]] = {}
    for line in answer.canonical:
        node, rest = line.split(" ", 1)
        rows.setdefault(node, set()).add(rest)
    return frozenset(frozenset(row) for row in rows.values())


def _graph(triples: Iterable[Triple]) -> Answer:
    return Answer("graph", _canonical(triples))


def _canonical(triples: Iterable[Triple]) -> frozenset[str]:
    dataset = Dataset(Quad(t.subject, t.predicate, t.object) for t in triples)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return frozenset(str(quad) for quad in dataset)
