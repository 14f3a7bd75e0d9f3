"""Tables of national authorities: every column, every error, and back again without loss."""

import csv
import datetime
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.formula import ArrayFormula

from kgservice.bundled import bundled
from kgservice.codes import Grammar, grammar_named
from kgservice.errors import DocumentError, TableError
from kgservice.model import (
    Chemical,
    Edition,
    Entry,
    Extent,
    GapKind,
    Interval,
    Level,
    Note,
    NoteKind,
    Polarity,
    Reading,
    ReasonForControl,
    Status,
    Text,
)
from kgservice.readers import table
from kgservice.readers.descriptors import own_list
from kgservice.readers.documents import read_document
from kgservice.readers.mentions import cas_is_valid
from kgservice.readers.table_cells import (
    join_cell,
    print_chemicals,
    print_reasons,
    read_chemicals,
    read_reasons,
    split_cell,
)
from kgservice.readers.table_rows import COLUMNS, FACT_COLUMNS
from kgservice.readers.table_values import REGIMES
from kgservice.readers.table_writer import write_table
from kgservice.text import digest_text, one_line

DATE = datetime.date(2031, 2, 3)
HEAD = "code,parent,level,label,text,lang,note_kind,regime,status\n"


def read_bytes(folder: Path, data: bytes, name: str = "list.csv", grammar: str = "free") -> Reading:
    path = folder / name
    path.write_bytes(data)
    return table.read(read_document(path), own_list("xx-own", grammar), DATE, "en")


def read_text(folder: Path, text: str, grammar: str = "free") -> Reading:
    return read_bytes(folder, text.encode(), grammar=grammar)


