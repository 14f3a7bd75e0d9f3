"""The eCFR reader: invented excerpts for each trap, the real documents, damaged files.

The invented codes are none of the law's: Category XXX, paragraphs with nonsense words, 9X999
stands as 9A999.
"""

import datetime
import re
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from kgservice.errors import DocumentError
from kgservice.model import Extent, Level, Note, NoteKind, Polarity, Reading, Status
from kgservice.readers.counts import count_edition
from kgservice.readers.descriptors import read_descriptor
from kgservice.readers.documents import Document, read_document
from kgservice.readers.ecfr import reader as ecfr
from kgservice.readers.ecfr.reasons import read_reason

DATE = datetime.date(2026, 1, 1)
ECFR = Path("united-states/ecfr")
EDITIONS = [
    ("us-usml", datetime.date(2026, 3, 25)),
    ("us-nrc-110", datetime.date(2026, 3, 25)),
    ("us-nrc-110", datetime.date(2026, 6, 18)),
    ("us-ccl", datetime.date(2026, 9, 1)),
]


def document(text: str | bytes) -> Document:
    data = text.encode() if isinstance(text, str) else text
    return Document(Path("invented.xml"), data, "0" * 64)


def read(list_id: str, text: str | bytes) -> Reading:
    return ecfr.read(document(text), read_descriptor(list_id), DATE, "en")


def usml(blocks: str) -> Reading:
    head = '<?xml version="1.0"?><DIV5 N="121" TYPE="PART"><HEAD>PART 121</HEAD><DIV8 N="121.1">'
    return read(
        "us-usml",
        f"{head}<HEAD>§ 121.1 List.</HEAD><EXTRACT>{blocks}</EXTRACT>"
        '<CITA TYPE="N">[99 FR 1]</CITA></DIV8></DIV5>',
    )


def nrc(letter: str, blocks: str) -> Reading:
    return read(
        "us-nrc-110",
        f'<DIV5 N="110" TYPE="PART"><DIV9 N="Appendix {letter} to Part 110" TYPE="APPENDIX">'
        f"<HEAD>Appendix {letter} to Part 110—Invented things</HEAD>{blocks}</DIV9></DIV5>",
    )


def ccl(blocks: str) -> Reading:
    return read(
        "us-ccl",
        '<DIV5 N="774" TYPE="PART"><DIV9 N="Supplement No. 1 to Part 774"><HEAD>Supplement</HEAD>'
        f"<HD1>Category 9—Invented</HD1><HD1>A. “Things”</HD1>{blocks}</DIV9></DIV5>",
    )


def codes(reading: Reading) -> list[str]:
    return [entry.code for entry in reading.edition.entries]


def texts(reading: Reading) -> dict[str, str]:
    entries = reading.edition.entries
    return {entry.code: entry.texts[0].value or "" for entry in entries if entry.texts}


def notes(reading: Reading, target: str | None) -> list[Note]:
    return [note for note in reading.edition.notes if note.target == target]


def words(note: Note) -> str:
    return (note.texts[0].value or "") if note.texts else ""


# --- invented excerpts: the Munitions List


def test_letters_and_numerals_are_told_apart_by_what_follows() -> None:
    reading = usml(
        "<HD1>Category XXX—Inventions</HD1><P>(h) Widgets, as follows:</P><P>(1) One;</P>"
        "<P>(2) Two.</P><P>(i) Letter, since no second numeral comes.</P><P>(j) Next:</P>"
        "<P>(1) Deep:</P><P>(i) Numeral;</P><P>(A) Capital; or</P><P>(ii) Numeral.</P>"
        "<P>(k)-(u) [Reserved]</P><P>(v) Letter.</P><P>(w) Letter:</P><P>(i) Skips a level;</P>"
        "<P>(ii) Likewise.</P><P>(x) Letter.</P>"
    )
    assert [code for code in codes(reading) if not re.search(r"\([k-u]\)", code)] == [
        "XXX", "XXX(h)", "XXX(h)(1)", "XXX(h)(2)", "XXX(i)", "XXX(j)", "XXX(j)(1)",
        "XXX(j)(1)(i)", "XXX(j)(1)(i)(A)", "XXX(j)(1)(ii)", "XXX(v)", "XXX(w)", "XXX(w)(i)",
        "XXX(w)(ii)", "XXX(x)",
    ]  # fmt: skip


