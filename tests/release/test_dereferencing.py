"""Every IRI of ours in the bundled release answers, and nothing names one that does not.

What is checked of all, by sets: each IRI of ours that any graph names, as subject, predicate or
object, fits the rule by which a request is resolved.  What is checked by asking: that the rule
and the service agree; every thing of each kind that has few, and a fixed sample of each kind that
has many, in all five forms; that no form names, and no page links to, what does not answer; and
of every provision of a whole list whether it is gone.
"""

import csv
import gzip
import hashlib
import io
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse

from kgservice.namespaces import BASE, ID, OWL, PREFIXES, RDF, STC, STCSH
from kgservice.release import DATASET, Release
from kgservice.settings import Settings
from kgservice.store import Limits, QueryRequest, Store, open_release
from kgservice.web.app import create_app
from kgservice.web.cache import AnswerCache
from kgservice.web.forms import FORMS
from kgservice.web.metrics import Metrics
from kgservice.web.resolving import find, graph_of

FEW = 60
EACH = 16
PARSED = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".rdf": RdfFormat.RDF_XML,
}
PROLOGUE = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())


def select(store: Store, text: str) -> list[tuple[str, ...]]:
    """Return the rows of a SELECT as texts."""
    with store.query(QueryRequest(PROLOGUE + text, "text/csv")).body as body:
        return [tuple(row) for row in csv.reader(io.StringIO(body.read().decode()))][1:]


def chosen(iris: set[str], most: int) -> list[str]:
    """Return some of these, the same ones each time and anywhere."""
    return sorted(iris, key=lambda iri: hashlib.sha256(iri.encode()).digest())[:most]


@dataclass(frozen=True, slots=True)
class Names:
    """The IRIs of ours in a release.

    :ivar subjects: by graph, the default graph under the empty text
    :ivar named: every one that stands anywhere, as subject, predicate, object or graph
    :ivar versions: of modules of the vocabulary
    :ivar kinds: IRIs by class, in every graph
    """

    subjects: dict[str, set[str]]
    named: set[str]
    versions: set[str]
    kinds: dict[str, set[str]]

    def answers(self, iri: str) -> bool:
        """Return whether an IRI answers, by the rule alone."""
        document, _, fragment = iri.partition("#")
        own = self.subjects[""]
        if document + "#" == STC:
            return not fragment or iri in own
        if document + "#" == STCSH:
            return not fragment or iri in self.subjects[document]
        if not document.startswith(ID):
            return iri in own or (iri in self.versions and not fragment)
        beside = self.subjects.get(graph_of(document), set())
        return iri in own or iri in beside


