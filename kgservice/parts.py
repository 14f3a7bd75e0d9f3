"""The parts of a release in the making: one graph each, as sorted N-Triples on disk.

An edition that was read is kept beside its part, so that it can be compared with others without
being read again.
"""

import gzip
import hashlib
import pickle
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Final

from kgservice.assessment import assessed_case_triples
from kgservice.bundled import bundled
from kgservice.correspondence import ListComparison
from kgservice.graph.catalogue import EditionOutline
from kgservice.graph.correspondence import comparison_triples, coverage_triples, origin_triples
from kgservice.graph.editions import edition_triples
from kgservice.graph.labels import Labels
from kgservice.graph.terms import Triple, line
from kgservice.harmonization.change_graph import change_triples
from kgservice.harmonization.changes import compare_editions
from kgservice.harmonization.comparison import compare_lists
from kgservice.harmonization.coverage import count_coverage, cover
from kgservice.harmonization.kept import FOLDER as SIMILARITIES
from kgservice.harmonization.kept import kept_or_measured
from kgservice.harmonization.regimes import (
    compare_to_regimes,
    count_regime_coverage,
    regime_origins,
)
from kgservice.harmonization.sssom import decided_between
from kgservice.model import Edition
from kgservice.namespaces import edition_iri
from kgservice.readers.descriptors import ListDescriptor
from kgservice.readers.regime_codes import read_codes
from kgservice.reasoning.rules import derive_triples, read_rules
from kgservice.sources import EditionSource
from kgservice.store.writing import StoreWriter
from kgservice.validation import Finding, read_shapes, validate_lines

_PACKING = 1
_AT_HAND: Final = 12
"""Editions that a process holds: as many as two lists have, so that they are loaded once."""


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


@lru_cache(_AT_HAND)
def kept_edition(path: Path) -> Edition:
    """Return an edition that this build has read; the latest ones asked for are at hand."""
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


def write_comparison(subject: Sequence[Path], object_: Sequence[Path]) -> Path:
    """Write how two lists stand to each other, as N-Triples, and return the file.

    :param subject: kept editions of a list: the present one, then older ones
    :param object_: the same of another list
    :returns: the file, beside the subject's present edition
    """
    mine, *older_subjects = map(kept_edition, subject)
    yours, *older = map(kept_edition, object_)
    similarities = kept_or_measured(mine, yours, bundled("data") / SIMILARITIES)
    curated = decided_between(bundled("data") / "correspondences", mine, yours)
    found = compare_lists(
        mine,
        yours,
        similarities=similarities,
        curated=curated,
        older=older,
        older_subjects=older_subjects,
    )
    covered = cover(found, mine, yours)
    parts = [
        entry.code for edition in (mine, yours) for entry in edition.entries if not entry.parent
    ]
    by_code = tuple({e.code: e for e in edition.entries} for edition in (mine, yours))
    triples = comparison_triples(
        found, covered.subjects, covered.objects, parts, (by_code[0], by_code[1])
    )
    counts = coverage_triples(count_coverage(covered, found, mine, yours))
    path = subject[0].with_name(f"{subject[0].stem}-{object_[0].stem}.comparison.nt")
    write_lines(path, map(line, chain(triples, counts)))
    path.with_suffix(".values").write_bytes(pickle.dumps(found))
    return path


def write_regimes(present: Sequence[Path], comparisons: Sequence[Path]) -> Path:
    """Write how lists stand to the regimes and their lists, as N-Triples, and return the file.

    :param present: the kept present edition of each list
    :param comparisons: the files of :func:`write_comparison`; what was kept beside them is used up
    :returns: the file, beside the first edition
    """
    data = bundled("data")
    editions = {edition.list_id: edition for edition in map(kept_edition, present)}
    codes = {path.stem: read_codes(path) for path in sorted((data / "regime-codes").glob("*.csv"))}
    found: list[ListComparison] = []
    for path in comparisons:
        kept = path.with_suffix(".values")
        found.append(pickle.loads(kept.read_bytes()))  # noqa: S301 - this build wrote it
        kept.unlink()
    triples: list[Triple] = []
    for one in compare_to_regimes(editions, codes, data / "labels" / "regimes.csv", found):
        triples += comparison_triples(one, {}, {})
        triples += coverage_triples([count_regime_coverage(one)])
    for edition in editions.values():
        origins = regime_origins(edition, data / "regime-origins.csv")
        triples += origin_triples(edition.list_id, edition.date, origins)
    path = present[0].with_suffix(".regimes.nt")
    write_lines(path, map(line, triples))
    return path


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Write lines of N-Triples, sorted and each once."""
    ordered = sorted(dict.fromkeys(lines))
    path.write_text("".join(ordered), encoding="utf-8", newline="\n")


def lines_of(*paths: Path) -> Iterator[str]:
    """Yield the lines of files of N-Triples, one file after another."""
    for path in paths:
        with path.open(encoding="utf-8", newline="\n") as lines:
            yield from lines


def join_part(folder: Path, *paths: Path) -> tuple[Part, tuple[Finding, ...]]:
    """Make the default graph's part of files of N-Triples, and put it to the gate."""
    part = make_part(folder, None, lines_of(*paths))
    return part, check_part(part.path)


def check_part(path: Path) -> tuple[Finding, ...]:
    """Return what of a graph violates the shapes; warnings are no hindrance."""
    with path.open(encoding="utf-8", newline="\n") as lines:
        return validate_lines(lines, read_shapes()).violations


def derive_file(stated: Path, cases: Path) -> Path:
    """Write what follows from a graph beside it, as N-Triples, and return the file.

    First what the rules derive, then what is found of the worked cases, which look at that.

    :param stated: the graph as N-Triples
    :param cases: the folder of the worked cases; each must find the lists that it names
    :returns: the file of what follows
    """
    store = StoreWriter(None)
    store.add(stated, None)
    derived = [*derive_triples(read_rules(), store.construct, store.insert)]
    derived += assessed_case_triples(cases, store.query)
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
