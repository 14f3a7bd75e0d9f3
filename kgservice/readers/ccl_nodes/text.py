"""The text of one node of a Commerce Control List node file, cut into what it consists of.

A node's text is lines: its heading, then the licence part (requirements, exceptions, related
controls), then items that have no node of their own, with notes between them.  The file prints
many words twice, and :func:`spoken_lines` says which printing is the list's:

- an item without a node comes bare and again with its label (``Pumps;`` ``b.1. Pumps;``);
- a licence table comes as one long line with codes written out, and again cell by cell;
- a line that is only a code below the node's own is the file's name for the item before it;
- ``License Requirements``, ``List of Items Controlled`` and ``Items:`` are the form's fixed
  headings, the same in all entries, and carry no words of their own.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from kgservice.codes import Grammar
from kgservice.model import NoteKind
from kgservice.text import one_line

_FORM: Final = re.compile(
    r"License Requirements?:?|List of Items Controlled:?|License Exceptions:?"
)
LABEL: Final = re.compile(
    r"([a-z]{1,3}(?:\.(?:[a-z]{1,3}|[0-9]{1,3}))*)(?:\.{0,2} (?=\S)|\.(?=['‘“]))"
)
_CODE_ONLY: Final = re.compile(r"[0-9][A-E][0-9]{3}(?:\.[a-z0-9]{1,3})+(?:; (?:or|and))?")
ITEMS: Final = "Items"
CONTAINED: Final = re.compile(
    r"(?:The|See) list of items controlled is contained in", re.IGNORECASE
)
_SECTIONS: Final = (
    (r"(Reasons? for Control):?\s*(.*)", NoteKind.LICENCE_REQUIREMENT),
    (r"(Control\(s\)):?()", NoteKind.TABLE),
    (r"((?:Special )?Reporting(?: Requirements)?):?()", NoteKind.LICENCE_REQUIREMENT),
    (r"(License Requirements? Notes?(?: \d+)?)\b[:.]?\s*(.*)", NoteKind.LICENCE_REQUIREMENT),
    (r"(List Based License Exceptions)\b\s*(.*)", NoteKind.LICENCE_EXCEPTION),
    (r"(Special Conditions for STA):?()", NoteKind.LICENCE_EXCEPTION),
    (r"(License Exceptions? Notes?(?: \d+)?)\b[:.]?\s*(.*)", NoteKind.LICENCE_EXCEPTION),
    (r"(Related Controls?):?\s*(.*)", NoteKind.RELATED_CONTROL),
    (r"((?:ECCN )?Controls):\s*(.*)", NoteKind.RELATED_CONTROL),
    (r"(Related Definitions?):?\s*(.*)", NoteKind.TECHNICAL_NOTE),
    (
        r"()((?:Acoustics|Optical Sensors|Cameras|Optics|Lasers|Magnetic and Electric Field Sensors"
        r"|Gravimeters|Radar)|[A-Z]{5,}(?: [A-Z]{3,}){0,4})",
        NoteKind.REMARK,
    ),
    (r"(EAR99) (Items subject to the EAR\b.*)", NoteKind.REMARK),
    (r"(Unit):\s*(.*)", NoteKind.REMARK),
)
_NOTES: Final = (
    (r"Technical [Nn]otes?", NoteKind.TECHNICAL_NOTE),
    (r"N\.? ?B\.?", NoteKind.NOTA_BENE),
    (r"Editorial Notes?", NoteKind.REMARK),
    (r"(?:[A-Z][a-z]+ )?(?:Control |Heading )?Notes?", NoteKind.NOTE),
)
_NOTE_TAIL: Final = (
    r"(?: \d+)?(?:,? (?:to|for|on)\b(?: the)?(?: [\w.,;’'()§-]+?){1,12}?)?(?:[:.](?=\s|$)| ?[–—] )"
)
LICENCE_PART: Final = frozenset(
    {
        NoteKind.LICENCE_REQUIREMENT,
        NoteKind.TABLE,
        NoteKind.LICENCE_EXCEPTION,
        NoteKind.RELATED_CONTROL,
    }
)


@dataclass(frozen=True, slots=True)
class Node:
    """One line of a node file.

    :ivar line: its number, from 1
    :ivar supplement: of 15 CFR part 774: 1 is the list, 5 the 0Y521 series, 6 and 7 the
        (very) sensitive list, which restates entries of the list
    """

    line: int
    code: str
    supplement: str
    heading: str | None
    ancestors: tuple[str, ...]
    breadcrumbs: tuple[str, ...]
    text: str

    @property
    def rest(self) -> str:
        """The text after the heading."""
        return self.text.removeprefix(self.heading or self.code)

    @property
    def entry(self) -> str:
        """The five characters of the ECCN."""
        return self.code[:5]

    @property
    def path(self) -> str:
        """The label behind the five characters, ``b.1``; empty for an ECCN."""
        return self.code[6:]


@dataclass(slots=True)
class Piece:
    """An item (``kind`` None) or a note of a node's text.

    :ivar path: an item's label as printed, ``b.1``; for a note the label of the item before it
    :ivar own: the node's own label, printed once more
    :ivar doubtful: a label before the heading ``Items:``, so perhaps of a related control
    :ivar after_items: unlabelled words right behind ``Items:``
    """

    path: str | None
    mark: str
    kind: NoteKind | None = None
    lines: list[str] = field(default_factory=list)
    own: bool = False
    doubtful: bool = False
    after_items: bool = False

    @property
    def licence(self) -> bool:
        """Tell whether the note stands in the licence part, which is the whole ECCN's."""
        return self.kind in (*LICENCE_PART, NoteKind.REMARK) or (
            self.mark.startswith("Related Definition")
        )


