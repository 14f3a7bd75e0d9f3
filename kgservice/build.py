"""The build: from sources to a release.  The only module that knows the order of steps.

Each edition becomes a part in a process of its own and is loaded while others are made; the
default graph is made of the parts that are the present, the vocabulary, lists and regimes.
The gate stands before the release gets its name; a failed build leaves everything as it was.
"""

import gc
import hashlib
import json
import multiprocessing
import platform
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from importlib.metadata import version
from itertools import chain, groupby
from pathlib import Path
from typing import Final

import kgservice
from kgservice.assessment.rules import read_assessment_rules, rule_triples
from kgservice.bundled import bundled
from kgservice.errors import GateError, ReleaseError
from kgservice.graph.assessment import assessment_triples
from kgservice.graph.catalogue import (
    EditionOutline,
    checksum_triples,
    list_triples,
    present_edition,
    provision_triples,
)
from kgservice.graph.convergence import convergence_triples
from kgservice.graph.inferred import INFERRED_GRAPH, inferred_graph_triples
from kgservice.graph.labels import Labels, read_labels
from kgservice.graph.lifecycle import lifecycle_triples
from kgservice.graph.lineage import lineage_triples
from kgservice.graph.regime_codes import regime_code_triples
from kgservice.graph.regimes import regime_triples
from kgservice.graph.terms import Triple, line
from kgservice.graph.vocabulary import turtle_lines
from kgservice.harmonization.families import pairs_of
from kgservice.lineage import read_lineage
from kgservice.model import Extent
from kgservice.namespaces import STCSH
from kgservice.parts import (
    EditionPart,
    Part,
    derive_file,
    join_part,
    lines_of,
    make_edition_part,
    make_part,
    write_changes,
    write_comparison,
    write_lines,
    write_regimes,
)
from kgservice.readers.descriptors import ListDescriptor
from kgservice.reasoning.kept import kept_or_inferred
from kgservice.release import (
    DATASET,
    MANIFEST,
    STORE,
    Release,
    begin_release,
    finish_release,
    point_to,
)
from kgservice.search import INDEX, Item, gather_items, write_index
from kgservice.sources import EditionSource, find_sources
from kgservice.store.writing import StoreWriter
from kgservice.validation import Finding, run_violation_queries

Progress = Callable[[str, int, int], None]
"""Called with a step's name, what is done of it, and of how much."""
WORKERS: Final = 2
STATED: Final = "stated.nt"
SHOWN: Final = 20
_SHAPES_GRAPH: Final = STCSH.removesuffix("#")
_TOOLS: Final = ("pyoxigraph", "rdflib", "pyshacl", "shacl", "lxml", "openpyxl")


def build_release(
    releases: Path,
    imports: Path,
    documents: Path | None = None,
    progress: Progress = lambda step, done, of: None,
) -> Release:
    """Build a release from all sources, point ``current`` at it and return it.

    :param releases: the folder that releases stand in
    :param imports: the folder of imported editions
    :param documents: a folder of official documents to read in place of the bundled facts
    :param progress: called with a step's name, how many of its parts are done, and how many there
        are
    :returns: the release, with the manifest that was written
    :raises GateError: if the shapes are violated; the message lists the first violations
    :raises KgServiceError: if a source cannot be read
    """
    began = time.monotonic()
    sources = find_sources(bundled("data") / "editions", imports, documents)
    if not sources:
        raise ReleaseError("there is no edition to build from; expected some in data/editions")
    folder = begin_release(releases)
    try:
        parts, editions, items = _fill(folder, sources, progress)
        release_id = _release_id(parts)
        write_index(folder / INDEX, items, release_id)
        manifest = _manifest(release_id, sources, editions, parts, time.monotonic() - began)
        text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
        (folder / MANIFEST).write_text(text, encoding="utf-8")
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    finish_release(folder, release_id)
    return point_to(releases, release_id)


def worked_cases() -> Path:
    """Return the folder of the worked transfer cases, which need the bundled lists."""
    return bundled("data") / "cases"


def _fill(
    folder: Path, sources: tuple[EditionSource, ...], progress: Progress
) -> tuple[list[Part], list[EditionPart], tuple[Item, ...]]:
    labels = read_labels(bundled("data") / "labels")
    store = StoreWriter(folder / STORE)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(WORKERS, mp_context=context, initializer=gc.disable) as pool:
        try:
            reasoning = pool.submit(kept_or_inferred, bundled("data"))
            editions = _edition_parts(pool, store, sources, labels, folder, progress)
            progress("present", 0, 3)
            comparing = [pool.submit(write_changes, *pair) for pair in _successions(editions)]
            inferred = reasoning.result()
            matching = [pool.submit(write_comparison, *pair) for pair in _akin(editions)]
            changes = [future.result() for future in comparing]
            lines = chain(_present_lines(editions, labels), lines_of(*changes), inferred.present)
            stated = folder / STATED
            write_lines(stated, lines)
            deriving = pool.submit(derive_file, stated, worked_cases())
            store.add(stated, None)
            comparisons = [future.result() for future in matching]
            newest = [kept for kept, *_ in _kept_editions(editions).values()]
            tying = [pool.submit(write_regimes, newest, comparisons)] if newest else []
            for path in comparisons:
                store.add(path, None)
            for path in (future.result() for future in tying):
                store.add(path, None)
                comparisons.append(path)
            for path in (*changes, *(edition.kept for edition in editions)):
                path.unlink()
            progress("present", 1, 3)
            found = [finding for edition in editions for finding in edition.findings]
            found += run_violation_queries(store.query).violations
            derived = deriving.result()
            joining = pool.submit(join_part, folder, stated, derived, *comparisons)
            shapes = make_part(folder, _SHAPES_GRAPH, turtle_lines(bundled("shapes")))
            entailed = make_part(folder, INFERRED_GRAPH, inferred.inferred)
            store.add(derived, None)
            for part in (shapes, entailed):
                store.add(part.path, part.graph)
            progress("present", 2, 3)
            items = gather_items(store.query)
            store.finish()
            present, violations = joining.result()
            for path in (stated, derived, *comparisons):
                path.unlink()
            _refuse_violations([*found, *violations])
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    parts = [present, shapes, entailed, *(edition.part for edition in editions)]
    _pack(parts, folder / DATASET)
    progress("present", 3, 3)
    return parts, editions, items