def test_every_place_of_a_reserved_range_is_an_entry() -> None:
    reading = usml(
        "<HD1>Category XXX—Inventions</HD1><P>(a) Widget:</P><P>(1) One.</P>"
        "<P>(2)-(4) [Reserved]</P><P>*(b)-(d) [Reserved]</P>"
    )
    reserved = [e.code for e in reading.edition.entries if e.status is Status.RESERVED]
    assert reserved == ["XXX(a)(2)", "XXX(a)(3)", "XXX(a)(4)", "XXX(b)", "XXX(c)", "XXX(d)"]
    assert not any(e.reasons for e in reading.edition.entries)
    assert reading.placed == reading.characters


def test_marks_become_reasons_and_conditions_do_not() -> None:
    reading = usml(
        "<HD1>Category XXX—Inventions</HD1><P>* (a) Widget (MT);</P><P>*(b) Gadget;</P>"
        "<P>(c) Gizmo (MT if it gleams);</P><P>* (d) [Reserved]</P>"
    )
    found = {e.code: [r.reason for r in e.reasons] for e in reading.edition.entries}
    assert found["XXX(a)"] == ["SME", "MT"]
    assert found["XXX(b)"] == ["SME"]
    assert found["XXX(c)"] == found["XXX(d)"] == []
    assert not any(entry.regimes for entry in reading.edition.entries)


def test_notes_go_where_their_mark_says_and_keep_their_items() -> None:
    note = '<NOTE><HED>Note {} to paragraph{} (<E T="01">{}</E>){}:</HED>{}</NOTE>'
    reading = usml(
        "<HD1>Category XXX—Inventions</HD1><P>(a) Widget:</P><P>(1) One.</P><P>(b) Gadget.</P>"
        + note.format(1, "", "a", "(1)", "<P>This paragraph does not control:</P><P>(a) toys;</P>")
        + note.format(2, "", "a", "", "<P>Note 1 does not apply to kites.</P>")
        + note.format(3, "s", "a", "(1) and (b)", "<P>“Widget” means a thing.</P>")
        + "<NOTE><HED>Note to Category XXX:</HED><P>Use of this paragraph is limited to fun.</P>"
        "</NOTE>"
    )
    assert codes(reading) == ["XXX", "XXX(a)", "XXX(a)(1)", "XXX(b)"]
    (first,) = notes(reading, "XXX(a)(1)")
    assert (first.polarity, words(first).count("\n")) == (Polarity.EXCLUDES, 1)
    assert [n.polarity for n in notes(reading, "XXX(a)")] == [Polarity.EXPLAINS]
    labels = [(n.label, n.polarity) for n in notes(reading, "XXX")]
    assert labels == [
        ("Note 3 to paragraphs (a)(1) and (b)", Polarity.EXPLAINS),
        ("Note to Category XXX", Polarity.LIMITS),
    ]


def test_raised_signs_cling_to_their_word_and_unlabelled_lines_continue() -> None:
    reading = usml(
        "<HD1>Category XXX—Inventions</HD1><P>(a) Of 8.4 × 10\n<SU>-5</SU> N·s, 3 m\n<SU>2</SU>/g, "
        'the\n<SU>235</SU>U ion, UF<E T="52">6</E>, to the\n<FR>1/4</FR> power, '
        '10<E T="51">^</E>5</P>'
        '<img src="/graphics/x.gif"/><FP-2>P<E T="52">r</E> = residue</FP-2>'
    )
    assert texts(reading)["XXX(a)"] == (
        "Of 8.4 × 10⁻⁵ N·s, 3 m²/g, the ²³⁵U ion, UF₆, to the 1/4 power, 10^5\nP_(r) = residue"
    )
    assert [fragment.text for fragment in reading.unplaced] == ["/graphics/x.gif"]


def test_what_finds_no_place_is_told() -> None:
    reading = usml(
        "<P>(a) Before any category.</P><HD1>Category XXX—Inventions</HD1><P>(a) Widget.</P>"
        "<P>(a) Widget again.</P><NOTE><HED>Note:</HED><P>N.</P></NOTE><P>Lost line.</P>"
        "<HD1>Chapter of no list</HD1>"
    )
    assert len(reading.unplaced) == 4
    assert reading.placed_share < 0.6
    assert codes(reading) == ["XXX", "XXX(a)"]


