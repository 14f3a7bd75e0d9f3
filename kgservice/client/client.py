"""The client: the questions of the service as methods."""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, Literal

import httpx
from rdflib import Graph

from kgservice.client.answers import Solutions, read_solutions
from kgservice.client.things import (
    Convergence,
    Thing,
    convergence_query,
    read_convergences,
    read_thing,
)
from kgservice.client.transport import JSON, Transport, read_json
from kgservice.errors import IncompleteAnswerError, InputError
from kgservice.namespaces import BASE, ID, PREFIXES, entry_iri, provision_iri
from kgservice.reasoning.explain import Proof, explain
from kgservice.search.codes import codes_of
from kgservice.search.model import Found, Hit, Words

SOLUTIONS: Final = "application/sparql-results+json"
JSON_LD: Final = "application/ld+json"
TURTLE: Final = "text/turtle"
QUERY: Final = "application/sparql-query"
PAGE: Final = 100
Document = Mapping[str, Any]


class Client:
    """A client of one service; close it, or use it in a ``with`` block.

    :param address: of the service's front page
    :param timeout: seconds that an answer may take
    :param transport: in place of the network, such as ``httpx.WSGITransport(app)``
    """

    def __init__(
        self,
        address: str = "http://127.0.0.1:8080",
        timeout: float = 60.0,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._transport = Transport(address, timeout, transport)

    def __enter__(self) -> "Client":
        """Return the client itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the client."""
        self.close()

    def close(self) -> None:
        """Close the connection to the service."""
        self._transport.close()

    def search(
        self,
        text: str,
        *,
        lang: str | None = None,
        list_id: str | None = None,
        kinds: Sequence[str] = (),
        limit: int = 20,
        offset: int = 0,
    ) -> Found:
        """Return one page of what a text finds; ``total`` says how much there is.

        :param text: a code in any spelling, words, a name or a CAS number
        :param lang: only words of this language, and labels in it
        :param list_id: only entries and provisions of this list
        :param kinds: only things of these kinds
        :param limit: how many hits at most, up to 100
        :param offset: how many of the best hits are passed over
        :returns: the hits, the best first
        :raises ServiceError: if the service refuses
        """
        asked = {"q": text, "lang": lang, "list": list_id, "limit": limit, "offset": offset}
        reply = self._transport.get("search", JSON, {**asked, "kind": list(kinds) or None})
        return _found(read_json(reply))

    def search_all(self, text: str, **filters: Any) -> tuple[Hit, ...]:  # noqa: ANN401
        """Return everything that a text finds, page after page of one release.

        :param text: as for :meth:`search`
        :param **filters: ``lang``, ``list_id`` and ``kinds``, as for :meth:`search`
        :returns: all hits, the best first
        :raises IncompleteAnswerError: if the release changed between two pages
        """
        found = self.search(text, limit=PAGE, **filters)
        hits = list(found.hits)
        while len(hits) < found.total:
            more = self.search(text, limit=PAGE, offset=len(hits), **filters)
            if (more.release, more.total) != (found.release, found.total) or not more.hits:
                raise IncompleteAnswerError(
                    f"the hits for {text!r} are not of one release; search again"
                )
            hits += more.hits
        return tuple(hits)

    def entry(self, list_id: str, code: str, edition: datetime.date | str | None = None) -> Thing:
        """Return what is said of an entry.

        :param list_id: such as ``us-ccl``
        :param code: in any spelling that the list's grammar accepts
        :param edition: the day from which its edition stands; the present one by default
        :returns: the entry; the provision where the present has no entry of that code
        :raises ServiceError: with status 404 if there is none
        """
        printed = codes_of(code, (list_id,)).get(list_id, code)
        if edition is not None:
            day = datetime.date.fromisoformat(str(edition))
            return self.thing(entry_iri(list_id, day, printed))
        provision = provision_iri(list_id, printed)
        present = self.query(
            f"SELECT ?entry WHERE {{ ?entry stc:versionOf <{provision}> ; a stc:Entry }}"
        )
        return self.thing(next((str(row["entry"]) for row in present), provision))

    def thing(self, iri: str) -> Thing:
        """Return what is said of a thing of ours.

        :param iri: whole, or its part behind ``…/id/``
        :returns: the thing
        :raises InputError: if the IRI is none of ours
        :raises ServiceError: with status 404 if the graph says nothing of it
        """
        whole = iri if ":" in iri else ID + iri
        if not whole.startswith(BASE):
            raise InputError(f"<{whole}> is no IRI of ours; expected one below {BASE}")
        reply = self._transport.get(whole.removeprefix(BASE), JSON_LD, {})
        return read_thing(whole, read_json(reply), _release(reply))

    def compare(self, a: str, b: str) -> Document:
        """Return how a list stands to another in their present editions, and where they deviate.

        :param a: id of the list that is judged
        :param b: id of the list that it is held against
        :returns: the document of ``/compare``, and under ``release`` what it is of
        :raises ServiceError: if the service refuses
        """
        return self._document("compare", a=a, b=b)

    def changes(
        self, list_id: str, older: datetime.date | str, newer: datetime.date | str
    ) -> Document:
        """Return what changed between two editions of a list.

        :param list_id: such as ``us-ccl``
        :param older: the day from which the older edition stands
        :param newer: the same of the newer one
        :returns: the document of ``/changes``, and under ``release`` what it is of
        :raises ServiceError: if the service refuses
        """
        return self._document("changes", **{"list": list_id, "from": str(older), "to": str(newer)})

    def convergences(
        self, list_id: str, code: str, role: Literal["item", "caught"] = "item"
    ) -> tuple[Convergence, ...]:
        """Return the convergences of a provision, the stated ones before the candidates.

        :param list_id: such as ``us-ccl``
        :param code: in any spelling
        :param role: ``item``: those whose controlled item holds it; ``caught``: those it catches
        :returns: each with its status and sources
        """
        printed = codes_of(code, (list_id,)).get(list_id, code)
        return read_convergences(self.query(convergence_query(list_id, printed, role)))

    def convergence(self, iri: str) -> Proof:
        """Return what is known of one convergence: its facts, sources, and steps of proof.

        :param iri: whole, or its part behind ``…/id/``
        :returns: the proof
        :raises ExplanationError: if the IRI names no convergence
        """
        whole = iri if ":" in iri else ID + iri
        return explain(whole, self._select)

    def query(
        self, text: str, *, as_of: datetime.date | str | None = None, timeout: float | None = None
    ) -> Solutions:
        """Return the whole answer to a SELECT.

        :param text: SPARQL; prefixes of ours that it uses and does not declare are added
        :param as_of: the day whose editions are asked, in place of the present
        :param timeout: a deadline earlier than the service's own, in seconds
        :returns: every solution
        :raises ServiceError: if the service refuses, or a limit was hit
        """
        reply = self._sparql(text, SOLUTIONS, as_of, timeout)
        return read_solutions(reply.content, _release(reply))

    def ask(self, text: str) -> bool:
        """Return the answer to an ASK."""
        answer = read_json(self._sparql(text, SOLUTIONS, None, None))
        if not isinstance(answer, dict) or not isinstance(answer.get("boolean"), bool):
            raise IncompleteAnswerError("the answer holds no 'boolean'; expected that of an ASK")
        return bool(answer["boolean"])

    def graph(self, text: str) -> Graph:
        """Return the answer to a CONSTRUCT or DESCRIBE as an rdflib graph."""
        graph = Graph()
        graph.parse(data=self._sparql(text, TURTLE, None, None).content, format="turtle")
        return graph

    def question(self, question_id: str, **values: str) -> Solutions:
        """Return the whole answer to a question of the catalogue.

        :param question_id: such as ``cq-001``
        :param **values: one for each of its parameters; none for its sample
        :returns: every solution
        """
        reply = self._transport.get(f"queries/{question_id.lower()}", SOLUTIONS, values)
        return read_solutions(reply.content, _release(reply))

    def _document(self, path: str, **parameters: str) -> Document:
        reply = self._transport.get(path, JSON, parameters)
        document = read_json(reply)
        if not isinstance(document, dict):
            raise IncompleteAnswerError(f"the answer of /{path} is no object; expected one")
        return {**document, "release": _release(reply)}

    def _sparql(
        self, text: str, accept: str, as_of: datetime.date | str | None, timeout: float | None
    ) -> httpx.Response:
        asked = {"asOf": as_of and str(as_of), "timeout": timeout}
        given = {name: value for name, value in asked.items() if value is not None}
        address = str(httpx.URL("sparql", params=given)) if given else "sparql"
        return self._transport.post(address, accept, (_prologue(text) + text).encode(), QUERY)

    def _select(self, text: str) -> Iterator[Mapping[str, str]]:
        for solution in self.query(text).terms:
            yield {name: term.value for name, term in solution.items()}


def _prologue(text: str) -> str:
    """Return the declarations that a query lacks of our prefixes, so that its lines keep count."""
    lacks = (
        name
        for name in PREFIXES
        if f"{name}:" in text and not re.search(rf"PREFIX\s+{name}:", text, re.IGNORECASE)
    )
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in lacks)


def _found(document: Any) -> Found:  # noqa: ANN401 - any JSON value
    try:
        hits = tuple(_hit(each) for each in document["hits"])
        corrected = {word: tuple(near) for word, near in document["corrected"].items()}
        return Found(**{**document, "hits": hits, "corrected": corrected})
    except (KeyError, TypeError, AttributeError) as error:
        raise IncompleteAnswerError(f"the answer is no list of hits: lacks {error}") from error


def _hit(document: dict[str, Any]) -> Hit:
    words = {
        field: None if document[field] is None else _words(document[field])
        for field in ("label", "above", "extract")
    }
    return Hit(**{**document, **words})


def _words(document: dict[str, Any]) -> Words:
    return Words(**{**document, "spans": tuple((a, b) for a, b in document["spans"])})


def _release(reply: httpx.Response) -> str:
    return str(reply.headers.get("X-Release", ""))
