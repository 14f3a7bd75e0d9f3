"""What is answered where an IRI names nothing: the right spelling, or what is nearest."""

from typing import Final

from flask import Response, redirect, request
from pyoxigraph import Literal, NamedNode
from rapidfuzz import fuzz, process, utils

from kgservice.codes import Grammar
from kgservice.errors import CodeError, DescriptorError
from kgservice.namespaces import (
    BASE,
    ID,
    code_of_segment,
    edition_iri,
    entry_iri,
    list_iri,
    provision_iri,
    regime_iri,
)
from kgservice.readers.descriptors import read_descriptor
from kgservice.web.problems import RequestError
from kgservice.web.resolving import LONGEST, find, place
from kgservice.web.rows import rows
from kgservice.web.service import address_of

SHOWN: Final = 5
ALIKE: Final = 50.0
CODES: Final = "SELECT $list ?thing ?code { ?thing stc:inList $list ; skos:notation ?code }"
ENTRIES: Final = """
SELECT $edition ?thing ?code {
  GRAPH $edition { ?thing skos:inScheme $edition ; skos:notation ?code }
}"""
NAMED: Final = """
SELECT ?thing ?code {
  { ?thing a stc:ControlList ; dcterms:identifier ?code }
  UNION { ?thing a stc:Regime BIND(REPLACE(STR(?thing), "^.*/", "") AS ?code) }
}"""
HELD: Final = "SELECT $list ?thing { $list stc:hasEdition ?thing } ORDER BY ?thing"


def lead_or_refuse(iri: str, suffix: str) -> Response:
    """Lead to the thing whose IRI this is in another spelling.

    :param iri: names nothing
    :param suffix: of the form that was asked for by address
    :returns: a redirect to the canonical spelling
    :raises RequestError: 404, naming what is nearest
    """
    if len(iri) > LONGEST:
        text = f"the path has more than {LONGEST} characters; no IRI of the graph has"
        raise RequestError(text, "uri-too-long")
    other = canonical(iri)
    if other is not None and other != iri and find(other):
        query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
        return redirect(address_of(other) + suffix + query, 301)  # type: ignore[return-value]
    text, nearest = _nearest(iri)
    path = iri.removeprefix(BASE)
    raise RequestError(f"{path[:200]!r} names nothing here; {text}", "not-found", nearest=nearest)


def canonical(iri: str) -> str | None:
    """Return how the graph would write an IRI of a list, edition, provision, entry or regime.

    :param iri: in any spelling of its list's id and code
    :returns: the IRI, whether or not it names something; ``None`` if it is none of those
    """
    head, _, rest = iri.removeprefix(ID).partition("/")
    if head.lower() == "regime":
        return regime_iri(rest)
    lower = f"{ID}{head.lower()}/{rest}".rstrip("/")
    list_id, day = place(lower)
    grammar = _grammar(list_id)
    if list_id is None or grammar is None:
        return None
    if not rest:
        return list_iri(list_id)
    code = rest.partition("/")[2] if day else rest
    if day and not code:
        return edition_iri(list_id, day)
    try:
        right = grammar.normalise(code_of_segment(code))
    except CodeError:
        return None
    return entry_iri(list_id, day, right) if day else provision_iri(list_id, right)


def _grammar(list_id: str | None) -> Grammar | None:
    try:
        return read_descriptor(list_id or "").grammar
    except DescriptorError:
        return None


def _nearest(iri: str) -> tuple[str, list[str]]:
    """Return in words what is known of an IRI that names nothing, and the IRIs nearest to it."""
    head, _, rest = iri.removeprefix(ID).partition("/")
    list_id, day = place(iri)
    if list_id is None or find(list_iri(list_id)) is None:
        return "near it are lists and regimes", _alike(head if head != "regime" else rest, NAMED)
    own = NamedNode(list_iri(list_id))
    if day is None:
        return f"near it in {list_id} are", _alike(code_of_segment(rest), CODES, list=own)
    edition = edition_iri(list_id, day)
    if find(edition) is None:
        held = [row["thing"].value for row in rows(HELD, list=own)]
        return f"no edition of {list_id} of {day} is held; there are", held
    code = code_of_segment(rest.partition("/")[2])
    nearest = _alike(code, ENTRIES, edition=NamedNode(edition))
    provision = canonical(list_iri(list_id) + "/" + rest.partition("/")[2])
    if provision and find(provision):
        return f"other editions of {list_id} have it, that of {day} does not", [provision, *nearest]
    return f"near it in that edition of {list_id} are", nearest


def _alike(code: str, query: str, **terms: NamedNode) -> list[str]:
    """Return the IRIs of what has a code like this one, the most alike first."""
    codes = {
        row["thing"].value: row["code"].value
        for row in rows(query, **terms)
        if isinstance(row["code"], Literal)
    }
    found = process.extract(
        code[:SHOWN * 20], codes, scorer=fuzz.ratio, processor=utils.default_process,
        limit=SHOWN, score_cutoff=ALIKE,
    )  # fmt: skip
    return [iri for _, _, iri in found]
