"""The labels that paragraphs of the Australian list print before their words."""

import re
from typing import Final

from kgservice.model import NoteKind
from kgservice.readers.legislation_au.blocks import Block

_LABEL: Final = re.compile(r"(?:([a-z])\1{0,2}|[0-9]{1,2})\.?")
_CHAIN_HEAD: Final = re.compile(r"(?:ML[0-9]{1,3}\.?|[0-9]\.?|[0-9]\.[A-E]\.?)")
_GROUP: Final = re.compile(r"[A-E]\.?")
_NUMBER: Final = re.compile(r"[0-9]{3}\.?")
_CHAIN_PART: Final = re.compile(r"(?:[A-E]|[0-9]{1,3}|([a-z])\1{0,2})\.?")
_NOTE_START: Final = re.compile(
    r"(Technical Notes?|Notes?|N\.?B\.?)(?: to the Cryptography Note)?"
    r"(?:\s*:?\s*[0-9]{1,2}(?=[\s.:]|$))?\.?\s*(:|$|(?<=B\.)(?=\s))\.?",
    re.IGNORECASE,
)


def note_start(block: Block) -> tuple[str, str] | None:
    """Return a note's printed mark and the words after it, or None where no note starts."""
    start = _NOTE_START.match(block.text)
    if start is None:
        return None
    return start.group().rstrip(" :"), block.text[start.end() :].strip()


def note_kind(mark: str) -> NoteKind:
    """Return what a note is by its mark."""
    if mark.lower().startswith("technical"):
        return NoteKind.TECHNICAL_NOTE
    return NoteKind.NOTA_BENE if mark.upper().startswith("N") and "B" in mark else NoteKind.NOTE


def whole_code(block: Block, open_code: str) -> tuple[list[str], str]:
    """Return the labels of a whole code, and the words behind them.

    Once the source leaves the category out (``A.`` ``002.``): it is that of the open code.
    """
    cells = [cell for cell in block.cells if cell]
    if len(cells) > 2 and _GROUP.fullmatch(cells[0]) and _NUMBER.fullmatch(cells[1]):
        cells.insert(0, open_code[:1])
    if len(cells) < 2 or not _CHAIN_HEAD.fullmatch(cells[0]):
        return [], ""
    labels = [cells[0]]
    while len(cells) > len(labels) + 1 and _CHAIN_PART.fullmatch(cells[len(labels)]):
        labels.append(cells[len(labels)])
    if not cells[0].startswith("ML") and not re.match("[A-E]", "".join(labels)[1:].lstrip(".")):
        return [], ""
    return labels, " ".join(cells[len(labels) :])


def last_labels(block: Block) -> tuple[list[str], str]:
    """Return the labels before the last cell's words: mostly one, two where a child follows."""
    cells = [cell for cell in block.cells if cell]
    size = 0
    while size < len(cells) - 1 and _LABEL.fullmatch(cells[size]):
        size += 1
    return cells[:size], " ".join(cells[size:])


def joined_code(labels: list[str]) -> str:
    """Return the code of printed labels; ``5.`` ``A.`` ``1.`` is group ``5A1``, no entry."""
    bare = [label.strip(".").replace(".", "") for label in labels]
    if labels[0].startswith("ML"):
        return ".".join(bare)
    if len(bare[0]) > 1:
        bare[:1] = list(bare[0])
    return ".".join(("".join(bare[:3]), *bare[3:]))
