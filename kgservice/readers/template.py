"""The template of a national list and its filled example: ``python -m kgservice.readers.template``.

Writes ``control-list-template`` and ``control-list-example``, each as CSV and XLSX, into
``data/templates`` or the folder given.  The workbooks come out the same byte for byte.
"""

import csv
import datetime
import io
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import openpyxl
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from kgservice.bundled import bundled
from kgservice.model import Level, NoteKind, Status
from kgservice.readers.table_rows import COLUMNS, FACT_COLUMNS
from kgservice.readers.table_sheets import GUIDE
from kgservice.readers.table_values import REGIMES

TEMPLATE: Final = "control-list-template"
EXAMPLE: Final = "control-list-example"
EXPLANATIONS: Final = {
    "code": "The item's code. Each code has one row a language. Empty only for a note to the "
    "whole list. Format the column as text, so that 1.10 stays 1.10.",
    "parent": "The code of the item above. Empty: the code without its last part after a point.",
    "level": f"One of {', '.join(Level)}. Empty: told from the code.",
    "label": "Your short label of the item; of a note, the mark printed before it, such as "
    "Note 1; of a definition, its term.",
    "text": "The official wording of the item alone, without that of the items below it.",
    "lang": "The language of label and text: en, fr, pt-BR. A second row of a code in another "
    "language gives its label and text in that language.",
    "note_kind": f"Only for a note to the item: one of {', '.join(NoteKind)}.",
    "regime": "The regimes that the item implements, with semicolons between: "
    f"{', '.join(dict.fromkeys(REGIMES.values()))}.",
    "status": f"{Status.LISTED}, or {Status.RESERVED} for a place kept free. Empty: listed, unless "
    "the text says [Reserved].",
    "note_number": "The number of the note among those of its item; rows of one note in several "
    "languages bear the same number. Empty: counted in each language.",
    "polarity": "What a note does: extends, limits, excludes or explains. Empty: told from its "
    "first words.",
    "text_digest": "The SHA-256 of the text. Empty: computed.",
    "refers_to": "The codes that the text names, with semicolons between; a range as "
    "9X999.a to 9X999.d. Without this column: told from the text.",
    "excepts": "Those of refers_to that the text names only to leave them out. Without this "
    "column: told from the text.",
    "stages": "Of development, production and use, those that the text names, with semicolons "
    "between. Without this column: told from the text.",
    "covers": "What software or technology covers, told by its stages, activities and items: "
    "stages=use | items=9X999, 9X001 to 9X003 | except=9X999.c | linkage=required; between "
    "several stand semicolons. Without this column: told from the text.",
    "criterion": "The numbers that the text asks for, with quantity, sign, UCUM unit and the"
    " number "
    'as printed: all(Mass > 5 kg "5 kg"; Length between [2, 3) m "2 m or more but less than 3 m"). '
    "Without this column: told from the text.",
    "joins": "How the items below are joined: all, any, none or at-least 2. Without the column "
    "criterion: told from the text.",
    "unparsed": "Numbers of the text that could not be read with certainty, as printed, with "
    "semicolons between. Without the column criterion: told from the text.",
    "standards": "Technical standards that the text names: ISO 230-2:2006; ASTM D7028:07. Without "
    "the column criterion: told from the text.",
    "reasons": "Reasons for control with the codes they cover: "
    "MT: 9X999.a except 9X999.a.2 (MT Column 1); AT.",
    "chemicals": "Chemicals that the text names: Water (CAS 7732-18-5); (CAS 50-00-0). "
    "Without this column: told from the text.",
    "in_force_from": "The first day on which this text is in force: 2031-02-03.",
    "in_force_to": "The first day on which it is no longer in force.",
    "implied": "yes where the official document prints no such item, but items below it.",
}
"""What each column says, as the sheet ``Guide`` explains it."""
_WIDTHS: Final = {"text": 60, "label": 32, "regime": 18, "note_kind": 18}
_ROWS: Final = (
    ("9", "", "category", "Invented goods", "", "en", "", "", ""),
    ("9", "", "", "Biens inventés", "", "fr", "", "", ""),
    ("9X", "9", "product-group", "Invented machines", "", "en", "", "", ""),
    ("9X", "", "", "Machines inventées", "", "fr", "", "", ""),
    ("9X999", "9X", "entry", "Cloud presses", "Presses for clouds, as follows:", "en", "",
     "NSG; MTCR", ""),
    ("9X999", "", "", "Presses à nuages", "Presses à nuages, comme suit :", "fr", "", "", ""),
    ("9X999", "", "", "Note 1", "9X999 does not control presses for fog.", "en", "note", "", ""),
    ("9X999", "", "", "", "9X999 ne vise pas les presses à brouillard.", "fr", "note", "", ""),
    ("9X999", "", "", "Technical Note", "A cloud is measured at noon.", "en", "technical-note",
     "", ""),
    ("9X999", "", "", "", "Un nuage se mesure à midi.", "fr", "technical-note", "", ""),
    ("9X999.a", "", "", "", "Having a capacity of more than 12 clouds an hour;", "en", "", "", ""),
    ("9X999.a", "", "", "", "D'une capacité de plus de 12 nuages par heure ;", "fr", "", "", ""),
    ("9X999.b", "", "", "", "[Reserved]", "en", "", "", "reserved"),
    ("9X999.c", "", "", "", "Filled with any of the following:", "en", "", "", ""),
    ("9X999.c.1", "", "", "", "Water (CAS 7732-18-5);", "en", "", "", ""),
    ("9X999.c.2", "", "", "", "Ethanol (CAS 64-17-5).", "en", "", "", ""),
    ("9X998", "9X", "entry", "Rainbow benders", "Rainbow benders that use an item of 9X999.a.",
     "en", "", "Wassenaar", ""),
    ("", "", "", "cloud", "Water in the air that can be seen.", "en", "definition", "", ""),
    ("", "", "", "", "Eau visible dans l'air.", "fr", "definition", "", ""),
)  # fmt: skip
_DAY: Final = datetime.datetime(2026, 1, 1)