def _edition_parts(
    pool: ProcessPoolExecutor,
    store: StoreWriter,
    sources: tuple[EditionSource, ...],
    labels: Labels,
    folder: Path,
    progress: Progress,
) -> list[EditionPart]:
    done: list[EditionPart] = []
    progress("editions", 0, len(sources))
    work = [pool.submit(make_edition_part, source, labels, folder) for source in sources]
    for future in as_completed(work):
        edition = future.result()
        store.add(edition.part.path, edition.part.graph)
        done.append(edition)
        progress("editions", len(done), len(sources))
    return sorted(done, key=lambda edition: edition.part.graph or "")


def _successions(editions: list[EditionPart]) -> Iterator[tuple[Path, Path]]:
    """Yield each edition with the one before it of its list; no edition follows an excerpt."""
    for _, found in groupby(editions, key=lambda edition: edition.outline.list_id):
        before: EditionPart | None = None
        for edition in found:
            if before is not None:
                yield before.kept, edition.kept
            if edition.outline.extent is not Extent.EXCERPT:
                before = edition


def _akin(editions: list[EditionPart]) -> Iterator[tuple[list[Path], list[Path]]]:
    """Yield the lists that are set side by side: of each the present edition, then older ones."""
    kept = _kept_editions(editions)
    for one, other in pairs_of(kept):
        yield kept[one], kept[other]


def _kept_editions(editions: list[EditionPart]) -> dict[str, list[Path]]:
    """Return the editions of each list that are no excerpts, the newest first."""
    kept: dict[str, list[Path]] = {}
    for edition in editions:
        if edition.outline.extent is not Extent.EXCERPT:
            kept.setdefault(edition.outline.list_id, []).insert(0, edition.kept)
    return kept


def _present_lines(editions: list[EditionPart], labels: Labels) -> Iterator[str]:
    yield from turtle_lines(bundled("ontology"))
    yield from map(line, regime_triples(bundled("data")))
    yield from map(line, regime_code_triples(bundled("data") / "regime-codes", labels))
    yield from map(line, inferred_graph_triples())
    yield from map(line, lifecycle_triples(bundled("data")))
    yield from map(line, convergence_triples(bundled("data")))
    yield from map(line, assessment_triples(bundled("data")))
    yield from map(line, rule_triples(read_assessment_rules()))
    cases = sorted((bundled("data") / "lineage").glob("*.ttl"))
    yield from map(line, lineage_triples(read_lineage(cases)))
    for _, found in groupby(editions, key=lambda edition: edition.outline.list_id):
        group = list(found)
        outlines, descriptor = [edition.outline for edition in group], group[0].descriptor
        yield from map(line, _catalogue(descriptor, outlines, labels))
        present = present_edition(outlines)
        for edition in group:
            digest = edition.part.quads_digest
            yield from map(line, checksum_triples(edition.part.graph or "", digest))
            if present is not None and edition.outline.date == present.date:
                yield from lines_of(edition.part.path)


def _catalogue(
    descriptor: ListDescriptor, outlines: list[EditionOutline], labels: Labels
) -> Iterator[Triple]:
    yield from list_triples(descriptor, outlines)
    yield from provision_triples(descriptor, outlines, labels)


def _refuse_violations(findings: list[Finding]) -> None:
    if not findings:
        return
    shown = "\n".join(f"  {found.focus_node}: {found.message}" for found in findings[:SHOWN])
    more = f"\n  … and {len(findings) - SHOWN} more" if len(findings) > SHOWN else ""
    raise GateError(
        f"the graph violates its rules {len(findings)} times; nothing was published:\n{shown}{more}"
    )


def _pack(parts: list[Part], target: Path) -> None:
    """Join the compressed parts; gzip members one after another are one gzip file."""
    with target.open("wb") as out:
        for part in parts:
            with part.packed.open("rb") as packed:
                shutil.copyfileobj(packed, out)
            part.packed.unlink()
            part.path.unlink()


def _release_id(parts: Iterable[Part]) -> str:
    named = sorted(f"{part.graph or ''} {part.digest}\n" for part in parts)
    return hashlib.sha256("".join(named).encode()).hexdigest()[:16]


def _manifest(
    release_id: str,
    sources: Iterable[EditionSource],
    editions: list[EditionPart],
    parts: list[Part],
    seconds: float,
) -> dict[str, object]:
    inputs = dict(pair for source in sources for pair in source.inputs())
    outlines = [edition.outline for edition in editions]
    return {
        "id": release_id,
        "format": 1,
        "quads": sum(part.triples for part in parts),
        "graphs": [
            {"graph": part.graph, "triples": part.triples, "rdfc10_sha256": part.digest}
            for part in parts
        ],
        "editions": [
            {
                "list": outline.list_id,
                "date": outline.date.isoformat(),
                "extent": outline.extent,
                "entries": len(outline.codes),
            }
            for outline in outlines
        ],
        "inputs": dict(sorted(inputs.items())),
        "tools": {
            "kgservice": kgservice.__version__,
            "python": platform.python_version(),
            **{tool: version(tool) for tool in _TOOLS},
        },
        "seconds": round(seconds, 1),
    }
