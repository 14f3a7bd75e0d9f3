"""The child process that parses a foreign RDF file into a store.

``python -m kgservice.store.loading FILE TARGET MEMORY`` fills the store folder ``TARGET`` and
prints one JSON object: ``quads``, or ``detail`` and, where it is known, ``line``.  A file can
kill a parser; here that ends this process alone.
"""

import gzip
import json
import re
import sys
import zlib
from pathlib import Path
from typing import IO, Any, cast
from xml.parsers import expat

from pyoxigraph import RdfFormat, Store

from kgservice.store.hardening import bound_memory, forbid_network

FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
    ".json": RdfFormat.JSON_LD,
}
PIECE = 1024 * 1024
PLACE = re.compile(r"^Parser error (?:at|between) line [^:]*: ")


class RefusedError(Exception):
    """A file that is not loaded; ``line`` is 0 where none is known."""

    def __init__(self, detail: str, line: int = 0) -> None:
        super().__init__(detail)
        self.line = line


def load(path: Path, target: Path) -> int:
    """Parse a file into a new store folder.

    :param path: a file whose suffix, before ``.gz``, is a key of ``FORMATS``
    :param target: a folder that does not exist
    :returns: the number of quads
    :raises RefusedError: if the file is no whole document of its format
    """
    rdf_format = FORMATS[suffix_of(path)]
    try:
        if rdf_format == RdfFormat.RDF_XML:
            with _open(path) as file:
                _check_xml(file)
        store = Store(target)
        with _open(path) as file:
            base = f"file:///{path.name}"
            store.bulk_load(input=file, format=rdf_format, base_iri=base)
        store.optimize()
        store.flush()
    except SyntaxError as error:
        raise RefusedError(PLACE.sub("", error.msg), error.lineno or 0) from error
    except EOFError as error:
        raise RefusedError("the compressed file is cut off") from error
    except (OSError, ValueError, zlib.error) as error:
        raise RefusedError(str(error)) from error
    return len(store)


def suffix_of(path: Path) -> str:
    """Return the suffix that names the format, in lower case."""
    name = path.name.lower().removesuffix(".gz")
    return Path(name).suffix


def _open(path: Path) -> IO[bytes]:
    if path.name.lower().endswith(".gz"):
        return cast(IO[bytes], gzip.open(path, "rb"))
    return path.open("rb")


def _check_xml(file: IO[bytes]) -> None:
    """Refuse a document type declaration, and XML that is not whole.

    The engine's own parser takes a document that ends too early for a whole one.
    """
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise RefusedError("document type declarations are not read", parser.CurrentLineNumber)

    parser.StartDoctypeDeclHandler = refuse
    try:
        while piece := file.read(PIECE):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        reason = expat.errors.messages[error.code]
        raise RefusedError(f"this is no whole XML document: {reason}", error.lineno) from error


def main(arguments: list[str]) -> dict[str, Any]:
    """Load as the arguments say, and return what is printed."""
    path, target, memory = arguments
    bound_memory(int(memory))
    forbid_network()
    try:
        return {"quads": load(Path(path), Path(target))}
    except RefusedError as error:
        return {"detail": str(error), "line": error.line}
    except MemoryError:
        return {"detail": f"reading it needs more than {int(memory):,} bytes of memory"}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1:])))
