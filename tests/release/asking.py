"""Asking an opened release, with answers as CSV."""

import csv
import io
from typing import Final

from kgservice.store import QueryRequest, Store

CSV: Final = "text/csv"


def answer(store: Store, text: str, bindings: tuple[tuple[str, str], ...] = ()) -> str:
    """Return a whole answer as CSV, header first, with plain line ends."""
    result = store.query(QueryRequest(text, CSV, bindings=bindings))
    with result.body as body:
        return body.read().decode().replace("\r\n", "\n")


def rows(store: Store, text: str, bindings: tuple[tuple[str, str], ...] = ()) -> list[list[str]]:
    """Return the rows of an answer, without the header."""
    return list(csv.reader(io.StringIO(answer(store, text, bindings))))[1:]
