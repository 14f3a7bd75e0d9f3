"""Values of variables written into a query text, for engines that take a text and nothing else.

``VALUES`` appended to a query would be joined with its result, and so not be seen inside a
``FILTER NOT EXISTS`` or a sub-select.  Here every use of the variable becomes the term itself, as
substitution in the algebra would have it; where the grammar wants a variable, the term is given
that name again.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from kgservice.errors import QueryUnsupportedError
from kgservice.store.inspection import Token, read_tokens

PROJECTION_ENDS: Final = frozenset(("WHERE", "FROM"))
SELECTS: Final = frozenset(("SELECT", "DISTINCT", "REDUCED"))
MODIFIER_ENDS: Final = frozenset(("HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES", "GROUP"))


def substitute(text: str, bindings: Mapping[str, str]) -> str:
    """Return a query in which variables are replaced by terms.

    :param text: a query; a replaced variable may stand in its projections, patterns, expressions,
        ``GROUP BY``, ``ORDER BY`` and ``BOUND``
    :param bindings: N-Triples terms by the variables' names
    :returns: the query; the variables that its outermost ``SELECT`` projects are columns as before
    :raises QueryUnsupportedError: if a variable stands where only a variable may: behind ``AS``,
        before or in ``VALUES``, or all of a ``SELECT *``
    """
    if not bindings:
        return text
    pieces: list[str] = []
    end = 0
    for token, written in _Rewriting(list(read_tokens(text)), bindings).pieces():
        pieces += (text[end : token.start], written)
        end = token.start + len(token.text)
    return "".join(pieces) + text[end:]


class _Rewriting:
    """One pass over the tokens of a query."""

    def __init__(self, tokens: list[Token], bindings: Mapping[str, str]) -> None:
        self._tokens = tokens
        self._bindings = bindings
        self._words = [t.text.upper() if t.kind == "word" else t.text for t in tokens]
        self._depth = 0
        self._where = "pattern"
        self._where_depth = 0
        self._outermost = True

    def pieces(self) -> Iterator[tuple[Token, str]]:
        """Yield the tokens that change, each with what stands in its place."""
        skipped = 0
        for index, token in enumerate(self._tokens):
            if skipped:
                skipped -= 1
                yield token, ""
                continue
            self._follow(index)
            if token.text == "*" and self._words[index - 1] in SELECTS:
                raise QueryUnsupportedError("SELECT * with given values; expected their names")
            if self._is_bound(index):
                skipped = 3
                yield token, "true"
            elif token.kind == "variable" and token.text[1:] in self._bindings:
                yield token, self._written(index, token.text[1:])

    def _follow(self, index: int) -> None:
        """Note in which clause of the query a token stands."""
        word = self._words[index]
        if word in ("(", "{", "["):
            if word == "{" and self._where == "projection":
                self._where = "pattern"
            self._depth += 1
        elif word in (")", "}", "]"):
            self._depth -= 1
            if word == "}" and self._where in ("group", "order"):
                self._where = "pattern"
        elif self._tokens[index].kind != "word":
            return
        elif word == "SELECT":
            self._outermost = self._depth == 0
            self._where, self._where_depth = "projection", self._depth
        elif word in PROJECTION_ENDS and self._where == "projection":
            self._where = "pattern"
        elif word == "BY":
            self._where = "group" if self._words[index - 1] == "GROUP" else "order"
            self._where_depth = self._depth
        elif word in MODIFIER_ENDS and self._depth == self._where_depth:
            self._where = "pattern"

    def _is_bound(self, index: int) -> bool:
        """Return whether ``BOUND ( ?x )`` begins here, of a variable that is replaced."""
        name = self._words[index + 2][1:] if index + 2 < len(self._words) else ""
        return self._words[index] == "BOUND" and name in self._bindings

    def _written(self, index: int, name: str) -> str:
        """Return what stands in place of a variable."""
        before = self._words[index - 1] if index else ""
        if before in ("AS", "VALUES") or self._in_values(index):
            raise QueryUnsupportedError(f"${name} is given a value, so {before} cannot set it")
        term = self._bindings[name]
        if self._depth != self._where_depth or self._where == "pattern":
            return f" {term} "
        if self._where == "projection":
            return f" ({term} AS ?{name}) " if self._outermost else self._dropped(index)
        if self._where == "group":
            return f" ({term} AS ?{name}_given) "
        return f" ({term}) "

    def _dropped(self, index: int) -> str:
        """Return nothing, unless a sub-select would then project nothing at all."""
        first = last = index
        while self._words[first - 1] not in SELECTS:
            first -= 1
        while self._words[last + 1] not in ("WHERE", "{"):
            last += 1
        kept = [
            token.text
            for token in self._tokens[first : last + 1]
            if token.kind != "variable" or token.text[1:] not in self._bindings
        ]
        return " " if kept or index != first else f" (1 AS ?given_{index}) "

    def _in_values(self, index: int) -> bool:
        """Return whether a variable stands in the list behind ``VALUES``."""
        while index and self._tokens[index - 1].kind == "variable":
            index -= 1
        return index > 1 and self._words[index - 2 : index] == ["VALUES", "("]
