"""``SERVICE`` clauses of a query, found in its text and replaced by what they answered.

SPARQL evaluates such a clause by itself and joins what comes back, so solutions written as
``VALUES`` in its place mean the same.  The engine never sees the clause.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kgservice.errors import QueryForbiddenError, QuerySyntaxError
from kgservice.store.inspection import FORMS, Inspection, Token, inspect_query, read_tokens

UNANSWERED = "VALUES () { () }"


@dataclass(frozen=True, slots=True)
class Call:
    """One ``SERVICE`` clause.

    :ivar endpoint: IRI of the endpoint
    :ivar text: the query that the endpoint is asked, with the prologue of the whole
    :ivar start: where the clause begins in the query
    :ivar end: where it ends
    """

    endpoint: str
    text: str
    start: int
    end: int


def inspect_with_calls(text: str, endpoints: frozenset[str]) -> tuple[Inspection, list[Call]]:
    """Find form and ``SERVICE`` clauses of a query, and refuse what must not be asked or called.

    :param text: the query as sent
    :param endpoints: those that may be called; with none this is :func:`inspect_query`
    :returns: form and volatility, as what others answer may change; the clauses
    :raises QueryError: as :func:`inspect_query` says, or for an endpoint that may not be called
    """
    calls = read_calls(text) if endpoints else []
    for call in calls:
        if call.endpoint not in endpoints:
            known = ", ".join(f"<{iri}>" for iri in sorted(endpoints))
            raise QueryForbiddenError(f"SERVICE <{call.endpoint}> is not allowed; allowed: {known}")
        inspect_query(call.text)
    inspection = inspect_query(replace_calls(text, calls, [UNANSWERED] * len(calls)))
    return (Inspection(inspection.form, volatile=True) if calls else inspection), calls


def replace_calls(text: str, calls: Sequence[Call], answers: Sequence[str]) -> str:
    """Return a query with each of its clauses replaced by an answer."""
    pieces: list[str] = []
    end = 0
    for call, answer in zip(calls, answers, strict=True):
        pieces += (text[end : call.start], f" {answer} ")
        end = call.end
    return "".join(pieces) + text[end:]


def read_calls(text: str) -> list[Call]:
    """Return the clauses of a query, in order.

    :param text: the query; a clause in a spelling that only the engine takes for one is left in,
        to be refused with what remains
    :returns: the clauses; none holds another
    :raises QueryForbiddenError: for an endpoint that is no constant, ``SILENT``, which would hide
        that an answer is missing, or one clause in another
    """
    tokens = list(read_tokens(text))
    words = [token.text.upper() if token.kind == "word" else "" for token in tokens]
    head = next((i for i, word in enumerate(words) if word in FORMS), len(tokens))
    prologue = text[: tokens[head].start] if head < len(tokens) else ""
    calls: list[Call] = []
    index = head
    while index < len(tokens):
        if words[index] != "SERVICE":
            index += 1
            continue
        if "SILENT" in words[index + 1 : index + 2]:
            text_ = "SERVICE SILENT is not allowed: an answer would be missing unsaid"
            raise QueryForbiddenError(text_)
        endpoint = _endpoint(tokens[:head], tokens[index + 1 : index + 2])
        last = _closing(tokens, index + 2)
        if "SERVICE" in words[index + 1 : last]:
            raise QueryForbiddenError("SERVICE within SERVICE is not allowed")
        start, end = tokens[index].start, tokens[last].start + 1
        pattern = text[tokens[index + 2].start : end]
        calls.append(Call(endpoint, f"{prologue}SELECT * WHERE {pattern}", start, end))
        index = last + 1
    return calls


def _endpoint(prologue: list[Token], found: list[Token]) -> str:
    """Return the IRI that a token names."""
    (token,) = found or [Token("", "", 0)]
    if token.kind == "iri":
        return token.text[1:-1]
    if token.kind == "name":
        prefix, _, local = token.text.partition(":")
        for name, iri in pairwise(prologue):
            if (name.text, iri.kind) == (f"{prefix}:", "iri"):
                return iri.text[1:-1] + local
    raise QueryForbiddenError("SERVICE is allowed with the IRI of an endpoint only")


def _closing(tokens: list[Token], opening: int) -> int:
    """Return the index of the bracket that closes the one at an index."""
    if opening >= len(tokens) or tokens[opening].text != "{":
        raise QuerySyntaxError("SERVICE lacks its group; expected SERVICE <…> { … }", 0, 0)
    depth = 0
    for index in range(opening, len(tokens)):
        if tokens[index].kind == "mark":
            depth += (tokens[index].text == "{") - (tokens[index].text == "}")
        if not depth:
            return index
    raise QuerySyntaxError("a group of SERVICE is not closed; expected '}'", 0, 0)
