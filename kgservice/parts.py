"""The parts of a release in the making: one graph each, as sorted N-Triples on disk.

An edition that was read is kept beside its part, so that it can be compared with others without
being read again.
"""

import gzip
import hashlib
import pickle
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kgservice.assessment import assessed_case_triples
from kgservice.bundled import bundled
from kgservice.graph.catalogue import EditionOutline
from kgservice.graph.editions import edition_triples
from kgservice.graph.labels import Labels
from kgservice.graph.terms import line
from kgservice.harmonization.change_graph import change_triples
from kgservice.harmonization.changes import compare_editions
from kgservice.model import Edition
from kgservice.namespaces import edition_iri
from kgservice.readers.descriptors import ListDescriptor
from kgservice.reasoning.rules import derive_triples, read_rules
from kgservice.sources import EditionSource
from kgservice.store.writing import StoreWriter
from kgservice.validation import Finding, read_shapes, validate_lines

_PACKING = 1


@dataclass(frozen=True, slots=True)
class Part:
    """One graph of a release.

    :ivar graph: its IRI; None for the default graph
    :ivar path: its triples as sorted canonical N-Triples
    :ivar packed: the same as N-Quads, compressed
    :ivar digest: the SHA-256 of ``path``, which is the RDFC-1.0 digest of the graph
    :ivar quads_digest: the same of the graph as N-Quads, which is what a package holds
    """

    graph: str | None
    path: Path
    packed: Path
    digest: str
    quads_digest: str
    triples: int


@dataclass(frozen=True, slots=True)
class EditionPart:
    """An edition's part, what the catalogue needs of it, and what the gate found in it.

    :ivar kept: the edition itself, for :func:`kept_edition`
    """

    part: Part
    outline: EditionOutline
    descriptor: ListDescriptor
    findings: tuple[Finding, ...]
    kept: Path


def make_edition_part(source: EditionSource, labels: Labels, folder: Path) -> EditionPart:
    """Read an edition, write its graph into a folder, and put it to the gate.

    :param source: of one edition
    :param labels: our words for codes
    :param folder: where the part's files are written; it exists
    :returns: the part, what the catalogue needs of it, and what the gate found in it
    :raises DocumentError: if the edition's source cannot be read
    """
    edition, descriptor = source.read()
    triples = edition_triples(edition, descriptor, labels)
    part = make_part(folder, edition_iri(edition.list_id, edition.date), map(line, triples))
    codes = tuple(entry.code for entry in edition.entries)
    outline = EditionOutline(edition.list_id, edition.date, edition.extent, codes)
    kept = part.path.with_suffix(".edition")
    kept.write_bytes(pickle.dumps(edition))
    return EditionPart(part, outline, descriptor, check_part(part.path), kept)


def kept_edition(path: Path) -> Edition:
    """Return an edition that this build has read."""
    edition = pickle.loads(path.read_bytes())  # noqa: S301 - this build wrote it
    if not isinstance(edition, Edition):
        raise TypeError(f"{path}: holds no edition")
    return edition


def write_changes(old: Path, new: Path) -> Path:
    """Write what changed from one kept edition to another, as N-Triples, and return the file."""
    found = compare_editions(kept_edition(old), kept_edition(new))
    path = new.with_suffix(".changes.nt")
    path.write_text("".join(map(line, change_triples(found))), encoding="utf-8", newline="\n")
    return path


def check_part(path: Path) -> tuple[Finding, ...]:
    """Return what of a graph violates the shapes; warnings are no hindrance."""
    with path.open(encoding="utf-8", newline="\n") as lines:
        return validate_lines(lines, read_shapes()).violations


def derive_file(stated: Path) -> Path:
    """Write what follows from a graph beside it, as N-Triples, and return the file.

    First what the rules derive, then what is found of the worked cases, which look at that.
    """
    store = StoreWriter(None)
    store.add(stated, None)
    derived = [*derive_triples(read_rules(), store.construct, store.insert)]
    derived += assessed_case_triples(bundled("data") / "cases", store.query)
    path = stated.with_suffix(".derived.nt")
    path.write_text("".join(map(line, derived)), encoding="utf-8", newline="\n")
    return path


def make_part(folder: Path, graph: str | None, lines: Iterable[str]) -> Part:
    """Write a graph's lines, sorted and each once, into a folder."""
    name = hashlib.sha256((graph or "").encode()).hexdigest()[:16]
    path, packed = folder / f"{name}.nt", folder / f"{name}.nq.gz"
    ordered = sorted(dict.fromkeys(lines))
    data = "".join(ordered).encode()
    path.write_bytes(data)
    tail = f"<{graph}> .\n".encode() if graph else b".\n"
    quads = data.replace(b" .\n", b" " + tail)
    with packed.open("wb") as raw, gzip.GzipFile("", "wb", _PACKING, raw, mtime=0) as out:
        out.write(quads)
    digest, quads_digest = (hashlib.sha256(each).hexdigest() for each in (data, quads))
    return Part(graph, path, packed, digest, quads_digest, len(ordered))