def workbook(folder: Path, change: Callable[[openpyxl.Workbook], object]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Items"
    sheet.append(list(COLUMNS))
    sheet.append(["Z1", "", "entry", "Goods", "Invented goods", "en", "", "", ""])
    change(book)
    path = folder / "list.xlsx"
    book.save(path)
    return path


def read_workbook(folder: Path, change: Callable[[openpyxl.Workbook], object]) -> Reading:
    path = workbook(folder, change)
    return table.read(read_document(path), own_list("xx-own", "free"), DATE, "en")


def test_reads_every_column_of_a_national_list(tmp_path: Path) -> None:
    reading = read_text(
        tmp_path,
        HEAD
        + "9A999,,entry,Gadgets,Gadgets as follows:,en,,MTCR; nsg,listed\n"
        + "9A999,,,Engins,Engins comme suit:,fr,,,\n"
        + "9A999.a,,,,Blue (CAS 50-00-0) under 9B998.a,en,,,\n"
        + "9A999.b,9A999,Paragraph,,[Reserved],en,,,\n"
        + "9A999,,,Note 1,Does not control toys.,en,note,,\n"
        + "9A999,,,,Ne vise pas les jouets.,fr,note,,\n"
        + ",,,gadget,A small thing.,en,definition,,\n",
        grammar="five-character",
    )
    entries = {entry.code: entry for entry in reading.edition.entries}
    assert list(entries) == ["9", "9A", "9A999", "9A999.a", "9A999.b"]
    gadgets = entries["9A999"]
    assert (entries["9A"].implied, gadgets.implied) == (True, False)
    assert gadgets.labels == (("en", "Gadgets"), ("fr", "Engins"))
    assert [text.lang for text in gadgets.texts] == ["en", "fr"]
    assert gadgets.regimes == ("mtcr", "nsg")
    assert entries["9A999.a"].chemicals == (Chemical("Blue", "50-00-0"),)
    assert entries["9A999.a"].refers_to == ("9B998.a",)
    assert entries["9A999.b"].status is Status.RESERVED
    assert entries["9A999.b"].level is Level.PARAGRAPH
    whole, own = reading.edition.notes
    assert (whole.target, whole.kind, whole.label) == (None, NoteKind.DEFINITION, "gadget")
    assert (own.target, own.number, own.polarity) == ("9A999", 1, Polarity.EXCLUDES)
    assert [text.lang for text in own.texts] == ["en", "fr"]
    assert reading.placed_share == 1
    assert reading.unplaced == ()


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        (HEAD.replace("label", "title") + "Z1,,,,t,en,,,\n", "row 1: unknown column 'title'"),
        ("code,text\nZ1,t\n", "row 1: column lang is missing; expected at least code, text, lang"),
        (HEAD.replace("label", "text") + "Z1,,,,t,en,,,\n", "row 1: column text stands twice"),
        (HEAD + "Z1,,,,t,en,,,\nZ1,,,,u,en,,,\n", "row 3, column code: Z1 stands already in row 2"),
        (HEAD + "Z1,,,,t,en,,,\nZ1,,,,,,,,\n", "row 3, column code: Z1 stands already in row 2"),
        (
            HEAD + "Z1,,,,t,en,,,\nZ1,,,,u,fr,,,reserved\n",
            "row 3, column status: 'reserved' is not what row 2 says of Z1",
        ),
        (HEAD + "Z1,,chapter,,t,en,,,\n", "row 2, column level: 'chapter' is none of category,"),
        (HEAD + "Z1,,,,t,en,,,gone\n", "column status: 'gone' is none of listed, reserved"),
        (HEAD + "Z1,,,,t,en,,,\nZ1,,,,t,en,hint,,\n", "column note_kind: 'hint' is none of note,"),
        (HEAD + "Z1,,,,t,English,,,\n", "column lang: 'English' is no language tag such as en"),
        (HEAD + "Z1,,,,t,en,,NSG; MTRC,\n", "column regime: 'MTRC' is no regime; known are nsg,"),
        (HEAD + ",,,,t,en,,,\n", "row 2, column code: '' is no free code"),
        (HEAD + "Z..1,,,,t,en,,,\n", "row 2, column code: 'Z..1' is no free code"),
        (HEAD + "Z1,Z9,,,t,en,,,\n", "row 2, column parent: Z9 has no row; expected the code of"),
        (HEAD + "Z1,Z2,,,t,en,,,\nZ2,Z1,,,u,en,,,\n", "the parents form a circle, Z1 under Z2"),
        (HEAD + "Z1,Z1.a.b,,,t,en,,,\nZ1.a.b.c,,,,u,en,,,\n", "the parents form a circle"),
        (HEAD + "Z1,,,,t,en,,,\nZ2,,,,t,en,note,,\n", "row 3, column code: Z2 has no row"),
        (HEAD + "Z1,,,,t,en,,,,,x\n", "row 2: has 11 cells, but the header 9"),
        (HEAD + "Z1,,,,t,en\n", "row 2: has 6 cells, but the header 9; the file may be cut short"),
        (HEAD + 'Z1,,,,"t,en,,,\n', "line 2: unexpected end of data"),
        (HEAD + "Z1,,,,te\0xt,en,,,\n", "line 2: holds a NUL byte"),
        (HEAD + f"Z1,,,,{'x' * 140_000},en,,,\n", "cells of at most 131,072 characters"),
        (HEAD, "has no entry; expected rows under the header"),
        (HEAD + ",,,,t,en,note,,\n", "has no entry; expected rows under the header"),
        (
            HEAD + "Z1,,,,t,en,,,\n" + "Z1,,,,a,en,note,,\n" * 2 + "Z1,,,,a,fr,note,,\n",
            "Z1 has 2 in en, 1 in fr; give the rows of one note the same number",
        ),
    ],
)
def test_an_error_names_row_and_column(tmp_path: Path, data: str, wanted: str) -> None:
    with pytest.raises(TableError) as error:
        read_text(tmp_path, data)
    assert str(error.value).startswith("list.csv")
    assert wanted in str(error.value)


@pytest.mark.parametrize(
    ("columns", "cells", "wanted"),
    [
        ("text_digest", "0" * 64, "is not the digest of the row's text, which is"),
        ("text_digest", "abc", "'abc' is no SHA-256"),
        ("chemicals", "Water (CAS 7732-18-6)", "CAS number 7732-18-6 has a wrong check digit"),
        ("chemicals", "Water (CAS none)", "is no chemical such as"),
        ("reasons", ": 9X999", "is no reason for control such as"),
        ("reasons", 'MT "x', "is no reason for control such as"),
        ("in_force_from", "3 Feb 2031", "'3 Feb 2031' is no date such as 2026-01-31"),
        ("in_force_from", "20310203", "'20310203' is no date such as 2026-01-31"),
        ("in_force_from,in_force_to", "2031-02-03,2031-02-03", "is not after in_force_from"),
        ("implied", "perhaps", "'perhaps' is neither yes nor no"),
    ],
)
def test_an_error_in_a_fact_column_names_it(
    tmp_path: Path, columns: str, cells: str, wanted: str
) -> None:
    data = f"code,text,lang,{columns}\nZ1,t,en,"
    quoted = cells if "," in columns else '"' + cells.replace('"', '""') + '"'
    with pytest.raises(TableError) as error:
        read_text(tmp_path, data + quoted + "\n")
    assert f"row 2, column {columns.split(',')[-1]}: " in str(error.value)
    assert wanted in str(error.value)