def write_templates(folder: Path) -> tuple[Path, ...]:
    """Write template and example as CSV and XLSX, and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, rows in ((TEMPLATE, ()), (EXAMPLE, _ROWS)):
        table, book = folder / f"{name}.csv", folder / f"{name}.xlsx"
        with table.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows((COLUMNS, *rows))
        book.write_bytes(_workbook(rows))
        written += [table, book]
    return tuple(written)


def _workbook(rows: Sequence[tuple[str, ...]]) -> bytes:
    book = openpyxl.Workbook()
    book.properties.creator = "kgservice"
    book.properties.created = book.properties.modified = _DAY
    items = book.worksheets[0]
    items.title = "Items"
    _fill(items, (COLUMNS, *rows), [_WIDTHS.get(name, 14) for name in COLUMNS])
    guide = book.create_sheet(GUIDE)
    lines = [(name, *_kind_of(name), EXPLANATIONS[name]) for name in (*COLUMNS, *FACT_COLUMNS)]
    _fill(guide, [("column", "needed", "what it says"), *lines], [16, 16, 100])
    return workbook_bytes(book)


def _kind_of(name: str) -> tuple[str]:
    return ("always",) if name in ("code", "text", "lang") else ("where it helps",)


def _fill(sheet: Worksheet, rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
    for row in rows:
        sheet.append([cell or None for cell in row])
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.number_format = "@"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for number, width in enumerate(widths, 1):
        heading = sheet.cell(1, number)
        heading.font = Font(bold=True, color="FFFFFF")
        heading.fill = PatternFill("solid", fgColor="1F3A5F")
        column = sheet.column_dimensions[get_column_letter(number)]
        column.width, column.number_format = width, "@"
    sheet.freeze_panes = "A2"


def workbook_bytes(book: openpyxl.Workbook) -> bytes:
    """Return the workbook with the same times in every part, whenever it is written."""
    raw, out = io.BytesIO(), io.BytesIO()
    book.save(raw)
    stamp = f"{_DAY.isoformat()}Z".encode()
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                head, mark, rest = data.partition(b"<dcterms:modified")
                start, end = rest.index(b">") + 1, rest.index(b"</")
                data = head + mark + rest[:start] + stamp + rest[end:]
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            new.writestr(info, data, zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else bundled("data") / "templates"
    for path in write_templates(target):
        sys.stdout.write(f"{path}\n")