def test_a_lost_item_shows_as_a_gap() -> None:
    reading = usml("<HD1>Category XXX—Inventions</HD1><P>(a) Widget:</P><P>(2) Two.</P>")
    assert [gap.code for gap in reading.edition.gaps] == ["XXX(a)(1)"]
    assert reading.edition.extent is Extent.INCOMPLETE


def test_definitions_are_notes_to_the_whole_list() -> None:
    reading = read(
        "us-usml",
        '<DIV5 N="121" TYPE="PART"><DIV8 N="121.0"><HEAD>H</HEAD><P>Within this part:</P>'
        "<P><I>Widget</I> means a thing that is:</P><P>(1) Blue; and</P><P>(i) round.</P></DIV8>"
        '<DIV8 N="121.1"><P>(a)-(b) [Reserved]</P><EXTRACT><HD1>Category XXX—X</HD1></EXTRACT>'
        "</DIV8></DIV5>",
    )
    listed = [(n.kind, n.label, words(n).count("\n")) for n in notes(reading, None)]
    assert listed == [
        (NoteKind.REMARK, "", 0),
        (NoteKind.DEFINITION, "Widget", 2),
        (NoteKind.REMARK, "", 0),
    ]


def test_chemicals_take_the_name_beside_their_number() -> None:
    reading = usml(
        "<HD1>Category XXX—Inventions</HD1><P>(a) Inventane (CAS 50-00-0) (CWC Schedule 9Z); "
        "Othergas (OG) (CAS 64-17-5) mixed with fizzane (CAS 67-56-1) (Agent Fizz (CAS 67-64-1));"
        "</P><P>(b) FZ (Fizzamine; or fizzine; CAS 71-43-2); and water;</P>"
    )
    found = {e.code: [c.name for c in e.chemicals] for e in reading.edition.entries}
    assert found["XXX(a)"] == ["Inventane", "Othergas (OG)", "fizzane", "Agent Fizz"]
    assert found["XXX(b)"] == [None]


# --- invented excerpts: the appendices of the NRC


def test_an_appendix_numbers_in_its_own_manner() -> None:
    reading = nrc(
        "B",
        "<P>1. <I>Gizmos.</I></P><NOTE><HED>Note:</HED><P>About gizmos.</P></NOTE><P>It goes on."
        "</P><HD3>1.1 Moving gizmos</HD3><P>(a) Wheels: 1. Of wood.</P><P>2. Of wax:</P>"
        "<P>(i) warm;</P><P>(ii) cold.</P><P>(b) Belts.</P><HD3>Footnote</HD3><P>Of these:</P>"
        "<P>(a) oak.</P><HD3>1.2 Still gizmos</HD3><P>Plinths.</P><P>2. Others:</P>"
        "<P>(a) Pumps:</P><P>1. fast;</P><P>2. slow.</P>",
    )
    assert codes(reading) == [
        "B", "B.1", "B.1.1", "B.1.1(a)", "B.1.1(a).1", "B.1.1(a).2", "B.1.1(a).2(i)",
        "B.1.1(a).2(ii)", "B.1.1(b)", "B.1.2", "B.2", "B.2(a)", "B.2(a).1", "B.2(a).2",
    ]  # fmt: skip
    assert [words(note) for note in notes(reading, "B.1")] == ["About gizmos.\nIt goes on."]
    (footnote,) = notes(reading, "B.1.1")
    assert (footnote.label, words(footnote)) == ("Footnote", "Of these:\n(a) oak.")
    assert texts(reading)["B.1.2"] == "Still gizmos\nPlinths."
    assert reading.edition.gaps == ()


def test_compound_labels_and_notes_behind_items() -> None:
    reading = nrc(
        "K",
        "<P>A. One.</P><P>B. Two.</P><P>C.1. Three.</P><P>C.2. Four:</P><P>(i) five;</P>"
        "<P>(ii) six.</P><NOTE><HED>Note:</HED><P>N.</P></NOTE><P>D. Seven.</P>",
    )
    assert codes(reading) == ["K", "K.A", "K.B", "K.C", "K.C.1", "K.C.2", "K.C.2(i)", "K.C.2(ii)",
                              "K.D"]  # fmt: skip
    assert len(notes(reading, "K")) == 1
    assert reading.edition.gaps == ()