def test_a_note_row_that_contradicts_its_number_is_refused(tmp_path: Path) -> None:
    rows = "Z1,t,en,,\nZ1,a,en,note,1\nZ1,b,fr,definition,1\n"
    with pytest.raises(TableError, match="row 4, column note_kind: note 1 of Z1 stands already"):
        read_text(tmp_path, "code,text,lang,note_kind,note_number\n" + rows)
    with pytest.raises(TableError, match="row 3, column note_number: '0' is no whole number"):
        read_text(
            tmp_path, "code,text,lang,note_kind,note_number\n" + rows.replace("note,1", "note,0")
        )


def test_a_second_printed_label_is_named_as_unplaced(tmp_path: Path) -> None:
    rows = "Z1,,,,t,en,,,\nZ1,,,Note,a,en,note,,\nZ1,,,Remarque,b,fr,note,,\n"
    reading = read_text(tmp_path, HEAD + rows)
    assert [(f.where, f.text) for f in reading.unplaced] == [
        ("list.csv, row 4, column label", "Remarque")
    ]
    assert reading.characters - reading.placed == len("Remarque")


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(",", ";"),
        lambda text: text.replace(",", "\t"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("code,parent", "Code, Parent "),
        lambda text: text.replace(HEAD, HEAD + ",,,,,,,,\n\n"),
    ],
    ids=["semicolons", "tabs", "bom", "crlf", "header", "blank rows"],
)
def test_spellings_of_csv_read_alike(tmp_path: Path, change: Callable[[str], str]) -> None:
    text = HEAD + 'Z1,,,,"one\ntwo ""three""",en,,,\nZ2,,,,x,en,,,\n'
    plain, other = read_text(tmp_path, text).edition, read_text(tmp_path, change(text)).edition
    assert other.entries == plain.entries
    assert plain.entries[0].texts[0].value == 'one\ntwo "three"'


def test_a_row_is_counted_as_a_spreadsheet_counts(tmp_path: Path) -> None:
    text = HEAD + 'Z1,,,,"one\ntwo\nthree",en,,,\nZ2,,sub,,x,en,,,\n'
    with pytest.raises(TableError, match="row 3, column level"):
        read_text(tmp_path, text)


def test_latin_1_is_refused_with_its_line(tmp_path: Path) -> None:
    data = (HEAD + "Z1,,,,x,en,,,\nZ2,,,,gen\xe9rateur,fr,,,\n").encode("latin-1")
    with pytest.raises(DocumentError, match=r"list.csv, line 3: .* save the document as UTF-8"):
        read_bytes(tmp_path, data)


@pytest.mark.parametrize("data", [b"", b"\n \n"])
def test_an_empty_file_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(DocumentError, match="is empty"):
        read_bytes(tmp_path, data)


def test_a_workbook_reads_like_its_csv(tmp_path: Path) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.worksheets[0].append(["Z1.1", None, None, None, "Part\nTwo", "en", None, "NSG", None])
        more = book.create_sheet("More")
        more.append(["code", "text", "lang"])
        more.append([12, "Twelve", "en"])
        guide = book.create_sheet("Guide")
        guide.append(["Column", "What it says"])

    reading = read_workbook(tmp_path, fill)
    assert [entry.code for entry in reading.edition.entries] == ["Z1", "Z1.1", "12"]
    assert reading.edition.entries[1].texts == (Text.of("Part\nTwo", "en"),)
    assert reading.unplaced == ()


def test_a_sheet_that_is_no_table_is_named(tmp_path: Path) -> None:
    reading = read_workbook(tmp_path, lambda book: book.create_sheet("Contacts").append(["Name"]))
    assert [fragment.where for fragment in reading.unplaced] == ["list.xlsx, sheet Contacts"]
    assert "column code" in reading.unplaced[0].reason


def set_cell(place: str, value: object) -> Callable[[openpyxl.Workbook], None]:
    def change(book: openpyxl.Workbook) -> None:
        book.worksheets[0][place] = value  # type: ignore[assignment]

    return change


