"""What a query text is, found without evaluating it: form, forbidden verbs, depth.

The engine's parser is more lenient than the SPARQL grammar: it reads ``trueSERVICE``,
``1SERVICE`` and ``SERVICEex:a`` as if a space stood between, and takes ``<?b)SERVICE#>`` for a
comparison.  Where the two readings differ, this module takes the one that refuses.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kgservice.errors import QueryForbiddenError, QueryNestingError, QuerySyntaxError

MAX_DEPTH: Final = 200
MAX_STEPS: Final = 200
MAX_CLAUSES: Final = 1000
MAX_TOKENS: Final = 200_000
LONGEST_REMEMBERED: Final = 8192
LONGEST_GLANCED: Final = 4000
FORMS: Final = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
UPDATES: Final = frozenset(
    ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
)
CLAUSES: Final = frozenset(
    (
        "OPTIONAL",
        "MINUS",
        "UNION",
        "BIND",
        "FILTER",
        "GRAPH",
        "VALUES",
        "SELECT",
        "EXISTS",
        "LATERAL",
    )
)
VOLATILE: Final = frozenset(("NOW", "RAND", "UUID", "STRUUID", "BNODE"))

ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
NAME = r"(?:[^\W\d_]|_|[\U00010000-\U000EFFFF])"
REST = r"(?:[\w.\-\u00B7\U00010000-\U000EFFFF])"
LOCAL = r"(?:[\w.\-:\u00B7\U00010000-\U000EFFFF]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%])"
TOKEN = re.compile(
    rf"""
      (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
                 |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    | (?P<iri><[^<>"{{}}|^`\\\x00-\x20]*>)
    | (?P<comment>\#[^\n\r]*)
    | (?P<variable>[?$]\w+)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<name>(?:{NAME}{REST}*+)?:{LOCAL}*+)
    | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    | (?P<word>{NAME}{REST}*+)
    | (?P<mark>[(){{}}\[\]/^|!*+\-.;,])
    """,
    re.VERBOSE | re.DOTALL,
)
IRI = re.compile(r"<[^<>\"{}|^`\\\x00-\x20]*+>")
SUSPICIOUS = ("\\", "SERVICE", "NOW", "RAND", "UUID", "BNODE")
HEAD = re.compile(
    rf"(?:\s|\#[^\n\r]*+[\n\r]|PREFIX\s++[\w\-]*+:\s*+{IRI.pattern}|BASE\s*+{IRI.pattern})*+"
    r"(SELECT|ASK|CONSTRUCT|DESCRIBE)\b",
    re.IGNORECASE | re.ASCII,
)
DECLARED = re.compile(r"PREFIX\s+([\w\-]*):", re.IGNORECASE | re.ASCII)
PREFIXED = re.compile(r"(?<![\w.\-])([\w.\-]*+):")
WORD = re.compile(r"[^.\-]+")
SERVICE = re.compile(r"(?:TRUE|FALSE)*SERVICE", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found in a query text.

    :ivar form: ``SELECT``, ``ASK``, ``CONSTRUCT`` or ``DESCRIBE``
    :ivar volatile: whether two answers from the same release may differ (``NOW``, ``RAND`` …)
    """

    form: str
    volatile: bool


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of query text; ``start`` is its offset."""

    kind: str
    text: str
    start: int


def inspect_query(text: str) -> Inspection:
    """Find a query's form, and refuse what must not reach the engine.

    :param text: the query as sent
    :returns: form and volatility
    :raises QuerySyntaxError: if the text is empty or begins with no query form, or uses a prefix
        that it does not declare
    :raises QueryForbiddenError: if it is an update or contains ``SERVICE``
    :raises QueryNestingError: if it is deeper or longer than the engine survives
    """
    return _remembered(text) if len(text) <= LONGEST_REMEMBERED else _inspect(text)


def _glance(text: str) -> Inspection | None:
    """Return what is found in a short text in which nothing can hide; ``None`` for any other.

    It holds no word that is looked for and no escape, fewer brackets and slashes in all than may
    stand within one another, and no prefix but those that its head declares.
    """
    upper = text.upper()
    if len(text) > LONGEST_GLANCED or any(word in upper for word in SUSPICIOUS):
        return None
    head = HEAD.match(text)
    if head is None or text.count("(") + text.count("[") + text.count("{") > MAX_DEPTH:
        return None
    rest = IRI.sub(" ", text)
    if rest.count("/") > MAX_STEPS:
        return None
    if not set(PREFIXED.findall(rest)) <= {"_", *DECLARED.findall(IRI.sub(" ", head[0]))}:
        return None
    return Inspection(head[1].upper(), volatile=False)


def _inspect(text: str) -> Inspection:
    text = ESCAPE.sub(_unescape, text)
    tokens = list(itertools.islice(read_tokens(text), MAX_TOKENS + 1))
    if len(tokens) > MAX_TOKENS:
        raise QueryNestingError(f"the query has more than {MAX_TOKENS:,} tokens")
    form = _form(text, tokens)
    _refuse_service(tokens)
    _refuse_depth(tokens)
    _refuse_undeclared(text, tokens)
    return Inspection(form, any(t.kind == "word" and t.text.upper() in VOLATILE for t in tokens))


@lru_cache(maxsize=512)
def _remembered(text: str) -> Inspection:
    return _glance(text) or _inspect(text)


def _unescape(found: re.Match[str]) -> str:
    code = int(found[1] or found[2], 16)
    return chr(code) if code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else found[0]


def read_tokens(text: str) -> Iterator[Token]:
    """Yield the tokens that carry meaning, in order; comments are left out."""
    for found in TOKEN.finditer(text):
        kind = found.lastgroup or ""
        if kind == "word":
            for part in WORD.finditer(found[0]):
                yield Token(kind, part[0], found.start() + part.start())
        elif kind != "comment":
            yield Token(kind, found[0], found.start())


def _form(text: str, tokens: list[Token]) -> str:
    """Return the query form, the first word behind the prologue."""
    index = 0
    while index < len(tokens):
        token = tokens[index]
        word = token.text.upper()
        if token.kind == "word" and word in ("PREFIX", "BASE", "VERSION"):
            index += 3 if word == "PREFIX" else 2
            continue
        if token.kind == "word" and word in FORMS:
            return word
        update = next((verb for verb in UPDATES if word.startswith(verb)), None)
        if token.kind == "word" and update:
            raise QueryForbiddenError(
                f"the text is an update ({update}); this endpoint answers queries only"
            )
        for form in FORMS:
            if token.kind in ("word", "name") and word.startswith(form):
                return form
        line, column = place(text, token.start)
        raise QuerySyntaxError(
            f"line {line}, column {column}: {token.text[:40]!r} begins no query;"
            " expected PREFIX, BASE, SELECT, ASK, CONSTRUCT or DESCRIBE",
            line,
            column,
        )
    raise QuerySyntaxError("the query is empty; expected SELECT, ASK, CONSTRUCT or DESCRIBE", 1, 1)


def _refuse_service(tokens: list[Token]) -> None:
    """Refuse ``SERVICE`` in every spelling that the engine takes for it."""
    message = "SERVICE is not allowed: this endpoint calls no other"
    for index, token in enumerate(tokens):
        if token.kind == "word" and SERVICE.match(token.text):
            raise QueryForbiddenError(message)
        if token.kind == "iri" and _hides_service(token.text):
            raise QueryForbiddenError(message)
        if token.kind == "name" and SERVICE.match(token.text):
            following = tokens[index + 1].text if index + 1 < len(tokens) else ""
            graph = index and tokens[index - 1].text.upper() == "GRAPH"
            if following == "{" and not graph:
                raise QueryForbiddenError(message)


def _hides_service(iri: str) -> bool:
    """Return whether what reads as an IRI can be a comparison, a bracket closed, and a call.

    ``(?a<?b)SERVICE#>`` is that: more brackets are closed than opened, and a comment begins.
    """
    before, called, _ = iri.upper().partition("SERVICE#")
    return bool(called) and before.count(")") > before.count("(")


def _refuse_depth(tokens: list[Token]) -> None:
    """Refuse brackets, property paths and groups that would overflow the engine's stack."""
    depth = deepest = steps = longest = clauses = 0
    for token in tokens:
        if token.kind == "mark" and token.text in "([{":
            depth += 1
        elif token.kind == "mark" and token.text in ")]}":
            depth -= 1
        elif token.kind == "iri":
            depth += token.text.count("(") - token.text.count(")")
        elif token.kind == "word" and token.text.upper() in CLAUSES:
            clauses += 1
        deepest = max(deepest, depth)
        steps = _steps(token, steps)
        longest = max(longest, steps)
    for found, most, what in (
        (deepest, MAX_DEPTH, "levels of brackets"),
        (longest, MAX_STEPS, "steps in one property path"),
        (clauses, MAX_CLAUSES, "clauses"),
    ):
        if found > most:
            raise QueryNestingError(f"the query has {found} {what}; at most {most} are answered")


def _steps(token: Token, steps: int) -> int:
    """Return the number of ``/`` since the path began: names, IRIs and marks of paths go on it."""
    if token.text == "/":
        return steps + 1
    if token.kind in ("name", "iri") or token.text in ("(", ")", "^", "|", "*", "+", "!", "a"):
        return steps
    return 0


def _refuse_undeclared(text: str, tokens: list[Token]) -> None:
    """Refuse a prefix without a declaration: the engine's own message misleads there."""
    declared = {
        following.text
        for token, following in itertools.pairwise(tokens)
        if token.kind == "word" and token.text.upper() == "PREFIX"
    }
    for index, token in enumerate(tokens):
        prefix = token.text[: token.text.find(":") + 1]
        if token.kind != "name" or prefix == "_:" or prefix in declared:
            continue
        if index and tokens[index - 1].kind == "number":
            continue
        line, column = place(text, token.start)
        raise QuerySyntaxError(
            f"line {line}, column {column}: the prefix {prefix!r} is not declared;"
            f" expected 'PREFIX {prefix} <…>' at the head of the query",
            line,
            column,
        )


def place(text: str, offset: int) -> tuple[int, int]:
    """Return line and column, from 1, of an offset in a text."""
    before = text[: max(offset, 0)]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