def test_tables_lists_and_footnotes_are_notes_of_the_appendix() -> None:
    reading = nrc(
        "M",
        '<DIV width="100%"><DIV><TABLE><CAPTION><P>Caption</P></CAPTION><THEAD><TR>'
        '<TH rowspan="2">Stuff</TH><TH colspan="2">Class</TH></TR><TR><TH>I</TH><TH>II</TH></TR>'
        "</THEAD><TBODY><TR><TD>Unobtainium <sup>a</sup></TD><TD/><TD>2 kg</TD></TR></TBODY>"
        '<TFOOT><TR><TD colspan="3"><sup>a</sup> All of it.</TD></TR></TFOOT></TABLE></DIV></DIV>'
        "<SCOL2><LI>Nonsensium 1</LI><LI> (Ns 1)</LI><LI>Absurdium 2</LI></SCOL2>"
        "<FTNT><P><SU>b</SU> Only some.</P></FTNT>",
    )
    found = [(n.kind, n.label, words(n)) for n in notes(reading, "M")]
    assert found == [
        (
            NoteKind.TABLE,
            "",
            "Caption\nStuff | Class |\n| I | II\nUnobtainium^(a) | | 2 kg",
        ),
        (NoteKind.NOTE, "a", "All of it."),
        (NoteKind.TABLE, "", "Nonsensium 1 (Ns 1)\nAbsurdium 2"),
        (NoteKind.NOTE, "b", "Only some."),
    ]


# --- invented excerpts: the Commerce Control List

ENTRY = "<FP-2><B>9A999 Widgets, as follows.</B></FP-2>"
REQUIREMENTS = '<FP-1><E T="04">License Requirements</E></FP-1>'


def test_reasons_stand_in_a_table_or_in_prose() -> None:
    row = "<TR><TD>{}</TD><TD>{}</TD></TR>"
    table = (
        "<DIV><TABLE><THEAD><TR><TH>Control(s)</TH><TH>Chart</TH></TR></THEAD><TBODY>"
        + row.format("NS applies to entire entry except 9A999.y", "NS Column 1.")
        + row.format("RS applies to 9A999.a and .b", "RS Column 2")
        + row.format("MT applies to widgets in 9A999.c that gleam", "MT Column 1")
        + row.format("UN applies to entire entry", "See § 999.1.")
        + "</TBODY></TABLE></DIV>"
    )
    prose = "<P>CW applies to entire entry. The chart does not decide.</P>"
    reading = ccl(ENTRY + REQUIREMENTS + table + prose)
    entry = next(e for e in reading.edition.entries if e.code == "9A999")
    assert [(r.reason, r.applies_to, r.except_for, r.column) for r in entry.reasons] == [
        ("NS", (), ("9A999.y",), "NS Column 1"),
        ("RS", ("9A999.a", "9A999.b"), (), "RS Column 2"),
        ("UN", (), (), None),
        ("CW", (), (), None),
    ]


@pytest.mark.parametrize(
    "statement", ["See § 999.1", "NS applies to all", "NS applies to 9A999.a when blue", "N/A"]
)
def test_reasons_of_uncertain_reach_are_left_out(statement: str) -> None:
    assert read_reason(statement, "", "9A999") is None


