"""What looks at an answer while it is written: counting its solutions, guarding its XML."""

from collections.abc import Iterable, Iterator

from pyoxigraph import Triple

from kgservice.store.spool import BreachError

CONTROL = bytes(code for code in range(32) if code not in (9, 10, 13))
NONCHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
NAMELESS = b"<oxprefix: "
RESULT = b"<result>"


class RowCount:
    """Counts the solutions of a serialized SELECT while it is written.

    Each format is counted by what can only stand between two solutions: ``<result>`` in XML
    (text is escaped), the newline in TSV (escaped in terms), the line end outside quotes in
    CSV, and an object that opens an array or follows another object in JSON, outside strings.

    :param media_type: one of the solution types
    :param limit: solutions after which counting fails
    """

    def __init__(self, media_type: str, limit: int) -> None:
        self.rows = -1 if media_type.startswith("text/") else 0
        self._limit = limit
        self._count = {
            "application/sparql-results+json": self._json,
            "application/sparql-results+xml": self._xml,
            "text/csv": self._csv,
            "text/tab-separated-values": self._tsv,
        }[media_type]
        self._tail = b""
        self._escape = b""
        self._quoted = False

    def __call__(self, data: bytes) -> bytes:
        """Count the solutions of a piece.

        :param data: the next piece of the answer
        :returns: the piece as it is
        :raises BreachError: if there are too many
        """
        self.rows += self._count(data)
        if self.rows > self._limit:
            raise BreachError("rows")
        return data

    def _tsv(self, data: bytes) -> int:
        return data.count(b"\n")

    def _csv(self, data: bytes) -> int:
        return self._unquoted(data).count(b"\n")

    def _xml(self, data: bytes) -> int:
        text = self._tail + data
        self._tail = text[1 - len(RESULT) :]
        return text.count(RESULT)

    def _json(self, data: bytes) -> int:
        text = self._escape + data
        odd = (len(text) - len(text.rstrip(b"\\"))) % 2
        self._escape = b"\\" if odd else b""
        text = text[:-1] if odd else text
        outside = self._unquoted(text.replace(rb"\\", b"").replace(rb"\"", b""))
        followed = (self._tail + outside).count(b"},{")
        opened = (self._tail[-1:] + outside).count(b"[{")
        self._tail = (self._tail + outside)[-2:]
        return followed + opened

    def _unquoted(self, data: bytes) -> bytes:
        """Return what of a piece stands outside double quotes."""
        parts = data.split(b'"')
        outside = parts[1::2] if self._quoted else parts[::2]
        if not len(parts) % 2:
            self._quoted = not self._quoted
        return b"".join(outside)


class TripleCount:
    """Counts the triples of a graph while they are taken.

    :param triples: of a CONSTRUCT or DESCRIBE
    :param limit: triples after which counting fails
    """

    def __init__(self, triples: Iterable[Triple], limit: int) -> None:
        self.rows = 0
        self._triples = triples
        self._limit = limit

    def __iter__(self) -> Iterator[Triple]:
        """Yield the triples; a :class:`BreachError` is raised when there are too many."""
        for triple in self._triples:
            self.rows += 1
            if self.rows > self._limit:
                raise BreachError("rows")
            yield triple


class XmlGuard:
    """Keeps what the engine writes as XML well-formed, or refuses it.

    The engine writes control characters raw, which XML 1.0 cannot carry at all, and a carriage
    return raw, which an XML reader would read as a line feed.  The former ends the answer, the
    latter becomes a character reference.  A predicate that has no local name ends it too.
    """

    def __init__(self) -> None:
        self._tail = b""

    def __call__(self, data: bytes) -> bytes:
        """Return a piece as it may stand in XML.

        :param data: the next piece of the answer
        :returns: the piece, with carriage returns as references
        :raises BreachError: if XML cannot carry it
        """
        if len(data.translate(None, CONTROL)) != len(data):
            found = next(byte for byte in data if byte in CONTROL)
            raise BreachError("format", f"the character U+{found:04X}")
        text = self._tail + data
        if any(character in text for character in NONCHARACTERS):
            raise BreachError("format", "the character U+FFFE or U+FFFF")
        if NAMELESS in text:
            raise BreachError("format", "a predicate whose IRI ends in no XML name")
        self._tail = text[1 - len(NAMELESS) :]
        return data.replace(b"\r", b"&#13;")
