"""A Commerce Control List node file as stored: gzipped JSON lines, one node a line."""

import io
import json
import zlib
from typing import Final

from kgservice.errors import DocumentError
from kgservice.readers.ccl_nodes.text import Node
from kgservice.readers.documents import MAX_BYTES, Document

_KEYS: Final = ("code", "supplement", "heading", "ancestors", "breadcrumbs", "text")
_GZIP: Final = b"\x1f\x8b"


def looks_like_nodes(head: bytes) -> bool:
    """Tell whether the first bytes of a file are a node file's, gzipped or plain."""
    if head.startswith(_GZIP):
        try:
            head = zlib.decompressobj(wbits=31).decompress(head, 4096)
        except zlib.error:
            return False
    return head.lstrip().startswith(b"{") and b'"supplement"' in head and b'"code"' in head


def read_nodes(document: Document) -> list[Node]:
    """Return the nodes of a file in the order of its lines.

    :param document: JSON lines, packed by gzip or plain
    :returns: one node a line; empty lines are passed over
    :raises DocumentError: if the gzip stream is damaged or cut short, a line is no UTF-8 or no
        JSON object, or a node lacks a key; the message names the line
    """
    data = _unpacked(document)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DocumentError(
            f"{document.name}, line {line}: byte {error.start} is not UTF-8; "
            "save the document as UTF-8"
        ) from error
    return [
        _node(document.name, number, line)
        for number, line in enumerate(io.StringIO(text), 1)
        if line.strip()
    ]


def _unpacked(document: Document) -> bytes:
    if not document.data.startswith(_GZIP):
        return document.data
    unpacker = zlib.decompressobj(wbits=31)
    try:
        data = unpacker.decompress(document.data, MAX_BYTES)
    except zlib.error as error:
        raise DocumentError(
            f"{document.name}: the gzip stream is damaged: {error}; download the file again"
        ) from error
    if unpacker.unconsumed_tail:
        raise DocumentError(f"{document.name}: unpacks to more than {MAX_BYTES:,} bytes")
    if not unpacker.eof:
        raise DocumentError(f"{document.name}: the gzip stream ends early; download the file again")
    return data


def _node(name: str, number: int, line: str) -> Node:
    place = f"{name}, line {number}"
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise DocumentError(
            f"{place}: not JSON: {error.msg}; expected one node of the list a line"
        ) from error
    missing = _KEYS if not isinstance(record, dict) else [key for key in _KEYS if key not in record]
    if missing:
        raise DocumentError(
            f"{place}: a node lacks {', '.join(missing)}; expected {', '.join(_KEYS)}"
        )
    strings = [record["code"], record["supplement"], record["text"], *record["ancestors"]]
    if not all(isinstance(value, str) for value in strings):
        raise DocumentError(f"{place}: code, supplement, text and ancestors must be strings")
    return Node(
        number,
        record["code"],
        record["supplement"],
        record["heading"],
        tuple(record["ancestors"]),
        tuple(value for value in record["breadcrumbs"]),
        record["text"],
    )