def test_items_sections_and_notes_find_their_entry() -> None:
    reading = ccl(
        ENTRY + REQUIREMENTS + "<FP-1><I>Reason for Control:</I> NS</FP-1>"
        "<FP-1><I>License Requirements Notes:</I></FP-1><P>1. MIX:</P><P>a. Not an item.</P>"
        "<NOTE><HED>Note to mixes:</HED><P>a. Nor this.</P></NOTE><P>2. More.</P>"
        '<FP-1><E T="05">List Based License Exceptions (See Part 740)</E></FP-1>'
        '<FP-1><I>LVS:</I> N/A</FP-1><FP-1><E T="04">List of Items Controlled</E></FP-1>'
        "<FP-1><I>Related Controls:</I> See 9A998.</FP-1>"
        "<FP-1><I>Related Definitions:</I> N/A</FP-1>"
        "<FP><I>Items:</I> a. First:</FP><P>a.1. Deep:</P><P>a.1.a. Deeper.</P>"
        "<NOTE><HED>Note:</HED><P>9A999.a.1.a does not control toys.</P></NOTE>"
        "<NOTE><HED>Technical Note to 9A999.a:</HED><P>Words.</P></NOTE>"
        "<P>b. through d. [Reserved]</P><P>e. Last.</P>"
    )
    assert codes(reading) == [
        "9", "9A", "9A999", "9A999.a", "9A999.a.1", "9A999.a.1.a", "9A999.b", "9A999.c",
        "9A999.d", "9A999.e",
    ]  # fmt: skip
    kinds = [(note.kind, note.label) for note in notes(reading, "9A999")]
    assert kinds == [
        (NoteKind.LICENCE_REQUIREMENT, "License Requirements"),
        (NoteKind.LICENCE_REQUIREMENT, "License Requirements Notes"),
        (NoteKind.LICENCE_EXCEPTION, "List Based License Exceptions (See Part 740)"),
        (NoteKind.RELATED_CONTROL, "Related Controls"),
        (NoteKind.REMARK, "Related Definitions"),
    ]
    assert len(words(notes(reading, "9A999")[1]).splitlines()) == 5
    assert [n.polarity for n in notes(reading, "9A999.a.1.a")] == [Polarity.EXCLUDES]
    assert [n.kind for n in notes(reading, "9A999.a")] == [NoteKind.TECHNICAL_NOTE]
    assert reading.unplaced == ()
    assert reading.placed_share == pytest.approx(1, abs=0.02)


# --- the real documents


@pytest.fixture(scope="module")
def readings(documents: Path) -> dict[tuple[str, datetime.date], Reading]:
    found = {}
    for list_id, date in EDITIONS:
        descriptor = read_descriptor(list_id)
        (described,) = descriptor.edition(date).documents
        source = read_document(documents / described.file)
        assert source.sha256 == described.sha256
        found[list_id, date] = ecfr.read(source, descriptor, date, "en")
    return found


@pytest.mark.parametrize(("list_id", "date"), EDITIONS)
def test_real_documents_give_what_their_descriptor_expects(
    readings: dict[tuple[str, datetime.date], Reading], list_id: str, date: datetime.date
) -> None:
    reading = readings[list_id, date]
    descriptor = read_descriptor(list_id)
    edition = descriptor.edition(date)
    assert edition.expected
    assert edition.expected.items() <= count_edition(reading.edition).items()
    assert 0.995 <= reading.placed_share <= 1.005
    assert reading.edition.extent == edition.extent
    assert {fragment.reason for fragment in reading.unplaced} <= {"a formula printed as a picture"}
    printed = codes(reading)
    assert sorted(printed, key=descriptor.grammar.sort_key) == printed
    assert len(set(printed)) == len(printed)


@pytest.mark.parametrize(("list_id", "date"), EDITIONS)
def test_every_text_of_the_list_part_is_found_again(
    documents: Path,
    readings: dict[tuple[str, datetime.date], Reading],
    list_id: str,
    date: datetime.date,
) -> None:
    """Look for each text node by itself: what is dropped in one place is not made up elsewhere."""
    reading = readings[list_id, date]
    squeeze = re.compile(r"\W+")
    entries, notes = reading.edition.entries, reading.edition.notes
    kept = squeeze.sub("", " ".join(text.value or "" for e in entries for text in e.texts))
    kept += squeeze.sub("", " ".join(text.value or "" for n in notes for text in n.texts))
    inline = "aMagneticSuspensionBearings1"
    (described,) = read_descriptor(list_id).edition(date).documents
    root = etree.parse(documents / described.file).getroot()
    parts = {"us-usml": ".//EXTRACT", "us-nrc-110": ".//DIV9", "us-ccl": ".//DIV9"}
    tags = ("P", "LI", "TD", "FP-1", "FP-2")
    texts = [
        squeeze.sub("", text)
        for part in root.findall(parts[list_id])
        for element in part.iter(*tags)
        for text in (element.text or "", *(child.tail or "" for child in element))
    ]
    long = [text.removeprefix(inline) for text in texts if len(text) > 25]
    lost = [text for text in long if text[12:] not in kept]
    assert len(long) > 30
    assert lost == []