def merge(cells: str) -> Callable[[openpyxl.Workbook], None]:
    return lambda book: book.worksheets[0].merge_cells(cells)


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        (set_cell("E2", "=A2&A3"), "sheet Items, row 2, column text: holds the formula =A2&A3; "),
        (set_cell("E2", ArrayFormula("E2:E3", "=A2:A3")), "holds the formula =A2:A3; expected a"),
        (set_cell("E1", "=A1"), "sheet Items, row 1: column text is missing; expected at least"),
        (set_cell("D1", "=A1"), "sheet Items, row 1, column D: holds the formula =A1; expected a"),
        (set_cell("E2", "#REF!"), "row 2, column text: holds the error #REF!; expected a value"),
        (set_cell("A2", 1.1), "sheet Items, row 2, column code: holds the number 1.1; format"),
        (set_cell("B2", datetime.date(2031, 1, 2)), "column parent: holds the date 2031-01-02; "),
        (set_cell("C2", "chapter"), "list.xlsx, sheet Items, row 2, column level: 'chapter'"),
        (set_cell("K2", "stray"), "sheet Items, row 2, column K: 'stray' stands under no name"),
        (set_cell("A1", "codes"), "no sheet has a column code"),
        (merge("A2:A4"), "row 2, column code: cells A2:A4 are merged, so that all but the first"),
        (merge("A1:B1"), "row 1, column code: cells A1:B1 are merged, so that all but the first"),
        (
            merge("D1:E1"),
            "row 1: column text is missing; expected at least code, text, lang; cells",
        ),
    ],
)
def test_an_error_in_a_workbook_names_its_sheet(
    tmp_path: Path, change: Callable[[openpyxl.Workbook], object], wanted: str
) -> None:
    with pytest.raises(TableError) as error:
        read_workbook(tmp_path, change)
    assert wanted in str(error.value)


def rewrite(path: Path, add: dict[str, bytes], drop: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != drop and name not in add:
                new.writestr(name, old.read(name))
        for name, data in add.items():
            new.writestr(name, data)
    return out.getvalue()


def test_a_workbook_that_is_unsafe_or_damaged_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path, lambda book: None)
    good, sheet = path.read_bytes(), "xl/worksheets/sheet1.xml"
    entity = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet/>'
    middle = len(good) // 2
    bad = {
        "is a workbook with macros": rewrite(path, {"xl/vbaProject.bin": b"x"}),
        "with macros; save it as plain": rewrite(path, {"xl/macrosheets/sheet1.xml": b"<x/>"}),
        "has a document type declaration": rewrite(path, {sheet: entity}),
        "unpacks to": rewrite(path, {"xl/media/a.bin": bytes(300_000_001)}),
        "is no readable .xlsx workbook": good[: len(good) // 2],
        "may be cut short or damaged": good[:middle] + b"\0\0\0\0\0\0\0\0" + good[middle + 8 :],
        "workbook: ": rewrite(path, {}, drop="xl/workbook.xml"),
        "save it again": rewrite(path, {sheet: b"<worksheet><sheetData>"}),
        "is an .xls workbook or has a password": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    }
    for wanted, data in bad.items():
        with pytest.raises(TableError) as error:
            read_bytes(tmp_path, data, "bad.xlsx")
        assert str(error.value).startswith("bad.xlsx: ")
        assert wanted in str(error.value)


@pytest.mark.parametrize(
    ("name", "head", "wanted"),
    [
        ("a.csv", b"", True),
        ("a.XLSX", b"PK", True),
        ("a.txt", b"code;text;lang\n", True),
        ("a.json", b'{"code": "text"}', False),
        ("a.xml", b"<code>text</code>", False),
        ("a.ttl", b"@prefix a: <b> .", False),
    ],
)
def test_a_table_is_recognised(name: str, head: bytes, wanted: bool) -> None:
    assert table.recognise(name, head) is wanted


def test_a_long_chain_of_parents_is_read(tmp_path: Path) -> None:
    rows = [f"Z{n},{f'Z{n - 1}' if n else ''},,,t,en,,,\n" for n in range(5_000)]
    assert len(read_text(tmp_path, HEAD + "".join(rows)).edition.entries) == 5_000


def test_gaps_are_found_in_a_table(tmp_path: Path) -> None:
    edition = read_text(tmp_path, HEAD + "Z1,,,,t,en,,,\nZ1.b,,,,t,en,,,\n").edition
    assert [(gap.code, gap.kind) for gap in edition.gaps] == [("Z1.a", GapKind.FIRST_SIBLING)]
    assert edition.extent is Extent.INCOMPLETE


def test_regimes_are_those_of_the_facts() -> None:
    with (bundled("data") / "regimes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    known = {row["abbreviation"].lower(): row["id"] for row in rows}
    assert {**known, **{row["id"]: row["id"] for row in rows}} == REGIMES


# Written and read back: nothing is lost.

SLOW = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=30)
LINE = WORDS.map(one_line)
FILLED = LINE.filter(bool)
BODY = st.lists(FILLED, min_size=1, max_size=3).map("\n".join)
LANGS = st.lists(st.sampled_from(["en", "fr", "de"]), unique=True, max_size=3)
MARKED = st.text(st.sampled_from('ab"|;:,()  '), min_size=1, max_size=12).filter(bool)
VALUE = st.one_of(FILLED, MARKED)


def cas_numbers() -> st.SearchStrategy[str]:
    heads = st.tuples(st.integers(50, 9_999_999), st.integers(0, 99))
    numbers = heads.map(lambda pair: [f"{pair[0]}-{pair[1]:02d}-{digit}" for digit in range(10)])
    return numbers.map(lambda ten: next(filter(cas_is_valid, ten)))


CHEMICALS = st.builds(Chemical, st.none() | VALUE, cas_numbers()) | st.builds(
    Chemical, VALUE, st.none()
)
REASONS = st.builds(
    ReasonForControl,
    VALUE,
    st.lists(VALUE, max_size=2).map(tuple),
    st.lists(VALUE, max_size=2).map(tuple),
    st.none() | VALUE,
)


@given(st.lists(REASONS, max_size=3).map(tuple))
@example((ReasonForControl("NS", (), ("Q", "(0)")),))
def test_reasons_are_read_back(reasons: tuple[ReasonForControl, ...]) -> None:
    assert read_reasons(print_reasons(reasons)) == reasons


@given(st.lists(CHEMICALS, max_size=3).map(tuple))
def test_chemicals_are_read_back(chemicals: tuple[Chemical, ...]) -> None:
    assert read_chemicals(print_chemicals(chemicals)) == chemicals


@given(st.lists(VALUE, max_size=3).map(tuple))
def test_values_of_a_cell_are_read_back(values: tuple[str, ...]) -> None:
    assert split_cell(join_cell(values)) == values


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("MT", ReasonForControl("MT")),
        ("NS: XI(a)(3), XI(b)", ReasonForControl("NS", ("XI(a)(3)", "XI(b)"))),
        (
            "MT: 9X999.a except 9X999.a.1 (MT Column 1)",
            ReasonForControl("MT", ("9X999.a",), ("9X999.a.1",), "MT Column 1"),
        ),
        ("AT except 0D999 No. 1", ReasonForControl("AT", (), ("0D999 No. 1",))),
        ('"N,S": "a;b"', ReasonForControl("N,S", ("a;b",))),
    ],
)
def test_reasons_are_read_as_people_write_them(cell: str, wanted: ReasonForControl) -> None:
    assert read_reasons(cell) == (wanted,)


