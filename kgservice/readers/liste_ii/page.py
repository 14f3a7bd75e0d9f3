"""The blocks of a tagged PDF: paragraphs and table rows with places, fonts and raised digits.

The PDF's own structure tree says which runs of text make a paragraph or a table row, and in
what order; what stands outside of it (page headers and page numbers) is marked there as no
content.  PDFium gives both in seconds where a walk over single characters takes minutes.
"""

import ctypes
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from kgservice.errors import DocumentError
from kgservice.readers.documents import Document
from kgservice.text import count_characters, lower_text, one_line, raise_text

_SMALL: Final = 0.85
_RAISED: Final = 1.2
_LOWERED: Final = -0.4
_NEW_LINE: Final = 5.0
_HEADER: Final = 785.0
_FOOTER: Final = 80.0
_LONGEST_SHIFT: Final = 12
_HYPHENS: Final = "\x02\u00ad\u2010\ufffe"
_TORN: Final = re.compile("⁻ (?=[⁰¹²³⁴⁵⁶⁷⁸⁹])")
_SYMBOLS: Final = str.maketrans(
    {
        **dict.fromkeys(_HYPHENS, "-"),
        "\uf0b4": "×",
        "\uf0b0": "°",
        "\uf063": "χ",
        "\uf073": "σ",
        "\uf0f2": "∫",
    }
)
"""Hyphens as PDFium gives them, and the characters that the Symbol font keeps elsewhere."""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters set in one font; ``x`` and ``y`` of the baseline's start, in points."""

    x: float
    y: float
    size: float
    font: str
    text: str