def entry_facts(reading: Reading, code: str) -> tuple[str | None, Level, Status, list[str]]:
    entry = next(entry for entry in reading.edition.entries if entry.code == code)
    return entry.parent, entry.level, entry.status, [r.reason for r in entry.reasons]


@pytest.mark.parametrize(
    ("code", "parent", "level", "status", "reasons"),
    [
        ("I", None, "category", "listed", []),
        ("I(i)", "I", "paragraph", "listed", []),
        ("IV(a)(1)", "IV(a)", "paragraph", "listed", ["MT"]),
        ("IV(c)(1)", "IV(c)", "paragraph", "listed", []),
        ("V(c)(4)(i)(A)", "V(c)(4)(i)", "paragraph", "listed", ["MT"]),
        ("V(h)(2)", "V(h)", "paragraph", "listed", []),
        ("V(i)", "V", "paragraph", "listed", []),
        ("VIII(a)(6)", "VIII(a)", "paragraph", "reserved", []),
        ("VIII(h)(24)", "VIII(h)", "paragraph", "reserved", []),
        ("IX(e)(2)", "IX(e)", "paragraph", "reserved", []),
        ("XI(a)(3)(xxii)", "XI(a)(3)", "paragraph", "listed", []),
        ("XI(b)", "XI", "paragraph", "listed", ["SME"]),
        ("XIII(f)(i)", "XIII(f)", "paragraph", "listed", []),
        ("XIV(b)(1)(ii)(I)", "XIV(b)(1)(ii)", "paragraph", "listed", []),
        ("XIV(g)(4)(xlix)", "XIV(g)(4)", "paragraph", "listed", []),
        ("XXI(a)", "XXI", "paragraph", "listed", ["SME"]),
    ],
)
def test_tricky_places_of_the_munitions_list(
    readings: dict[tuple[str, datetime.date], Reading],
    code: str,
    parent: str | None,
    level: str,
    status: str,
    reasons: list[str],
) -> None:
    reading = readings[EDITIONS[0]]
    assert entry_facts(reading, code) == (parent, Level(level), Status(status), reasons)


def test_designations_of_the_munitions_list_are_those_printed(
    documents: Path, readings: dict[tuple[str, datetime.date], Reading]
) -> None:
    """106 asterisks less the one before a reserved place; 36 designations without condition."""
    raw = (documents / ECFR / "title-22-part-121.2026-03-25.xml").read_text("utf-8")
    given = Counter(r.reason for e in readings[EDITIONS[0]].edition.entries for r in e.reasons)
    assert len(re.findall(r"<P>\* ?\(", raw)) == 106
    assert given == {"SME": 105, "MT": raw.count("(MT)") - 1}


def test_notes_to_several_paragraphs_stand_above_all_of_them(
    readings: dict[tuple[str, datetime.date], Reading],
) -> None:
    several = [n for n in readings[EDITIONS[0]].edition.notes if "to paragraphs" in n.label]
    assert [(n.target, n.label.partition("paragraphs ")[2]) for n in several] == [
        ("VI", "(a) and (b)"),
        ("VII", "(b) and (c)"),
        ("VII(g)", "(g)(3)-(6)"),
        ("X", "(a) and (d)"),
        ("XII(e)", "(e)(11) and (e)(12)"),
    ]


def test_references_of_the_munitions_list_all_exist(
    readings: dict[tuple[str, datetime.date], Reading],
) -> None:
    edition = readings[EDITIONS[0]].edition
    known = {entry.code for entry in edition.entries}
    named = [reference for entry in edition.entries for reference in entry.refers_to]
    named += [reference for note in edition.notes for reference in note.refers_to]
    assert len(named) == 381
    assert {end for ref in named for end in ref.split(" to ")} <= known
    by_code = {entry.code: entry.refers_to for entry in edition.entries}
    assert by_code["IV(a)(5)"] == ("IV(a)(1) to IV(a)(4)",)
    assert by_code["I(h)(3)"] == ("I(c)", "I(e)")