def test_plain_values_bear_no_quotation_marks() -> None:
    reason = ReasonForControl("NS", ("XI(a)(3)",), (), "NS Column 1")
    assert print_reasons([reason]) == "NS: XI(a)(3) (NS Column 1)"
    assert print_chemicals([Chemical("1,2-Invented | acid (pure)", "50-00-0")]) == (
        "1,2-Invented | acid (pure) (CAS 50-00-0)"
    )


CODES = st.sampled_from(["XI(a)(3)", "Q (a)", 'a"b', "7;x, y", "0D999 No. 1", "9A999.a", "a: b"])
REASONS_OF_ENTRIES = st.builds(
    ReasonForControl,
    VALUE,
    st.lists(CODES, max_size=2).map(tuple),
    st.lists(CODES, max_size=2).map(tuple),
    st.none() | VALUE,
)


@st.composite
def editions(draw: st.DrawFn) -> tuple[Edition, str]:
    name = draw(st.sampled_from(["free", "five-character"]))
    grammar = grammar_named(name)
    stems = ["Z1", "Q (a)", "7;x"] if name == "free" else ["9A999", "5A002", "3B998"]
    tails = st.lists(st.sampled_from(["", ".a", ".b.1", ".a.2.b"]), min_size=1, unique=True)
    codes = {
        grammar.normalise(stem + tail)
        for stem in draw(st.lists(st.sampled_from(stems), min_size=1, unique=True))
        for tail in draw(tails)
    }
    codes |= {above for code in codes for above in grammar.ancestors(code)}
    entries = [draw(entry_of(code, grammar)) for code in sorted(codes, key=grammar.sort_key)]
    notes: list[Note] = []
    for target in (None, *(entry.code for entry in entries)):
        count = draw(st.integers(0, 2))
        notes += [draw(note_of(target, number)) for number in range(1, count + 1)]
    return Edition("xx-own", DATE, tuple(entries), tuple(notes)), name