def spoken_lines(node: Node) -> Iterator[str]:
    """Yield the lines after a node's heading that are the list's own, each once.

    The heading ``Items:`` is yielded as :data:`ITEMS`, because what follows it are items.
    """
    lines = [line for raw in node.rest.split("\n") if (line := one_line(raw))]
    start = _repeated_heading(node, lines)
    for index, line in enumerate(lines[start:], start):
        after = lines[index + 1] if index + 1 < len(lines) else ""
        flattened = line.startswith("Control(s) ") and after.startswith("Control(s)")
        named = _CODE_ONLY.fullmatch(line) is not None and line.startswith(node.code)
        if line.rstrip(":") == ITEMS:
            yield ITEMS
        elif not (is_bare(line, after) or flattened or named or _FORM.fullmatch(line)):
            yield line


def is_bare(line: str, after: str) -> bool:
    """Tell whether a line is the unlabelled copy of the labelled line after it."""
    label = LABEL.match(after)
    if label is None:
        return False
    words = after[label.end() :]
    return line in (words, f"{label.group(1).rpartition('.')[2]} {words}")


def _repeated_heading(node: Node, lines: list[str]) -> int:
    """Return how many lines print the heading a second time, cut at its raised characters."""
    wanted = "".join((node.heading or "").split())
    joined = ""
    for count, line in enumerate(lines, 1):
        joined += "".join(line.split())
        if joined == wanted:
            return count
        if not wanted.startswith(joined):
            return 0
    return 0


def cut_text(node: Node, grammar: Grammar) -> list[Piece]:
    """Return the pieces of a node's text after its heading, in printed order.

    A label opens an item where its words were printed bare before it, or where it is the next
    in turn; the same label a second time is never an item.  All other lines continue the piece
    they stand in.
    """
    pieces = [Piece(None, "")]
    last: str | None = None
    seen: set[str] = set()
    doubled = _doubled_lines(node.rest)
    lines = list(spoken_lines(node))
    told = ITEMS not in lines
    above = node.code
    for line in lines:
        if line == ITEMS:
            told, above = True, node.entry
            pieces.append(Piece(None, "", after_items=True))
            continue
        path = _label_path(line, above, grammar)
        is_item = (
            path is not None
            and path not in seen
            and (line in doubled or _is_next(path, last, above))
        )
        piece = _opened(line, last, pieces[-1])
        if piece is None and path is not None and is_item:
            piece = _item(path, line, doubtful=not told)
            piece.own = path == node.path
            if told:
                seen.add(path)
                last = path
        elif piece is None and _has_own_label(line, node.code, pieces[-1]):
            piece = _item(node.path, line, doubtful=False)
            piece.own = True
        if piece is None:
            _continue(pieces[-1], line)
        else:
            pieces.append(piece)
    return [piece for piece in pieces if piece.lines or piece.mark]