@pytest.mark.parametrize(
    ("code", "digest"),
    [
        ("B.1.2(a)", "6a130814612dd546"),
        ("B.1.2(a).2(ii)", "78089f9854c1fc43"),
        ("K.C.2(ix)", "84743ec4b88aff7b"),
        ("O(b)(3)(iii)", "27453bd52ff5cac7"),
    ],
)
def test_tricky_places_of_the_nrc_hold_their_words(
    readings: dict[tuple[str, datetime.date], Reading], code: str, digest: str
) -> None:
    for key in EDITIONS[1:3]:
        entry = next(e for e in readings[key].edition.entries if e.code == code)
        assert entry.texts[0].digest[:16] == digest


def test_the_two_editions_of_the_nrc_say_the_same(
    readings: dict[tuple[str, datetime.date], Reading],
) -> None:
    first, second = (readings[key].edition for key in EDITIONS[1:3])
    assert first.entries == second.entries
    assert first.notes == second.notes


def test_nuclides_and_thresholds_of_the_nrc(
    readings: dict[tuple[str, datetime.date], Reading],
) -> None:
    reading = readings[EDITIONS[2]]
    tables = {n.target: words(n).splitlines() for n in reading.edition.notes if n.kind == "table"}
    assert len(tables["L"]) == 235
    assert len(tables["P"]) == 3 + 16
    assert "Cobalt-60 | 30 | 810 | 0.3 | 8.1" in tables["P"]


def test_the_commerce_control_list_excerpt_keeps_both_forms_of_reasons(
    readings: dict[tuple[str, datetime.date], Reading],
) -> None:
    reading = readings[EDITIONS[3]]
    found = {
        e.code: [(r.reason, r.except_for, r.column) for r in e.reasons]
        for e in reading.edition.entries
        if e.reasons
    }
    assert found == {
        "0A501": [
            ("NS", ("0A501.y",), "NS Column 1"),
            ("RS", ("0A501.y",), "RS Column 1"),
            ("FC", ("0A501.y",), "FC Column 1"),
            ("UN", (), None),
            ("AT", (), "AT Column 1"),
        ],
        "1C355": [("CW", (), None), ("AT", (), None)],
        "1C395": [("CB", (), None)],
    }
    assert "1C395.a" in texts(reading)
    assert entry_facts(reading, "0A501.w") == ("0A501", Level.PARAGRAPH, Status.RESERVED, [])


# --- what is no such document


def test_formats_are_told_by_their_head() -> None:
    head = b'<?xml version="1.0"?>\n<DIV5 N="121" TYPE="PART" VOLUME="1">'
    assert ecfr.recognise("title-22.xml", head)
    assert not ecfr.recognise("title-22.json", head)
    assert not ecfr.recognise("SOR-2000-210.xml", b"<Regulation xmlns:lims='x'><Label>1</Label>")
    assert not ecfr.recognise("a.xml", b'<html><div n="1" type="x"></div></html>')


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'<DIV5 N="121" TYPE="PART"><DIV8 N="121.1"><P>(a) Cut', "line 1: not well-formed"),
        (b'<DIV5 N="121" TYPE="PART"><P>\xff\xfe</P></DIV5>', "not well-formed"),
        (b'{"format": "another"}', "not well-formed"),
        (
            b"<Regulation><Label>1</Label></Regulation>",
            "holds Regulation; .* needs 22 CFR part 121",
        ),
        (b'<DIV5 N="774" TYPE="PART"/>', "holds part 774; .* needs 22 CFR part 121"),
        (b'<DIV5 N="121" TYPE="PART"/>', "no entry of us-usml was found"),
        (
            b'<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><DIV5 N="121">&b;</DIV5>',
            "declares an XML entity",
        ),
    ],
)
def test_bad_files_give_one_clear_error(data: bytes, reason: str) -> None:
    with pytest.raises(DocumentError, match=rf"invented\.xml.*{reason}"):
        read("us-usml", data)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "empty.xml"
    place.write_bytes(b" \n")
    with pytest.raises(DocumentError, match=r"empty\.xml: is empty"):
        read_document(place)


def test_lists_outside_the_code_are_refused() -> None:
    with pytest.raises(DocumentError, match="eu-annex-i is not published in the eCFR"):
        read("eu-annex-i", '<DIV5 N="774" TYPE="PART"/>')
