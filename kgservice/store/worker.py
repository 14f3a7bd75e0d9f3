"""One query process: opens a store read-only, answers one query after another, gets killed.

It says when it is ready.  Each answer leaves it whole: small ones in the message, others as
the descriptor of an unlinked file.
"""

import dataclasses
import os
import re
import socket
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    Variable,
    parse,
    serialize,
)

from kgservice.store.hardening import bound_memory, end_with_parent, forbid_network
from kgservice.store.inspectors import RowCount, TripleCount, XmlGuard
from kgservice.store.processes import OwnMemory
from kgservice.store.spool import BreachError, Spool
from kgservice.store.syntax import find_mistake
from kgservice.store.wire import Message, receive, send

UNSUPPORTED = re.compile(r"custom (?:aggregate )?function .* is not supported")


def work(connection: socket.socket, order: dict[str, Any]) -> None:
    """Answer queries until the peer closes the connection.

    :param connection: to the service
    :param order: ``path`` of the store, ``memory`` in bytes beyond which it cannot grow
    """
    end_with_parent()
    try:
        store = Store.read_only(order["path"])
    except (OSError, ValueError, RuntimeError) as error:
        send(connection, Message({"failure": "open", "detail": str(error)}))
        return
    bound_memory(order["memory"])
    send(connection, Message({"ready": True, "offline": forbid_network()}))
    stores, memory = OpenStores(order["path"], store), OwnMemory()
    while True:
        try:
            question = receive(connection)
            _reply(connection, stores, memory, question.header)
        except OSError:  # nobody is there to ask or to hear
            return


class OpenStores:
    """The store of a release, and beside it the state of a day that was asked for last.

    :param path: of the store
    :param store: the store itself
    """

    def __init__(self, path: str, store: Store) -> None:
        self._path = path
        self._store = store
        self._state: tuple[str, int, Store] | None = None

    def get(self, path: str | None) -> Store:
        """Return the store of a folder.

        :param path: of a store, ``None`` for the release's own
        :returns: the store, opened read-only
        :raises OSError: if it cannot be opened
        """
        if path is None or path == self._path:
            return self._store
        made = Path(path).stat().st_ino
        if self._state is None or self._state[:2] != (path, made):
            self._state = None
            self._state = (path, made, Store.read_only(path))
        return self._state[2]


def _reply(
    connection: socket.socket, stores: OpenStores, memory: OwnMemory, question: dict[str, Any]
) -> None:
    """Answer one question."""
    spool: Spool | None = None
    try:
        store = stores.get(question.get("store"))
        spool, rows = answer(store, question)
        header = {"rows": rows, "size": spool.size, "memory": memory.read()}
        if spool.file is None:
            send(connection, Message(header, spool.bytes()))
        else:
            os.lseek(spool.file.fileno(), 0, os.SEEK_SET)
            send(connection, Message(header, descriptor=spool.file.fileno()))
    except BreachError as breach:
        send(connection, Message({"failure": breach.kind, "detail": breach.detail}))
    except SyntaxError as error:
        mistake = find_mistake(question["text"], str(error), lambda text: _complaint(store, text))
        send(connection, Message({"failure": "syntax", **dataclasses.asdict(mistake)}))
    except MemoryError:
        send(connection, Message({"failure": "memory", "detail": ""}))
    except (OSError, ValueError, RuntimeError) as error:
        kind = "unsupported" if UNSUPPORTED.search(str(error)) else "engine"
        send(connection, Message({"failure": kind, "detail": str(error)}))
    finally:
        if spool is not None:
            spool.close()


def answer(store: Store, question: dict[str, Any]) -> tuple[Spool, int | None]:
    """Evaluate and serialize one query.

    :param store: what is asked
    :param question: ``text``, ``media_type``, ``base``, ``default_graphs``, ``named_graphs``,
        ``bindings``, ``rows``, ``size``, ``folder``
    :returns: the spooled answer; the number of solutions or triples, ``None`` for ASK
    :raises BreachError: if a limit is breached or the media type cannot carry the answer
    """
    default, named = _dataset(question)
    results = store.query(
        question["text"],
        base_iri=question["base"],
        default_graph=default,
        named_graphs=named,
        substitutions={Variable(name): _term(text) for name, text in question["bindings"]},
    )
    return write_results(results, question)


def write_results(
    results: QuerySolutions | QueryBoolean | Iterable[Triple], question: dict[str, Any]
) -> tuple[Spool, int | None]:
    """Serialize results as they come.

    :param results: of an engine, or read from another's answer
    :param question: ``media_type``, ``rows``, ``size``, ``folder``
    :returns: the spooled answer; the number of solutions or triples, ``None`` for ASK
    :raises BreachError: if a limit is breached or the media type cannot carry the answer
    """
    media_type = question["media_type"]
    count: RowCount | None = None
    inspect: Callable[[bytes], bytes] | None = None
    if isinstance(results, QuerySolutions):
        inspect = count = RowCount(media_type, question["rows"])
    if media_type.endswith("+xml"):
        inspect = _both(count, XmlGuard())
    spool = Spool(question["size"], question["folder"] or None, inspect)
    try:
        if not isinstance(results, QuerySolutions | QueryBoolean):
            triples = TripleCount(results, question["rows"])
            serialize(triples, spool, RdfFormat.from_media_type(media_type))  # type: ignore[arg-type]
            return spool, triples.rows
        results.serialize(spool, QueryResultsFormat.from_media_type(media_type))  # type: ignore[arg-type]
    except BaseException:
        spool.close()
        raise
    return spool, count.rows if count else None


def _both(count: RowCount | None, guard: XmlGuard) -> Callable[[bytes], bytes]:
    """Count, where there is something to count, then guard."""
    return guard if count is None else lambda data: guard(count(data))


Graphs = list[NamedNode | BlankNode | DefaultGraph]


def _dataset(
    question: dict[str, Any],
) -> tuple[Graphs | None, list[NamedNode | BlankNode] | None]:
    """Return the graphs of the request's dataset; ``None`` twice where it names none.

    Both lists are given as soon as one is: left out, ``GRAPH`` would see every graph.
    """
    if not question["default_graphs"] and not question["named_graphs"]:
        return None, None
    default: Graphs = [NamedNode(iri) for iri in question["default_graphs"]]
    return default, [NamedNode(iri) for iri in question["named_graphs"]]


def _term(text: str) -> NamedNode | Literal:
    """Return the term that N-Triples writes so."""
    (quad,) = parse(f"<x:s> <x:p> {text} .", RdfFormat.N_TRIPLES)
    if not isinstance(quad.object, NamedNode | Literal):
        raise ValueError(f"{text} is neither an IRI nor a literal")
    return quad.object


def _complaint(store: Store, text: str) -> str:
    """Return what the engine says against a text, without evaluating it; nothing if it parses."""
    try:
        store.query(text)
    except SyntaxError as error:
        return str(error)
    except (OSError, ValueError, RuntimeError):
        return ""
    return ""
