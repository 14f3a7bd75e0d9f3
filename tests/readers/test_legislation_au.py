"""The reader of the Federal Register of Legislation's XHTML, and the Australian list read by it."""

import dataclasses
import datetime
import hashlib
import io
import re
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from kgservice.errors import DocumentError
from kgservice.model import (
    Chemical,
    Entry,
    Extent,
    Level,
    Note,
    NoteKind,
    Polarity,
    Reading,
    Status,
)
from kgservice.readers.counts import count_edition
from kgservice.readers.descriptors import read_descriptor
from kgservice.readers.documents import Document, read_document
from kgservice.readers.legislation_au import reader as legislation_au
from kgservice.readers.mentions import cas_is_valid

DATE = datetime.date(2024, 9, 1)
TAB = '<span style="width:9pt; text-indent:0pt; display:inline-block">&#xa0;</span>'
HTML = "australia/F2024L01024.document_1.html"
EPUB = "australia/F2024L01024.epub"


def p(style: str, *cells: str, css: str = "") -> str:
    """Return a paragraph whose cells stand between tab stops, each split over two spans."""
    halves = (f"<span>{c[: len(c) // 2]}</span><span>{c[len(c) // 2 :]}</span>" for c in cells)
    whole = (
        f"<span>{cell}</span>" if "<" in cell or "&" in cell else half
        for cell, half in zip(cells, halves, strict=True)
    )
    attribute = f' style="{css}"' if css else ""
    return f'<p class="{style}"{attribute}>{TAB.join(whole)}</p>'


def li(*texts: str, css: str = "", kind: str = "", style: str = "DL0Aa") -> str:
    """Return a list; ``kind`` is how it counts, numbers where it is empty."""
    items = "".join(f'<li class="{style}" style="{css}"><span>{text}</span></li>' for text in texts)
    counting = f"; list-style-type:{kind}" if kind else ""
    return f'<ol style="margin:0pt{counting}">{items}</ol>'