@pytest.fixture(scope="module")
def names(release: Release) -> Names:
    """Return the IRIs of ours in the bundled release, read from its dataset."""
    subjects: dict[str, set[str]] = defaultdict(set)
    kinds: dict[str, set[str]] = defaultdict(set)
    named, versions = set(), set()
    with gzip.open(release.path / DATASET, "rt", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            subject, predicate, rest = line.split(" ", 2)
            *said, last = rest.removesuffix(" .\n").rsplit(" ", 1)
            graph = last[1:-1] if said and last.startswith("<") else ""
            value = said[0] if graph else rest.removesuffix(" .\n")
            subjects[graph].add(subject[1:-1])
            named |= {subject, predicate, value, f"<{graph}>"}
            if predicate == f"<{RDF}type>":
                kinds[value[1:-1]].add(subject[1:-1])
            if predicate == f"<{OWL}versionIRI>":
                versions.add(value[1:-1])
    ours = {iri[1:-1] for iri in named if iri.startswith(f"<{BASE}")}
    for iris in (*subjects.values(), *kinds.values()):
        iris -= {iri for iri in iris if not iri.startswith(BASE)}
    return Names(dict(subjects), ours, versions, {k: v for k, v in kinds.items() if v})


@pytest.fixture(scope="module")
def store(releases: Path) -> Iterator[Store]:
    """Return the bundled release, opened for as long as a busy machine may need."""
    opened = open_release(releases, Limits(seconds=300), 2)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def client(store: Store) -> FlaskClient:
    """Return a client of the application over the bundled release."""
    return create_app(store, Settings(), Metrics(store, AnswerCache(0))).test_client()


@pytest.fixture(scope="module")
def sample(names: Names) -> list[str]:
    """Return documents to ask for: all of each kind that has few, some of each that has many."""
    found: set[str] = set()
    for iris in names.kinds.values():
        documents = {iri.partition("#")[0] for iri in iris}
        found |= documents if len(documents) <= FEW else set(chosen(documents, EACH))
    graphs = {name: iris for name, iris in names.subjects.items() if name}
    for iris in graphs.values():
        found |= set(chosen({iri.partition("#")[0] for iri in iris}, EACH))
    return sorted(found)


def path_of(iri: str) -> str:
    """Return where the service answers an IRI."""
    return "/" + iri.removeprefix(BASE)


def told(client: FlaskClient, iri: str) -> str:
    """Return what is told of a thing, as N-Triples."""
    with client.get(path_of(iri) + ".nt") as reply:
        assert reply.status_code == 200, iri
        return reply.text


@pytest.fixture(scope="module")
def provisions(store: Store) -> dict[str, bool]:
    """Return of each provision of a list whose newest edition is whole, whether it is gone."""
    found = select(
        store,
        """
    SELECT ?provision ?day ?entry {
      ?list stc:presentEdition ?present .
      ?present stc:completeness stc:Whole ; stc:standsFrom ?day .
      ?provision stc:inList ?list ; stc:hasVersion ?entry .
    }""",
    )
    newest: dict[str, str] = {}
    days = {provision: day for provision, day, _ in found}
    for provision, _, entry in found:
        edition = entry.removeprefix(ID).split("/")[1]
        newest[provision] = max(edition, newest.get(provision, ""))
    return {provision: newest[provision] < day for provision, day in days.items()}


def test_every_iri_that_is_named_answers_by_the_rule(names: Names) -> None:
    assert len(names.named) > 100_000
    assert len(names.kinds) > 40
    assert sorted(iri for iri in names.named if not names.answers(iri)) == []


def test_the_rule_is_the_resolvers(client: FlaskClient, names: Names) -> None:
    things = {iri for iri in names.named if iri.startswith(ID) and "#" not in iri}
    some = chosen(things, 250)
    others = [f"{iri}{tail}" for iri in some[:50] for tail in ("x", "/note-999", ".zz")]
    with client.application.test_request_context():
        for iri in (*some, *others):
            assert (find(iri) is not None) == names.answers(iri), iri


def test_every_form_of_the_sample_answers_and_names_only_what_answers(
    client: FlaskClient, provisions: dict[str, bool], names: Names, sample: list[str]
) -> None:
    assert len(sample) > 600
    for iri in sample:
        expected = 410 if provisions.get(iri) else 200
        for form in FORMS[:-1]:
            with client.get(path_of(iri) + form.suffix) as reply:
                assert (reply.status_code, reply.mimetype) == (expected, form.offer.media_type), iri
                data = reply.data
            if form.suffix not in PARSED:
                continue
            said = list(parse(data, PARSED[form.suffix]))
            assert any(str(quad.subject).startswith(f"<{iri}") for quad in said), iri
            terms = re.findall(rf"<({re.escape(BASE)}[^>]*)>", "\n".join(map(str, said)))
            assert [term for term in terms if not names.answers(term)] == [], iri


class Links(HTMLParser):
    """The addresses that a page links to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: D102
        self.found |= {value for name, value in attrs if name in ("href", "src") and value}


def test_every_page_of_the_sample_links_only_to_what_answers(
    client: FlaskClient, provisions: dict[str, bool], names: Names, sample: list[str]
) -> None:
    other = set()
    for iri in chosen(set(sample), 500):
        with client.get(path_of(iri), headers={"Accept": "text/html"}) as reply:
            assert reply.status_code == (410 if provisions.get(iri) else 200), iri
            assert reply.mimetype == "text/html"
            links = Links()
            links.feed(reply.text)
        for link in links.found:
            place = urlsplit(link)
            if place.scheme or place.netloc or not place.path.startswith("/"):
                continue
            own = BASE + place.path[1:] + (f"#{place.fragment}" if place.fragment else "")
            if place.query or any(place.path.endswith(form.suffix) for form in FORMS):
                continue
            if place.path.startswith(("/id/", "/ontology", "/shapes")):
                assert names.answers(own), f"{iri} links to {link}"
            else:
                other.add(place.path)
    for path in sorted(each for each in other if not each.startswith("/download/")):
        with client.get(path, headers={"Accept": "text/html"}) as reply:
            assert reply.status_code == 200, path


def test_fragments_are_told_with_their_document(client: FlaskClient, names: Names) -> None:
    fragments = {iri for iri in set().union(*names.subjects.values()) if "#" in iri}
    documents = {iri.partition("#")[0] for iri in fragments}
    for document in chosen(documents, 100):
        said = told(client, document)
        own = {iri for iri in fragments if iri.startswith(f"{document}#")}
        assert [iri for iri in sorted(own) if f"<{iri}> <" not in said] == [], document


def test_blank_nodes_are_told_with_the_vocabulary(client: FlaskClient, store: Store) -> None:
    ((count,),) = select(store, "SELECT (COUNT(*) AS ?n) { ?x ?p ?o FILTER(isBlank(?x)) }")
    lines = told(client, f"{BASE}ontology").splitlines()
    assert sum(line.startswith("_:") for line in lines) == int(count) > 500


def test_exactly_what_whole_lists_have_no_longer_is_gone(
    client: FlaskClient, provisions: dict[str, bool]
) -> None:
    absent = {iri for iri, is_gone in provisions.items() if is_gone}
    assert 0 < len(absent) < len(provisions)
    for iri in sorted(absent | set(chosen(set(provisions), 300))):
        with client.get(path_of(iri) + ".nt") as reply:
            status = reply.status_code
        assert status == (410 if iri in absent else 200), iri


def lines(store: Store, edition: str) -> Iterator[bytes]:
    """Yield the graph of an edition as sorted N-Quads."""
    text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{edition}> {{ ?s ?p ?o }} }}"
    with store.query(QueryRequest(text, "application/n-triples")).body as body:
        found = sorted(set(body.read().splitlines()))
    yield from (line.removesuffix(b".") + f"<{edition}> .\n".encode() for line in found)


def test_the_checksum_of_an_edition_is_that_of_what_is_served(store: Store) -> None:
    editions = select(
        store,
        """
    SELECT ?edition ?sha {
      ?edition a stc:Edition BIND(IRI(CONCAT(STR(?edition), "/checksum")) AS ?checksum)
      ?checksum spdx:checksumValue ?sha
    } ORDER BY ?edition""",
    )
    assert len(editions) == 20
    checksums = dict(editions)
    for edition in chosen(set(checksums), 6):
        digest = hashlib.sha256()
        for line in lines(store, edition):
            digest.update(line)
        assert digest.hexdigest() == checksums[edition], edition