_SPACE: Final = Run(0.0, 0.0, 0.0, "", "")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a table row; ``cells`` has one group of runs a cell, a paragraph has one.

    :ivar page: counted from 1
    :ivar kind: the PDF's tag (``P``, ``H1``, ``LBody``, ``TR``, ``Note`` …)
    """

    page: int
    kind: str
    cells: tuple[tuple[Run, ...], ...]

    @property
    def runs(self) -> tuple[Run, ...]:
        """The printed runs of all cells."""
        return tuple(run for cell in self.cells for run in cell if run.text.strip())

    @property
    def text(self) -> str:
        """The text on one line, cells joined by a bar, raised digits raised."""
        return " | ".join(set_line(cell) for cell in self.cells)


def set_line(runs: tuple[Run, ...]) -> str:
    """Return the text of runs on one line, with small runs above or below it raised or lowered.

    A raised ``o`` is the sign of degrees.  A run of spaces alone comes without its text.
    """
    sizes: Counter[float] = Counter()
    for run in runs:
        sizes[run.size] += len(run.text)
    main = sizes.most_common(1)[0][0] if sizes else 0.0
    lines = [run.y for run in runs if run.size >= _SMALL * main and run.text.strip()]
    pieces: list[str] = []
    last: Run | None = None
    for run in runs:
        if not run.text.strip():
            pieces.append(" ")
            continue
        if last is not None:
            line, before = _line(run, lines), _line(last, lines)
            if before - line > _NEW_LINE:
                _break_line(pieces)
        last = run
        pieces.append(_shifted(run, main, lines))
    return _TORN.sub("⁻", one_line("".join(pieces).translate(_SYMBOLS)))


def _line(run: Run, lines: list[float]) -> float:
    """Return the baseline a run stands on: the nearest at which full-sized text stands."""
    return min(lines, key=lambda y: (abs(run.y - y), y), default=run.y)


def _break_line(pieces: list[str]) -> None:
    ending = pieces[-1] if pieces else ""
    hyphened = ending.endswith(("-", *_HYPHENS)) and not ending.endswith(" -") and ending != "-"
    if ending == "-" and len(pieces) > 1:
        hyphened = not pieces[-2].endswith(" ")
    if not hyphened:
        pieces.append(" ")


def _shifted(run: Run, main: float, lines: list[float]) -> str:
    if run.size >= _SMALL * main or len(run.text) > _LONGEST_SHIFT:
        return run.text
    rise = run.y - _line(run, lines)
    words = run.text.strip()
    if rise > _RAISED:
        words = "°" if words in ("o", "º") else raise_text(words)
    elif rise < _LOWERED:
        words = lower_text(words)
    return run.text.replace(run.text.strip(), words)


class TaggedPdf:
    """A PDF with a structure tree, opened for reading.

    :param document: the PDF; its bytes are kept as long as it is read
    :raises DocumentError: if the document is no PDF, damaged, or carries no structure tree
    """

    def __init__(self, document: Document) -> None:
        self._name = document.name
        try:
            self._pdf = pypdfium2.PdfDocument(document.data)
        except pypdfium2.PdfiumError as error:
            raise DocumentError(
                f"{document.name}: is no PDF that can be read ({error}); it may be cut short or "
                "damaged, fetch it again"
            ) from error
        if not self._pdf.is_tagged():
            raise DocumentError(
                f"{document.name}: is a PDF without structure; expected the tagged PDF that the "
                "authority publishes"
            )
        self._fonts: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self._pdf)

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks of all pages in reading order."""
        for index in range(len(self._pdf)):
            page = self._pdf[index]
            tree = pdfium.FPDF_StructTree_GetForPage(page)
            runs = self._runs(page)
            for child in range(pdfium.FPDF_StructTree_CountChildren(tree)):
                element = pdfium.FPDF_StructTree_GetChildAtIndex(tree, child)
                yield from _blocks(element, "", runs, index + 1)
            pdfium.FPDF_StructTree_Close(tree)
            page.close()

    def count_body(self, first: int, last: int, furniture: re.Pattern[str]) -> int:
        """Count the characters of pages ``first`` to ``last`` between header and page number.

        A plain walk over the lines of the page, which knows nothing of its structure.

        :param first: a page number, from 1
        :param last: a page number, itself counted
        :param furniture: matches lines that are no text of the document
        :returns: characters counted as :func:`count_characters` does, without white space
        """
        total = 0
        for index in range(first - 1, last):
            page = self._pdf[index]
            words = page.get_textpage()
            for line in words.get_text_bounded(bottom=_FOOTER, top=_HEADER).splitlines():
                total += 0 if furniture.fullmatch(one_line(line)) else count_characters(line)
            words.close()
            page.close()
        return total

    def _runs(self, page: pypdfium2.PdfPage) -> dict[int, list[Run]]:
        """Return the runs of a page by the marked content they belong to."""
        words = page.get_textpage()
        found: dict[int, list[Run]] = {}
        for index in range(pdfium.FPDFPage_CountObjects(page)):
            item = pdfium.FPDFPage_GetObject(page, index)
            if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_TEXT:
                mark = pdfium.FPDFPageObj_GetMarkedContentID(item)
                found.setdefault(mark, []).append(self._run(item, words))
        words.close()
        return found

    def _run(self, item: object, words: pypdfium2.PdfTextPage) -> Run:
        length = pdfium.FPDFTextObj_GetText(item, words, None, 0)
        buffer = (ctypes.c_ushort * (length // 2 + 1))()
        pdfium.FPDFTextObj_GetText(item, words, buffer, length)
        text = bytes(buffer)[:length].decode("utf-16-le", "replace").rstrip("\0")
        matrix, size = pdfium.FS_MATRIX(), ctypes.c_float()
        pdfium.FPDFPageObj_GetMatrix(item, matrix)
        pdfium.FPDFTextObj_GetFontSize(item, size)
        font = pdfium.FPDFTextObj_GetFont(item)
        return Run(matrix.e, matrix.f, size.value * matrix.d, self._font(font), text)

    def _font(self, font: object) -> str:
        address = ctypes.cast(font, ctypes.c_void_p).value or 0  # type: ignore[arg-type]
        if address not in self._fonts:
            length = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
            buffer = ctypes.create_string_buffer(length)
            pdfium.FPDFFont_GetBaseFontName(font, buffer, length)
            self._fonts[address] = buffer.value.decode("latin-1")
        return self._fonts[address]


def _blocks(element: object, above: str, runs: dict[int, list[Run]], page: int) -> Iterator[Block]:
    kind = _kind(element)
    if kind == "TR":
        yield from _rows(element, runs, page)
    elif kind == "P" or kind.startswith("H"):
        name = above if kind == "P" and above in ("LBody", "Note") else kind
        yield Block(page, name, (_collected(element, runs),))
    elif kind in ("LBody", "Note") and not any(_kind(child) == "P" for child in _children(element)):
        yield Block(page, kind, (_collected(element, runs),))
    else:
        for child in _children(element):
            yield from _blocks(child, kind, runs, page)


def _rows(element: object, runs: dict[int, list[Run]], page: int) -> Iterator[Block]:
    """Yield a table row, or as many as each of its cells has paragraphs."""
    cells = [
        [_collected(child, runs) for child in _children(cell)] or [_collected(cell, runs)]
        for cell in _children(element)
    ]
    if len({len(cell) for cell in cells}) == 1:
        for row in zip(*cells, strict=True):
            yield Block(page, "TR", row)
    else:
        joined = (tuple(run for group in cell for run in (*group, _SPACE)) for cell in cells)
        yield Block(page, "TR", tuple(joined))


def _collected(element: object, runs: dict[int, list[Run]]) -> tuple[Run, ...]:
    found: list[Run] = []
    for index in range(pdfium.FPDF_StructElement_GetMarkedContentIdCount(element)):
        mark = pdfium.FPDF_StructElement_GetMarkedContentIdAtIndex(element, index)
        found += runs.get(mark, []) if mark >= 0 else []
    for child in _children(element):
        found += _collected(child, runs)
    return tuple(found)


def _children(element: object) -> Iterator[object]:
    for index in range(pdfium.FPDF_StructElement_CountChildren(element)):
        child = pdfium.FPDF_StructElement_GetChildAtIndex(element, index)
        if child:
            yield child


def _kind(element: object) -> str:
    length = pdfium.FPDF_StructElement_GetType(element, None, 0)
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDF_StructElement_GetType(element, buffer, length)
    return buffer.raw.decode("utf-16-le").rstrip("\0")