def document(*body: str, munitions: str = "", front: str = "", behind: str = "") -> str:
    """Return a whole invented list with ``body`` in Category 9."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        '<html xmlns="http://www.w3.org/1999/xhtml"'
        ' xmlns:o="urn:schemas-microsoft-com:office:office"><head><title></title></head><body>'
        '<div><p class="ShortT"><span>Invented list</span></p></div><div>'
        + p("ActHead2", "Part 1A—Preliminary")
        + p("ActHead3", "Division 2—Simplified outline of the list")
        + p("SOText", "It has parts.")
        + front
        + p("ActHead2", "Part 1—Munitions list")
        + p("MLX", "ML99.", "Invented weapons, as follows:")
        + munitions
        + p("ActHead2", "Part 2—Dual&#x2011;use list")
        + p("ActHead3", "Category 9—Invented propulsion")
        + p("Cat0newstyle1", "9.", "A.", "", "Systems")
        + p("Cat0newstyle31a1paragraphsindented", "9.", "A.", "999.", "Invented engines:")
        + "".join(body)
        + behind
        + p("ActHead6", "Schedule 1—Repeals")
        + "</div></body></html>"
    )


def read_text(text: str | bytes, name: str = "invented.html") -> Reading:
    data = text.encode() if isinstance(text, str) else text
    invented = Document(Path(name), data, hashlib.sha256(data).hexdigest())
    return legislation_au.read(invented, read_descriptor("au-dsgl"), DATE, "en")


def entries(reading: Reading) -> dict[str, str]:
    return {entry.code: text_of(entry) for entry in reading.edition.entries}


def notes(reading: Reading, target: str | None) -> list[Note]:
    return [note for note in reading.edition.notes if note.target == target]


def text_of(item: Entry | Note) -> str:
    return item.texts[0].value or "" if item.texts else ""


def entry(reading: Reading, code: str) -> Entry:
    return next(entry for entry in reading.edition.entries if entry.code == code)


def test_codes_are_joined_from_tab_stops_and_spans() -> None:
    reading = read_text(
        document(
            p("DL0Aa", "a.", "First, as follows:"),
            p("DL0Aa1", "1. ", "Deep;"),
            p("Cat0newstyle51a1a1paragraphsindented", "9.", "A.", "999.", "a.", "2.", "Deeper;"),
            p("DL0Aa", "b.", "Second."),
        )
    )
    assert entries(reading) == {
        "ML": "Munitions list",
        "ML99": "Invented weapons, as follows:",
        "9": "Invented propulsion",
        "9A": "Systems",
        "9A999": "Invented engines:",
        "9A999.a": "First, as follows:",
        "9A999.a.1": "Deep;",
        "9A999.a.2": "Deeper;",
        "9A999.b": "Second.",
    }
    assert entry(reading, "9A999.a.1").parent == "9A999.a"
    assert reading.edition.gaps == ()
    assert reading.edition.extent is Extent.WHOLE


def test_all_characters_but_those_of_the_codeless_heading_are_placed() -> None:
    reading = read_text(document(p("DL0Aa", "a.", "First.")))
    assert [(found.text, found.reason) for found in reading.unplaced] == [
        ("Part 2—Dual‑use list", "the heading of a part that has no code")
    ]
    assert reading.characters - reading.placed == len("Part2—Dual‑uselist")


def test_what_a_reader_forgets_lowers_the_placed_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kgservice.readers.legislation_au.outline.Outline.place", lambda *_: True)
    reading = read_text(document(p("DL0Aa", "a.", "First." * 50)))
    assert reading.placed_share < 0.5


def test_a_list_item_is_labelled_by_its_place() -> None:
    css = "margin-left:69.33pt; padding-left:15.72pt"
    reading = read_text(
        document(li("Cables;", "Ducts;", css=css, kind="lower-latin"), p("DL0Aa", "c.", "Printed."))
    )
    assert list(entries(reading).items())[-3:] == [
        ("9A999.a", "Cables;"),
        ("9A999.b", "Ducts;"),
        ("9A999.c", "Printed."),
    ]


def test_a_list_that_starts_elsewhere_is_counted_from_there() -> None:
    css = "margin-left:69.33pt; padding-left:15.72pt"
    reading = read_text(
        document(
            p("DL0Aa", "a.", "Printed;"),
            li("Counted.", css=css, kind="lower-alpha").replace("<ol ", '<ol start="2" '),
        )
    )
    assert entries(reading)["9A999.b"] == "Counted."


def test_list_items_of_a_note_go_on_where_the_note_stopped_and_become_no_entries() -> None:
    note = "margin-left:126pt; padding-left:15.75pt; font-style:italic"
    nested = (
        '<ol style="margin:0pt"><li style="margin-left:98.3pt; padding-left:15.1pt; '
        'font-style:italic"><span>Counted two:</span><ol style="margin-left:0pt; '
        'list-style-type:lower-latin"><li style="margin-left:13.25pt; padding-left:15.1pt">'
        "<span>Inner.</span></li></ol></li></ol>"
    )
    reading = read_text(
        document(
            p("DL0Aa", "a.", "Entry;"),
            p("DL0AaTechH", "Technical Notes:"),
            p("DL0AaTechText1", "1.", "Printed one:"),
            li("Alpha;", "Beta.", css=note, kind="lower-latin", style=""),
            nested,
        )
    )
    assert [code for code in entries(reading) if code.startswith("9A999.")] == ["9A999.a"]
    (found,) = notes(reading, "9A999.a")
    assert text_of(found).split("\n") == [
        "1. Printed one:",
        "a. Alpha;",
        "b. Beta.",
        "2. Counted two:",
        "a. Inner.",
    ]
    assert (found.kind, found.label) == (NoteKind.TECHNICAL_NOTE, "Technical Notes")


def test_the_sequence_of_labels_decides_against_the_position() -> None:
    reading = read_text(
        document(
            p("DL0Aa", "a.", "One:"),
            p("DL0Aa1", "1.", "Two:"),
            p("DL0Aa1a", "a.", "Three;"),
            p("DL0Aa1", "b.", "Three, set too far left;"),
            p("DL0Aa", "2.", "Two, set too far left;"),
            p("DL0Aa1a", "b.", "One, for nothing else can be b.", css="margin-left:85.05pt"),
        )
    )
    assert [code for code in entries(reading) if code.startswith("9A999.")] == [
        "9A999.a",
        "9A999.a.1",
        "9A999.a.1.a",
        "9A999.a.1.b",
        "9A999.a.2",
        "9A999.b",
    ]


def test_numbers_may_stand_at_the_first_depth() -> None:
    reading = read_text(
        document(p("DL0Aa", "1.", "Inventane (CAS 50-00-0);"), p("DL0Aa", "2.", "Other."))
    )
    assert [code for code in entries(reading) if code.startswith("9A999.")] == [
        "9A999.1",
        "9A999.2",
    ]


def test_two_labels_on_a_line_are_two_entries() -> None:
    reading = read_text(
        document(
            p("DL0Aa", "a.", "Either of:"),
            p("DL0Aa1a0", "1.", "a.", "Volts; and"),
            p("DL0Aa1a0", "", "b.", "Amperes; or"),
            p("DL0Aa1a0", "2.", "a.", "Watts."),
        )
    )
    assert [(code, text) for code, text in entries(reading).items() if "9A999.a." in code] == [
        ("9A999.a.1", ""),
        ("9A999.a.1.a", "Volts; and"),
        ("9A999.a.1.b", "Amperes; or"),
        ("9A999.a.2", ""),
        ("9A999.a.2.a", "Watts."),
    ]
    assert reading.edition.gaps == ()


def test_an_entry_may_print_its_first_paragraph_on_its_own_line() -> None:
    style = "Cat0newstyle31a1paragraphsindented"
    reading = read_text(document(p(style, "9.", "A.", "998.", "a.", "Own line;")))
    assert entries(reading)["9A998"] == ""
    assert entries(reading)["9A998.a"] == "Own line;"
    assert not entry(reading, "9A998").implied


def test_a_code_without_its_category_is_of_the_open_one() -> None:
    style = "Cat0newstyle41a1aparagraphsindented"
    reading = read_text(document(p(style, "A.", "999.", "a.", "The source lost a nine.")))
    assert entries(reading)["9A999.a"] == "The source lost a nine."


def test_items_of_a_note_are_lines_and_what_follows_upright_is_an_entry() -> None:
    reading = read_text(
        document(
            p("DL0Aa", "a.", "One;"),
            p("DL0AaNote", "Note 1:", "9A999.a. does not apply to:"),
            p("DL0AaNotea2", "a.", "Toys;"),
            p("DL0AaNotea1", "1.", "Small toys;"),
            p("DL0aNB", "N.B.:", "For toys, see ML99.", css="margin-left:198.45pt"),
            p("DL0AaNotea2", "b.", "Models."),
            p("DL0Aa", "b.", "Two."),
        )
    )
    assert [code for code in entries(reading) if code.startswith("9A999.")] == [
        "9A999.a",
        "9A999.b",
    ]
    (found,) = notes(reading, "9A999.a")
    assert text_of(found).split("\n") == [
        "9A999.a. does not apply to:",
        "a. Toys;",
        "1. Small toys;",
        "N.B.: For toys, see ML99.",
        "b. Models.",
    ]
    assert (found.label, found.polarity) == ("Note 1", Polarity.EXCLUDES)
    assert found.refers_to == ("9A999.a", "ML99")


def test_notes_belong_where_they_stand_or_to_the_code_they_open_with() -> None:
    reading = read_text(
        document(
            p("DL0ANote", "Note:", "Such engines are invented."),
            p("DL0Aa", "a.", "One:"),
            p("DL0Aa1", "1.", "Two;"),
            p("DL0Aa1Note", "Note:", "Set under two."),
            p("DL0AaNote", "Note:", "Set under one."),
            p("DL0Aa1TechH", "Technical Note:"),
            p("DL0Aa1TechText", "For the purposes of 9A999.a., one is the least."),
            p("DL0AaNote", "N.B. 1:", "9A999.a. and 9A999.a.1. are two."),
            p("DL0ANote", "Note 2:", "9A999.a.1. includes three."),
            p("DL0AaNote", "Note 3:", "Certain items specified in 9A999.a.1. are many."),
            p("DL0Aa1", "2.", "Three."),
            p("DL0Aa1TechH", "Technical Notes:"),
            p("DL0Aa1TechText1", "1.", "For the purposes of 9A999.a.1., two is two."),
            p("DL0Aa1TechText1", "2.", "For the purposes of 9A999.a.2., three is three."),
        )
    )
    assert [(note.target, note.label) for note in reading.edition.notes if note.target] == [
        ("9A999", "Note"),
        ("9A999.a", "Note"),
        ("9A999.a", "Technical Note"),
        ("9A999.a", "N.B. 1"),
        ("9A999.a", "Technical Notes"),
        ("9A999.a.1", "Note"),
        ("9A999.a.1", "Note 2"),
        ("9A999.a.1", "Note 3"),
    ]


def test_a_note_on_a_run_of_items_belongs_above_them_and_may_print_a_whole_code() -> None:
    munitions = (
        p("ML1", "ML901.", "Invented toys.")
        + p("ML1", "ML902.", "Invented games.")
        + p("ML1NoteMargin", "Note:", "ML901 to ML902 do not include:")
        + p("ML1a1aNotea", "a.", "dice;")
        + p("MLnewstyle1", "ML902.", "", "b.", "cards.")
    )
    reading = read_text(document(munitions=munitions))
    assert "ML902.b" not in entries(reading)
    (found,) = notes(reading, "ML")
    assert text_of(found).split("\n")[1:] == ["a. dice;", "b. cards."]
    assert found.refers_to == ("ML901 to ML902",)


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ('10<span style="vertical-align:super">6</span> m', "10⁶ m"),
        ('10<span style="font-size:7pt; vertical-align:3pt">6</span> m', "10⁶ m"),
        (
            '10<span style="vertical-align:super">&#x2011;</span>'
            '<span style="vertical-align:super">11</span> m',
            "10⁻¹¹ m",
        ),
        ('UF<span style="vertical-align:sub">6</span>', "UF₆"),
        ('UF<span style="vertical-align:-1.5pt">6</span>', "UF₆"),
        ('E<span style="vertical-align:sub">MPE </span>of', "E_(MPE) of"),
        ('50 <span style="vertical-align:super">o</span>C', "50 °C"),
        ('<span style="font-family:Symbol, serif">&#xf061;</span>-ray', "α-ray"),
        ('3.3<span style="font-family:Symbol">&#xf0b4;</span>10', "3.3×10"),
        ("one<br />two", "one\ntwo"),
        ('<img src="x.png" alt="formula a over b" /> is', "[formula a over b] is"),
    ],
)  # fmt: skip
def test_characters_keep_their_height_and_alphabet(printed: str, plain: str) -> None:
    assert entries(read_text(document(p("DL0Aa", "a.", printed))))["9A999.a"] == plain


def test_cas_numbers_are_found_across_spans_lines_and_dashes() -> None:
    number = (
        "<span>50</span><span>&#x2011;</span><span>00</span><span>&#x2011;</span><span>0</span>"
    )
    reading = read_text(
        document(
            p("DL0Aa", "a.", f"Inventane (CAS {number});"),
            p("DL0Aa", "b.", "Other stuff (OS) "),
            p("DL0Aa", "(CAS 64&#x2013;17&#x2013;5);"),
        )
    )
    assert entry(reading, "9A999.a").chemicals == (Chemical("Inventane", "50-00-0"),)
    assert entry(reading, "9A999.b").chemicals == (Chemical("Other stuff (OS)", "64-17-5"),)


@pytest.mark.parametrize("text", ["Not used;", "Not used since 2019.", "Not used"])
def test_unused_places_are_reserved(text: str) -> None:
    assert entry(read_text(document(p("DL0Aa", "a.", text))), "9A999.a").status is Status.RESERVED


def test_an_entry_that_goes_on_is_not_reserved() -> None:
    text = "Not used in water."
    assert entry(read_text(document(p("DL0Aa", "a.", text))), "9A999.a").status is Status.LISTED


def test_words_between_entries_are_remarks_on_the_group() -> None:
    body = (
        p("DL0Aa", "a.", "One."),
        p("", "ENGINES WITH WINGS"),
        p("Cat0newstyle1", "9.", "B.", "", "Tests"),
        p("DL0Aa", "None."),
    )
    reading = read_text(document(*body))
    assert [(note.target, text_of(note)) for note in reading.edition.notes if note.target] == [
        ("9A", "ENGINES WITH WINGS"),
        ("9B", "None."),
    ]
    assert entries(reading)["9A999.a"] == "One."
    assert entries(reading)["9B"] == "Tests"


def test_general_notes_and_definitions_are_notes_to_the_whole_list() -> None:
    front = (
        p("ActHead5", "3.1", "Invented note (IN)")
        + p("subsection", "3.11", "Read it.")
        + p("ActHead3", "Division 4—Definitions")
        + p("subsection", "4.1", "Terms are:")
        + p("Definition", "“Inventor” (9 ML99) means a person.")
        + p("notetext", "Note:", "Or two.")
        + p("Definition", "“Widget” (9) means a thing.")
    )
    found = notes(read_text(document(front=front)), None)
    assert [(note.kind, note.label, text_of(note)) for note in found] == [
        (NoteKind.REMARK, "Division 2—Simplified outline of the list", "It has parts."),
        (NoteKind.GENERAL_NOTE, "3.1 Invented note (IN)", "3.11 Read it."),
        (NoteKind.REMARK, "Division 4—Definitions", "4.1 Terms are:"),
        (NoteKind.DEFINITION, "Inventor", "(9 ML99) means a person.\nNote: Or two."),
        (NoteKind.DEFINITION, "Widget", "(9) means a thing."),
    ]


TABLE = (
    "<table><thead><tr><td><p>Process</p></td><td><p>Result</p></td></tr></thead>"
    "<tbody><tr><td><p>Dipping</p></td><td><p>Wet<br />Cold</p></td></tr></tbody></table>"
)


def test_a_table_belongs_to_the_entry_whose_note_announces_it() -> None:
    body = (
        p("DL0Aa", "a.", "Coatings."),
        p("DL0AaNote", "Note:", "The table appears after 9A998."),
        p("Cat0newstyle31a1paragraphsindented", "9.", "A.", "998.", "Others."),
        p("DL0ATableHead", "TABLE — DIPPING"),
        TABLE,
        p("DL11", "1.", "Upright words behind a table belong to it."),
        p("Cat0newstyle1", "9.", "B.", "", "Tests"),
    )
    reading = read_text(document(*body))
    announced, table = notes(reading, "9A999.a")
    assert announced.kind is NoteKind.NOTE
    assert (table.kind, table.label) == (NoteKind.TABLE, "TABLE — DIPPING")
    assert text_of(table).split("\n") == [
        "Process | Result",
        "Dipping | Wet Cold",
        "1. Upright words behind a table belong to it.",
    ]
    assert entries(reading)["9B"] == "Tests"


def test_rows_of_the_sensitive_lists_are_remarks_on_their_entries() -> None:
    def row(*cells: str) -> str:
        return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"

    rows = (
        row("<p>Category 9</p>", "<p>SENSITIVE LIST</p>")
        + row("<p>9A999.a.</p>", "<p>Fast ones...</p><p>only these</p>")
        + row("<p>&#xa0;</p>", "<p>and more</p>")
        + row("", "<p>9A999.a.1. &amp; 9A999.a.2.</p>", "<p>Both</p>")
        + row("<p>9A999</p><p>9A999.b.</p>", "<p>All</p><p>Not used</p>")
    )
    behind = p("ActHead3", "Very sensitive list of invented goods") + f"<table>{rows}</table>"
    body = (
        p("DL0Aa", "a.", "One:"),
        p("DL0Aa1", "1.", "Two;"),
        p("DL0Aa1", "2.", "Three;"),
        p("DL0Aa", "b.", "Four."),
    )
    reading = read_text(document(*body, behind=behind))
    remarks = [note for note in reading.edition.notes if note.target]
    assert [(note.target, note.label, text_of(note)) for note in remarks] == [
        ("9", "Very Sensitive List: Category 9", "SENSITIVE LIST"),
        ("9A999", "Very Sensitive List", "All"),
        ("9A999.a", "Very Sensitive List", "Fast ones...\nonly these\nand more"),
        ("9A999.a", "Very Sensitive List", "9A999.a.1. & 9A999.a.2.\nBoth"),
        ("9A999.b", "Very Sensitive List", "Not used"),
    ]
    assert {note.kind for note in remarks} == {NoteKind.REMARK}


def test_recognise() -> None:
    head = document()[:4096].encode()
    assert legislation_au.recognise("document_1.html", head)
    assert legislation_au.recognise("F.epub", b"PK\x03\x04" + b"\0" * 26 + b"OEBPS/document.opf")
    assert not legislation_au.recognise("F.xlsx", b"PK\x03\x04" + b"\0" * 26 + b"[Content_Types]")
    assert not legislation_au.recognise("x.html", b"<html><body>no namespace</body></html>")
    assert not legislation_au.recognise("x.xml", b"<?xml version='1.0'?><Regulation/>")


BOMB = '<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (document()[:-300], "invented.html, line 1: not well-formed XML.*download it again"),
        (document().encode().replace("—".encode(), b"\x97"), "line 1: not well-formed XML"),
        (document().replace("<html", BOMB + "<html"), "line 1: declares an XML entity"),
        ("<Regulation><Section/></Regulation>", "the root element is Regulation; expected XHTML"),
        (
            document().replace('"ActHead3"', '"TOC3"', 1),
            "no heading of style ActHead3 with 'Simplified outline'",
        ),
        (document().replace("ActHead6", "Item"), "before one of style ActHead6"),
    ],
    ids=["truncated", "latin", "entity bomb", "other format", "no start", "no end"],
)
def test_a_bad_file_is_one_clear_error(data: str | bytes, message: str) -> None:
    with pytest.raises(DocumentError, match=message) as raised:
        read_text(data)
    assert "\n" not in str(raised.value)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.html"
    path.write_bytes(b" \n")
    with pytest.raises(DocumentError, match=r"empty\.html: is empty"):
        read_document(path)


CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="{}" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
PACKAGE = (
    '<package xmlns="http://www.idpf.org/2007/opf"><manifest>{}</manifest><spine>{}</spine>'
    "</package>"
)


def epub(
    text: bytes, *, hrefs: tuple[str, ...] = ("d/document_1.html",), package: str = "OEBPS/d.opf"
) -> bytes:
    """Return an EPUB that says its documents are ``hrefs`` and holds ``text`` as the first."""
    items = "".join(
        f'<item id="d{n}" href="{href}" media-type="application/xhtml+xml"/>'
        for n, href in enumerate(hrefs)
    )
    spine = "".join(f'<itemref idref="d{n}"/>' for n in range(len(hrefs)))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("OEBPS/d/document_1.html", text)
        archive.writestr("META-INF/container.xml", CONTAINER.format(package))
        archive.writestr("OEBPS/d.opf", PACKAGE.format(items, spine))
    return packed.getvalue()


def test_an_epub_gives_what_its_document_gives() -> None:
    text = document(p("DL0Aa", "a.", "First."))
    alone, packed = read_text(text), read_text(epub(text.encode()), "invented.epub")
    assert packed.edition.sources[0].file == "invented.epub"
    assert without_source(packed) == without_source(alone)


def without_source(reading: Reading) -> Reading:
    return dataclasses.replace(reading, edition=dataclasses.replace(reading.edition, sources=()))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (epub(b"<html/>")[:-40], "a damaged EPUB"),
        (epub(b" " * 30_000_000), "unpacks to more than 5,?[0-9,]* bytes"),
        (epub(b"", hrefs=("../../etc/passwd",)), "expected a path inside the EPUB"),
        (epub(b"", package="/etc/passwd"), "expected a path inside the EPUB"),
        (epub(b"", hrefs=("d\\document_1.html",)), "expected a path inside the EPUB"),
        (epub(b"", hrefs=("none.html",)), "holds 0 files named 'OEBPS/none.html'"),
        (epub(b"", hrefs=("a.html", "b.html")), "its spine names 2 XHTML documents"),
        (epub(b"", hrefs=()), "its spine names 0 XHTML documents"),
        (epub(BOMB.encode() + document().encode()), "declares an XML entity"),
    ],
    ids=["cut", "bomb", "up", "root", "backslash", "missing", "two", "none", "entities"],
)
def test_a_bad_epub_is_one_clear_error(data: bytes, message: str) -> None:
    with pytest.raises(DocumentError, match=rf"invented\.epub.*{message}"):
        read_text(data, "invented.epub")


def test_a_changed_byte_in_an_epub_is_noticed() -> None:
    data = bytearray(epub(document().encode()))
    data[200] ^= 0xFF
    with pytest.raises(DocumentError, match="a damaged EPUB"):
        read_text(bytes(data), "invented.epub")


@pytest.fixture(scope="module")
def dsgl(documents: Path) -> Reading:
    descriptor = read_descriptor("au-dsgl")
    return legislation_au.read(read_document(documents / HTML), descriptor, DATE, "en")


def test_the_descriptor_names_the_files_that_were_read(documents: Path) -> None:
    (edition,) = read_descriptor("au-dsgl").editions
    assert edition.date == DATE
    for described in edition.documents:
        assert read_document(documents / described.file).sha256 == described.sha256


def test_the_edition_starts_when_the_instrument_commences(documents: Path) -> None:
    text = re.sub(r"<[^>]*>", "", (documents / HTML).read_text(encoding="utf-8"))
    assert "The whole of this instrument1 September 2024" in text.replace("&#xa0;", "")


def test_dsgl_counts(dsgl: Reading) -> None:
    (edition,) = read_descriptor("au-dsgl").editions
    assert count_edition(dsgl.edition) == edition.expected


def test_dsgl_has_375_dual_use_entries_and_five_places_not_used(dsgl: Reading) -> None:
    found = [e for e in dsgl.edition.entries if e.level is Level.ENTRY and e.code[:2] != "ML"]
    status = Counter(entry.status for entry in found)
    assert status == {Status.LISTED: 375, Status.RESERVED: 5}
    reserved = [entry.code for entry in found if entry.status is Status.RESERVED]
    assert reserved == ["1B227", "1B229", "4A002", "4D002", "4D003"]


def test_dsgl_munitions_entries(dsgl: Reading) -> None:
    found = [e.code for e in dsgl.edition.entries if e.parent == "ML"]
    numbers = [*range(1, 23), *range(901, 906), *range(908, 911)]
    assert found == [f"ML{number}" for number in numbers]


def test_dsgl_is_placed_whole_and_has_no_gaps(dsgl: Reading) -> None:
    assert 0.995 <= dsgl.placed_share <= 1.005
    assert dsgl.edition.gaps == ()
    assert dsgl.edition.extent is Extent.WHOLE
    assert [found.text for found in dsgl.unplaced] == [
        "Part 2—Dual‑use list",
        "Division 3—Interpretation",
        "Sensitive List: Part 1",
        "Very Sensitive List: Part 1",
    ]


def test_dsgl_loses_and_doubles_no_word(dsgl: Reading, documents: Path) -> None:
    """Words, counted by stripping the raw markup, are those of the entries and notes."""
    raw = (documents / HTML).read_text(encoding="utf-8")
    part = raw[raw.rindex("Simplified outline of the") : raw.rindex('class="ActHead6"')]
    part = re.sub(r"<(?:/p|br|/li|/td|img)\b[^>]*>|<span[^>]*inline-block[^>]*>|&#xa0;", " ", part)
    words = Counter(re.findall("[A-Za-z]{4,}", re.sub(r"<[^>]*>|&#x[0-9a-f]+;|\xad", "", part)))
    placed: Counter[str] = Counter()
    for note in dsgl.edition.notes:
        label = re.sub("(?:Very )?Sensitive List:?", "", note.label)
        placed.update(words_of(f"{label} {text_of(note)}"))
    for found in dsgl.edition.entries:
        placed.update(words_of(text_of(found)))
    assert sum(words.values()) > 60_000
    assert sum((words - placed).values()) < 60, words - placed
    assert sum((placed - words).values()) < 60, placed - words


def words_of(text: str) -> list[str]:
    described = r"\[[^\]]*(?:formula|Values? )[^\]]*\]|[\u2011\xad]"
    return re.findall("[A-Za-z]{4,}", re.sub(described, "", text))


def test_dsgl_sorts_in_the_order_of_the_document(dsgl: Reading) -> None:
    grammar = read_descriptor("au-dsgl").grammar
    found = [entry.code for entry in dsgl.edition.entries]
    assert sorted(found, key=grammar.sort_key) == found


def test_dsgl_cas_numbers(dsgl: Reading, documents: Path) -> None:
    """332 numbers hold their check digit; one that is printed does not, and is left out."""
    raw = re.sub(r"<[^>]*>", "", (documents / HTML).read_text(encoding="utf-8"))
    raw = raw.replace("&#x2011;", "-").replace("&#x2013;", "-").replace("\u2013", "-")
    printed = set(re.findall(r"(?<![\d-])\d{2,7}-\d{2}-\d(?![\d-])", raw))
    valid = {number for number in printed if cas_is_valid(number)}
    named = [entry.chemicals for entry in dsgl.edition.entries]
    named += [note.chemicals for note in dsgl.edition.notes]
    found = {chemical.cas for chemicals in named for chemical in chemicals}
    assert found - {None} == valid
    assert printed - valid == {"7406-61-9"}
    assert len(valid) == 332


def test_dsgl_reads_the_same_inside_its_epub(dsgl: Reading, documents: Path) -> None:
    descriptor = read_descriptor("au-dsgl")
    packed = legislation_au.read(read_document(documents / EPUB), descriptor, DATE, "en")
    assert without_source(packed) == without_source(dsgl)


def test_dsgl_references_stand_on_entries(dsgl: Reading) -> None:
    found = {entry.code for entry in dsgl.edition.entries}
    named = [code for item in dsgl.edition.entries for code in item.refers_to]
    named += [code for note in dsgl.edition.notes for code in note.refers_to]
    ends = {end for code in named for end in code.split(" to ")}
    assert len(named) > 2000
    assert ends <= found


@pytest.mark.parametrize(
    ("code", "parent", "words"),
    [
        ("5A003.a", "5A003", "Communications cable systems"),
        ("9E003.a.2.e", "9E003.a.2", "pressure gain combustion"),
        ("9B009.b", "9B009", "873 K"),
        ("9A115.a", "9A115", "Apparatus and devices"),
        ("5A002.a.4.b", "5A002.a.4", "incorporated equipment"),
        ("3A201.a.1.d", "3A201.a.1", "50 nH"),
        ("3A201.c.2.b", "3A201.c.2", "50 MW"),
        ("8A002.o.3.b", "8A002.o.3", "magnetic bearings"),
        ("6A001.a.1.a.2.b.4.c", "6A001.a.1.a.2.b.4", "Sound speed"),
        ("1C350.91", "1C350", "1342700"),
        ("9E101.b", "9E101", "UAV"),
        ("ML8.a.10", "ML8.a", "3,3′-diamino"),
        ("ML7.d.1", "ML7.d", "α-Bromo"),
        ("ML8.f.17.b", "ML8.f.17", "aziridine"),
        ("ML22.b.5", "ML22.b", "exclusively"),
        ("5E001.d.8", "5E001.d", ""),
        ("1C010.b.1", "1C010.b", "14.65 x 10⁶ m"),
        ("4A001.a.2.c", "4A001.a.2", "1 x 10⁻⁸"),
        ("0B001.e.4", "0B001.e", "U⁺⁴"),
        ("9B106.a.1.b", "9B106.a.1", "°C"),
    ],
)
def test_dsgl_tricky_places(dsgl: Reading, code: str, parent: str, words: str) -> None:
    found = entry(dsgl, code)
    assert found.parent == parent
    assert words in text_of(found).replace("\u2011", "-")


@pytest.mark.parametrize(
    "code", ["ML910.e", "5A004.b.2.a", "5A002.b.1", "6A006.g", "2E301.a", "0C001", "1A202.c"]
)
def test_dsgl_has_no_entry_that_is_an_item_of_a_note_or_of_another_list(
    dsgl: Reading, code: str
) -> None:
    assert code not in entries(dsgl)


@pytest.mark.parametrize(
    ("target", "kind", "label", "lines"),
    [
        ("ML", NoteKind.NOTE, "Note", 21),
        ("ML1.b.2", NoteKind.NOTE, "Note", 1),
        ("ML7.f.1", NoteKind.NOTE, "Note", 3),
        ("ML8", NoteKind.NOTE, "Note 2", 6),
        ("0B001.b.7.b", NoteKind.NOTE, "Note", 3),
        ("1A004.d", NoteKind.NOTE, "Note 2", 1),
        ("1C002.b", NoteKind.TECHNICAL_NOTE, "Technical Notes", 3),
        ("2E003.f", NoteKind.TABLE, "TABLE — DEPOSITION TECHNIQUES", 55),
        ("3A002.c.4", NoteKind.TECHNICAL_NOTE, "Technical Notes", 4),
        ("3A229.b", NoteKind.NOTE, "Note", 1),
        ("5P2", NoteKind.NOTE, "Note 3", 25),
        ("6A003.b.4.b", NoteKind.NOTE, "Note 3", 22),
        ("8A002.o.4", NoteKind.NOTE, "Note", 1),
        ("1A002.a.1", NoteKind.REMARK, "Very Sensitive List", 1),
    ],
)
def test_dsgl_notes_belong_to_their_entries(
    dsgl: Reading, target: str, kind: NoteKind, label: str, lines: int
) -> None:
    found = [n for n in notes(dsgl, target) if (n.kind, n.label) == (kind, label)]
    assert len(found) == 1
    assert len(text_of(found[0]).split("\n")) == lines


def test_dsgl_definitions_and_general_notes(dsgl: Reading) -> None:
    whole = notes(dsgl, None)
    terms = [note.label for note in whole if note.kind is NoteKind.DEFINITION]
    assert terms[0] == "Accuracy"
    assert terms[-1] == "Yarn"
    assert terms.count("Bias") == 2
    general = [note.label for note in whole if note.kind is NoteKind.GENERAL_NOTE]
    assert [label.split(" ")[0] for label in general] == [f"3.{n}" for n in range(1, 13)]
