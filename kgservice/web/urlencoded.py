"""``application/x-www-form-urlencoded``, as addresses and forms have it."""

import re
from binascii import a2b_qp
from urllib.parse import unquote_to_bytes

from kgservice.web.problems import RequestError

MAX_FIELDS = 1000
NOT_QUOTED_PRINTABLE = re.compile(rb"%(?![0-9A-Fa-f]{2})|[=\r\n]|[ \t]$")


def query_pairs(data: bytes, where: str) -> list[tuple[str, str]]:
    """Return names and values of URL-encoded data, in order.

    :param data: as sent
    :param where: what it is, for the sentence that the client reads
    :returns: names and values, empty values too
    :raises RequestError: if it is not UTF-8, or has too many parameters
    """
    if data.count(b"&") >= MAX_FIELDS:
        raise RequestError(f"the {where} has more than {MAX_FIELDS} parameters")
    pairs: list[tuple[str, str]] = []
    for field in data.split(b"&"):
        if field:
            name, _, value = field.partition(b"=")
            pairs.append((_text(name, where), _text(value, where)))
    return pairs


def _text(data: bytes, where: str) -> str:
    try:
        return _unquoted(data.replace(b"+", b" ")).decode()
    except UnicodeDecodeError:
        raise RequestError(f"the {where} is not UTF-8; expected percent-encoded UTF-8") from None


def _unquoted(data: bytes) -> bytes:
    """Return the bytes that are percent-encoded.

    But for its mark this is quoted-printable, which is decoded in C: ten times as fast.
    """
    if NOT_QUOTED_PRINTABLE.search(data):
        return unquote_to_bytes(data)
    return a2b_qp(data.replace(b"%", b"="))