def _item(path: str, line: str, *, doubtful: bool) -> Piece:
    label = LABEL.match(line)
    end = label.end() if label else 0
    words = [line[end:]] if line[end:] else []
    return Piece(path, line[:end].strip(), lines=words, doubtful=doubtful)


def _has_own_label(line: str, code: str, piece: Piece) -> bool:
    """Tell whether a line prints the node's own label again, outside a note."""
    label = LABEL.match(line)
    return label is not None and piece.kind is None and len(code) > 5 and label.group(1) == code[6:]


def _doubled_lines(text: str) -> set[str]:
    """Return the labelled lines whose words stand bare in the line before them."""
    lines = [line for raw in text.split("\n") if (line := one_line(raw))]
    return {after for line, after in itertools.pairwise(lines) if is_bare(line, after)}


def _label_path(line: str, code: str, grammar: Grammar) -> str | None:
    """Return a line's label when it names a place below the node's own code."""
    label = LABEL.match(line)
    if label is None:
        return None
    whole = f"{code[:5]}.{label.group(1)}"
    below = whole.startswith(f"{code}.") and grammar.is_code(whole)
    return label.group(1) if below else None


def _is_next(path: str, last: str | None, code: str) -> bool:
    """Tell whether an unpaired label is the first of the node, or follows the last one."""
    parts = path.split(".")
    own = code[5:].strip(".").split(".") if len(code) > 5 else []
    if last is None:
        return len(parts) == len(own) + 1 and parts[-1] in ("a", "1")
    before = last.split(".")[: len(parts)]
    if len(before) < len(parts):
        return parts == [*before, parts[-1]] and parts[-1] in ("a", "1")
    if parts[:-1] != before[:-1] or parts[-1].isdecimal() != before[-1].isdecimal():
        return False
    if parts[-1].isdecimal():
        return int(parts[-1]) == int(before[-1]) + 1
    return len(parts[-1]) == len(before[-1]) == 1 and ord(parts[-1]) == ord(before[-1]) + 1


def opens_note(line: str) -> bool:
    """Tell whether a line begins a note or a section of the licence part."""
    return _opened(line, None, Piece(None, "")) is not None


def _opened(line: str, last: str | None, open_piece: Piece) -> Piece | None:
    """Return the note that a line opens, if it opens one."""
    exception = re.match(r"(?:LVS|GBS|CIV|TSR|APP|IEC|STA): ?", line)
    if exception and open_piece.kind is not NoteKind.LICENCE_EXCEPTION:
        return Piece(last, "", NoteKind.LICENCE_EXCEPTION, [line])
    for pattern, kind in _SECTIONS:
        match = re.fullmatch(pattern, line)
        if match:
            words = [match.group(2)] if match.group(2) else []
            return Piece(last, match.group(1), kind, words)
    for pattern, kind in _NOTES:
        match = re.match(pattern + _NOTE_TAIL, line)
        if match:
            words = [line[match.end() :].strip()] if line[match.end() :].strip() else []
            return Piece(last, match.group().strip(), kind, words)
    return None


def _continue(piece: Piece, line: str) -> None:
    """Add a line; one that goes on in the middle of a sentence joins the line before."""
    joins = piece.kind is not NoteKind.TABLE and bool(piece.lines)
    if joins and (not re.search(r"[.;:]$", piece.lines[-1]) or re.match(r"[a-z,;.)]", line)):
        piece.lines[-1] += f" {line}"
    else:
        piece.lines.append(line)
