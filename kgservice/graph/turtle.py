"""Triples as Turtle text: the same triples in the same order give the same bytes."""

from collections.abc import Iterable

from pyoxigraph import RdfFormat, Triple, serialize

from kgservice.namespaces import PREFIXES


def turtle_text(triples: Iterable[Triple]) -> str:
    """Return triples as Turtle, with our prefixes in their order, only those used.

    :param triples: in the order in which they are written
    :returns: a document; the engine's own order of prefixes would change from call to call
    """
    data = serialize(triples, format=RdfFormat.TURTLE, prefixes=PREFIXES) or b""
    lines = data.decode().splitlines(keepends=True)
    body = "".join(line for line in lines if not line.startswith("@prefix "))
    used = sorted(name for name in PREFIXES if f"{name}:" in body)
    return "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in used) + body