@st.composite
def texts(draw: st.DrawFn) -> tuple[Text, ...]:
    return tuple(
        draw(st.sampled_from([text, Text(lang, None, text.digest)]))
        for lang in draw(LANGS)
        for text in [Text.of(draw(BODY), lang)]
    )


@st.composite
def entry_of(draw: st.DrawFn, code: str, grammar: Grammar) -> Entry:
    words = draw(texts())
    labelled = draw(st.lists(st.sampled_from([text.lang for text in words] or ["en"]), unique=True))
    days = draw(st.none() | st.tuples(st.dates(), st.integers(1, 400)))
    end = None
    if days is not None and days[0].year < 9990:
        end = days[0] + datetime.timedelta(days[1])
    return Entry(
        code,
        grammar.parent(code),
        draw(st.sampled_from(Level)),
        draw(st.sampled_from(Status)),
        words,
        tuple((lang, draw(FILLED)) for lang in labelled),
        grammar.product_group(code),
        tuple(draw(st.lists(st.sampled_from(["nsg", "mtcr", "australia-group"]), unique=True))),
        tuple(draw(st.lists(REASONS_OF_ENTRIES, max_size=2))),
        tuple(draw(st.lists(st.sampled_from(["9A001", "9A002.a to 9A002.c", "7;x"]), unique=True))),
        tuple(draw(st.lists(CHEMICALS, max_size=2))),
        Interval(days[0], end) if days else None,
        draw(st.booleans()),
        stages=tuple(draw(st.lists(st.sampled_from(["production", "use"]), unique=True))),
        excepts=tuple(
            draw(st.lists(st.sampled_from(["9A001", "9A002.a to 9A002.c"]), unique=True))
        ),
    )


@st.composite
def note_of(draw: st.DrawFn, target: str | None, number: int) -> Note:
    kind, polarity = draw(st.sampled_from(NoteKind)), draw(st.sampled_from(Polarity))
    chemicals = tuple(draw(st.lists(CHEMICALS, max_size=1)))
    return Note(target, number, kind, polarity, draw(LINE), draw(texts()), (), chemicals)


def written(edition: Edition, *, with_texts: bool) -> bytes:
    out = io.StringIO(newline="")
    write_table(edition, out, with_texts=with_texts)
    return out.getvalue().encode()


def comparable(edition: Edition) -> tuple[object, ...]:
    """Return the content, without the source and with the labels in a fixed order."""
    entries = [replace(entry, labels=tuple(sorted(entry.labels))) for entry in edition.entries]
    return edition.list_id, edition.date, entries, edition.notes


def without_words(edition: Edition) -> Edition:
    def bare(found: tuple[Text, ...]) -> tuple[Text, ...]:
        return tuple(replace(text, value=None) for text in found)

    return replace(
        edition,
        entries=tuple(replace(entry, texts=bare(entry.texts)) for entry in edition.entries),
        notes=tuple(replace(note, texts=bare(note.texts)) for note in edition.notes),
    )


@settings(SLOW, max_examples=40)
@given(edition=editions())
def test_an_edition_is_read_back_whole(tmp_path: Path, edition: tuple[Edition, str]) -> None:
    given_edition, grammar = edition
    data = written(given_edition, with_texts=True)
    assert comparable(read_bytes(tmp_path, data, grammar=grammar).edition) == comparable(
        given_edition
    )


@settings(SLOW, max_examples=40)
@given(edition=editions())
def test_an_edition_without_texts_keeps_the_rest(
    tmp_path: Path, edition: tuple[Edition, str]
) -> None:
    given_edition, grammar = edition
    data = written(given_edition, with_texts=False)
    assert comparable(read_bytes(tmp_path, data, grammar=grammar).edition) == comparable(
        without_words(given_edition)
    )


def test_without_texts_no_official_word_is_written() -> None:
    entry = Entry("Z1", None, Level.ENTRY, texts=(Text.of("secret words", "en"),))
    note = Note("Z1", 1, NoteKind.NOTE, Polarity.EXPLAINS, "", (Text.of("more words", "en"),))
    data = written(Edition("xx", DATE, (entry,), (note,)), with_texts=False).decode()
    assert "words" not in data
    assert digest_text("secret words") in data
    assert data.splitlines()[0] == ",".join((*COLUMNS, *FACT_COLUMNS))
