"""Inferences that are kept beside the ontology they follow from.

Reasoning takes some ten seconds of a core and starts a Java machine; its answer depends on the
ontology and the criteria alone.  ``data/inferences.json`` keeps it with a digest of both, so that
a build reasons only where they have changed.  ``make facts`` writes it anew, and a test infers
again and compares.
"""

import hashlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from kgservice.bundled import bundled
from kgservice.reasoning.examination import InferredLines, inferred_lines

FILE: Final = "inferences.json"


def kept_or_inferred(data: Path) -> InferredLines:
    """Return the inferences of the bundled ontology: as kept, or inferred where it changed.

    :param data: the folder that holds ``inferences.json`` and ``criteria/``
    :returns: the lines of :func:`inferred_lines`
    :raises InconsistencyError: if the ontology contradicts itself
    """
    ontology, criteria = bundled("ontology"), data / "criteria"
    path = data / FILE
    if path.is_file():
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept["inputs"] == digest_of(ontology, criteria):
            return InferredLines(tuple(kept["inferred"]), tuple(kept["present"]))
    return inferred_lines(ontology, criteria)


def digest_of(*folders: Path) -> str:
    """Return the SHA-256 of the Turtle files below some folders, of names and bytes."""
    found = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*.ttl")):
            found.update(f"{path.relative_to(folder)}\n".encode())
            found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def keep(data: Path) -> None:
    """Infer anew and write what is kept."""
    ontology, criteria = bundled("ontology"), data / "criteria"
    lines = inferred_lines(ontology, criteria)
    kept: dict[str, str | Iterable[str]] = {
        "inputs": digest_of(ontology, criteria),
        "inferred": lines.inferred,
        "present": lines.present,
    }
    text = json.dumps(kept, indent=1, ensure_ascii=False) + "\n"
    (data / FILE).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    keep(Path(sys.argv[1]))
