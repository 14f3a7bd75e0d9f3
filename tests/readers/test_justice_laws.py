"""Justice Laws XML: invented provisions for each trap, the real regulations, and bad files."""

import datetime
import re
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from kgservice.errors import DocumentError
from kgservice.model import Edition, Entry, Level, NoteKind, Polarity, Reading, Status
from kgservice.readers.counts import count_edition
from kgservice.readers.descriptors import EditionDescriptor, read_descriptor
from kgservice.readers.documents import read_document
from kgservice.readers.justice_laws import reader as justice_laws
from kgservice.readers.languages import merge_languages

DATE = datetime.date(2026, 3, 25)
LIMS = 'xmlns:lims="http://justice.gc.ca/lims"'
LISTS = ("ca-nuclear", "ca-ecl", "ca-import")


def read(path: Path, list_id: str = "ca-nuclear", lang: str = "en") -> Reading:
    return justice_laws.read(read_document(path), read_descriptor(list_id), DATE, lang)


def invented(
    folder: Path, schedule: str, *, body: str = "", list_id: str = "ca-nuclear", lang: str = "en"
) -> Reading:
    """Read a regulation with one schedule of these elements."""
    path = folder / f"invented-{lang}.xml"
    path.write_text(
        f'<?xml version="1.0" encoding="utf-8"?><Regulation {LIMS} xml:lang="{lang}">'
        f"<Body>{body}</Body><Schedule>{schedule}</Schedule>"
        '<Schedule id="NifProvs"><Provision><Label>A.9.9</Label><Text>Later.</Text></Provision>'
        "</Schedule></Regulation>",
        encoding="utf-8",
    )
    return read(path, list_id, lang)


def provision(label: str, text: str, *inner: str, since: str = "2099-01-01") -> str:
    mark = f"<Label>{label}</Label>" if label else ""
    words = f"<Text>{text}</Text>" if text else ""
    date = f'lims:inforce-start-date="{since}"'
    return f"<Provision {date}>{mark}{words}{''.join(inner)}</Provision>"


def entries(edition: Edition) -> dict[str, Entry]:
    return {entry.code: entry for entry in edition.entries}


def words(edition: Edition, code: str) -> str | None:
    texts = entries(edition)[code].texts
    return texts[0].value if texts else None


def notes(edition: Edition) -> list[tuple[str | None, NoteKind, str, str | None]]:
    return [
        (note.target, note.kind, note.label, note.texts[0].value if note.texts else None)
        for note in edition.notes
    ]


PART = "<Heading><Label>PART A</Label><TitleText>Zorbs</TitleText></Heading>"
DIVISION = "<Heading><TitleText><Emphasis>A.9.</Emphasis> Round zorbs</TitleText></Heading>"


def test_headings_with_a_code_are_entries_and_unlabelled_words_continue(tmp_path: Path) -> None:
    reading = invented(
        tmp_path,
        PART + DIVISION + provision(
            "A.9.1", "<Emphasis>Zorbs</Emphasis>",
            provision("", "of 10<Sup>6</Sup> or more, that are", provision("(a)", "blue; or"),
                      provision("(b)", "red"), since="2099-05-05"),
            provision("", "and roll."),
        ),
    )  # fmt: skip
    found = entries(reading.edition)
    assert list(found) == ["A", "A.9", "A.9.1", "A.9.1(a)", "A.9.1(b)"]
    assert words(reading.edition, "A") == "Zorbs"
    assert words(reading.edition, "A.9") == "Round zorbs"
    assert words(reading.edition, "A.9.1") == "Zorbs\nof 10⁶ or more, that are\nand roll."
    assert words(reading.edition, "A.9.1(a)") == "blue; or"
    in_force = found["A.9.1"].text_in_force
    assert in_force is not None
    assert in_force.start == datetime.date(2099, 5, 5)
    assert reading.placed_share == 1.0
    assert reading.edition.gaps == ()


def test_what_is_nested_in_a_note_is_the_note(tmp_path: Path) -> None:
    inner = provision("", "Paragraph A.9.1 does not include", provision("(a)", "toys;"))
    reading = invented(
        tmp_path,
        PART + DIVISION
        + provision("A.9.1", "Zorbs", provision("", "NOTE", inner, provision("(b)", "art.")))
        + provision("A.9.2", "Orbs", provision("", "NOTE"), provision("", "Orbs float."))
        + provision("", "NOTES", provision("", "All roll.")),
    )  # fmt: skip
    assert [code for code in entries(reading.edition) if "(" in code] == []
    assert notes(reading.edition) == [
        ("A.9", NoteKind.NOTE, "NOTES", "All roll."),
        ("A.9.1", NoteKind.NOTE, "NOTE", "Paragraph A.9.1 does not include\n(a) toys;\n(b) art."),
        ("A.9.2", NoteKind.NOTE, "NOTE", "Orbs float."),
    ]
    assert reading.edition.notes[1].polarity is Polarity.EXCLUDES
    assert words(reading.edition, "A.9.2") == "Orbs"
    assert reading.placed_share == 1.0


def test_repealed_provisions_and_ranges_are_free_places(tmp_path: Path) -> None:
    repealed = "<Text><Repealed>[Repealed, SOR/2099-1, s. 1]</Repealed></Text>"
    reading = invented(
        tmp_path,
        "<RegulationPiece>"
        f"<Section><Label>6 to 8</Label>{repealed}</Section>"
        f"<Section><Label>9 and 10</Label>{repealed}</Section>"
        "<Section><Label>11</Label><Subsection><Label>(1)</Label><Text>Zorbs</Text>"
        "<Paragraph><Label>(i)</Label><Text>blue (CAS 7732-18-5);</Text>"
        "<Subparagraph><Label>(i)</Label><Text>dark</Text></Subparagraph></Paragraph></Subsection>"
        "<Subsection><Label>(2)</Label><Definition><Text><DefinedTermEn>zorb</DefinedTermEn> "
        "means an orb. (<DefinedTermFr>zorbe</DefinedTermFr>)</Text></Definition></Subsection>"
        "</Section></RegulationPiece>",
        list_id="ca-import",
    )
    found = entries(reading.edition)
    assert [code for code, entry in found.items() if entry.status is Status.RESERVED] == [
        "6", "7", "8", "9", "10",
    ]  # fmt: skip
    assert list(found)[5:] == ["11", "11(1)", "11(1)(i)", "11(1)(i)(i)", "11(2)"]
    assert found["11(1)(i)"].chemicals[0].cas == "7732-18-5"
    assert notes(reading.edition) == [
        ("11(2)", NoteKind.TECHNICAL_NOTE, "zorb", "means an orb. (zorbe)")
    ]


def test_definitions_of_the_body_are_the_lists(tmp_path: Path) -> None:
    body = (
        "<Section><Label>1</Label><Text>Not of the list.</Text><Definition><Text><DefinedTermEn>"
        "Guide</DefinedTermEn> means a book.</Text></Definition></Section>"
    )
    heading = "<Heading><Label>GROUP 5</Label><TitleText>Zorbs</TitleText></Heading>"
    plain = "<Heading><TitleText>Round Things</TitleText></Heading>"
    reading = invented(
        tmp_path,
        heading + plain + provision("5999", "", provision("(1)", "Zorbs of item 5998.")),
        body=body,
        list_id="ca-ecl",
    )
    assert notes(reading.edition) == [
        (None, NoteKind.DEFINITION, "Guide", "means a book."),
        ("Group 5", NoteKind.REMARK, "", "Round Things"),
    ]
    assert list(entries(reading.edition)) == ["Group 5", "5999", "5999(1)"]
    assert entries(reading.edition)["5999(1)"].refers_to == ("5998",)


def both(folder: Path, english: str, french: str) -> tuple[Edition, Edition]:
    return (
        invented(folder, PART + DIVISION + english).edition,
        invented(folder, PART + DIVISION + french, lang="fr").edition,
    )


def test_two_languages_stand_on_one_entry(tmp_path: Path) -> None:
    english, french = both(
        tmp_path,
        provision("A.9.1", "Zorbs", provision("(a)", "blue", provision("", "NOTE",
                  provision("", "Azure."))), provision("", "NOTE", provision("", "Round."))),
        provision("A.9.1", "Zorbes", provision("a)", "bleus"),
                  provision("", "NOTA :", provision("", "Azur.")),
                  provision("", "NOTA :", provision("", "Rond.")), since="2099-07-07"),
    )  # fmt: skip
    merged = merge_languages(english, french)
    entry = entries(merged)["A.9.1(a)"]
    assert [(text.lang, text.value) for text in entry.texts] == [("en", "blue"), ("fr", "bleus")]
    in_force = entries(merged)["A.9.1"].text_in_force
    assert in_force is not None
    assert in_force.start == datetime.date(2099, 7, 7)
    assert [source.lang for source in merged.sources] == ["en", "fr"]
    # The versions nest the notes differently, so none is paired with another's words.
    assert [len(note.texts) for note in merged.notes] == [1, 1, 1, 1]
    assert sorted((note.target, note.number) for note in merged.notes) == [
        ("A.9.1", 1), ("A.9.1", 2), ("A.9.1", 3), ("A.9.1(a)", 1),
    ]  # fmt: skip


def test_a_code_in_one_language_only_stops_the_merge(tmp_path: Path) -> None:
    english, french = both(
        tmp_path, provision("A.9.1", "Zorbs") + provision("A.9.2", "Orbs"),
        provision("A.9.1", "Zorbes"),
    )  # fmt: skip
    with pytest.raises(DocumentError, match=r"invented-en.xml: A.9.2 stand in this language only"):
        merge_languages(english, french)
    with pytest.raises(DocumentError, match="expected the same list and date"):
        merge_languages(english, replace(english, date=datetime.date(2000, 1, 1)))


def descriptors() -> list[tuple[str, EditionDescriptor]]:
    return [(one, edition) for one in LISTS for edition in read_descriptor(one).editions]


@pytest.mark.parametrize(
    ("list_id", "edition"), descriptors(), ids=lambda value: str(getattr(value, "date", value))
)
def test_real_editions(documents: Path, list_id: str, edition: EditionDescriptor) -> None:
    readings = [
        read(documents / document.file, list_id, document.lang) for document in edition.documents
    ]
    for reading in readings:
        assert 0.995 <= reading.placed_share <= 1.005
        assert reading.unplaced == ()
        assert reading.edition.gaps == ()
    editions = [reading.edition for reading in readings]
    merged = editions[0] if len(editions) == 1 else merge_languages(*editions)
    assert count_edition(merged) == edition.expected
    grammar = read_descriptor(list_id).grammar
    keys = [grammar.sort_key(entry.code) for entry in merged.entries]
    assert keys == sorted(keys)
    assert all(entry.text_in_force is not None for entry in merged.entries)


@pytest.fixture(scope="module")
def nuclear(documents: Path) -> Edition:
    english = read(documents / "canada/SOR-2000-210.xml").edition
    return merge_languages(english, read(documents / "canada/DORS-2000-210.xml", lang="fr").edition)


@pytest.mark.parametrize(
    ("file", "labels", "codes"),
    [
        ("canada/SOR-2000-210.xml", 199, 199),
        ("canada/DORS-2000-210.xml", 199, 199),
        # One label of 2010 names two repealed paragraphs.
        ("canada/editions/SOR-2000-210.2010-05-13.xml", 190, 191),
    ],
)
def test_dotted_paragraphs_counted_another_way(
    documents: Path, file: str, labels: int, codes: int
) -> None:
    tree = etree.parse(documents / file)
    printed = ["".join(map(str, label.itertext())) for label in tree.iterfind("Schedule//Label")]
    assert sum(re.match(r"[AB]\.\d", label) is not None for label in printed) == labels
    lang = "fr" if "DORS" in file else "en"
    found = entries(read(documents / file, lang=lang).edition)
    headings = [code for code in found if code.count(".") == 1]
    dotted = [code for code in found if "." in code and "(" not in code]
    assert len(dotted) - len(headings) == codes


def test_both_languages_of_the_nuclear_schedule(nuclear: Edition) -> None:
    assert {tuple(text.lang for text in entry.texts) for entry in nuclear.entries} == {("en", "fr")}
    found = entries(nuclear)
    assert found["A.2.1.9(a)"].parent == "A.2.1.9"
    assert found["A.2.4.1.2(a)(1)"].level is Level.PARAGRAPH
    assert found["B.2.1.3(b)(3)(ii)(A)"].parent == "B.2.1.3(b)(3)(ii)"
    assert found["A.2.2.6"].status is Status.RESERVED
    assert {chemical.cas for chemical in found["B.2.5.4(a)"].chemicals} == {"2691-41-0"}
    assert "²²⁵Ac" in (found["B.1.1.1(a)"].texts[0].value or "")
    assert "CaF₂" in (found["B.1.1.8(a)(1)"].texts[0].value or "")
    assert "A.1.1(c)" not in found
    exclusion = next(note for note in nuclear.notes if note.target == "A.1.1")
    assert (exclusion.polarity, len(exclusion.texts)) == (Polarity.EXCLUDES, 2)
    definitions = [note for note in nuclear.notes if note.kind is NoteKind.DEFINITION]
    assert [len(note.texts) for note in definitions] == [2, 2, 2, 2, 2]


def test_chemicals_of_the_import_list(documents: Path) -> None:
    path = documents / "canada/CRC-c604-Import-Control-List.xml"
    edition = read(path, "ca-import").edition
    printed = set(re.findall(r"\b\d{2,7}-\d{2}-\d\b", path.read_text(encoding="utf-8-sig")))
    found = {
        chemical.cas for entry in edition.entries for chemical in entry.chemicals if chemical.cas
    }
    assert len(printed) == 63
    assert found == printed
    assert entries(edition)["74(1)(d)(ii)"].chemicals[0].cas == "505-60-2"
    assert entries(edition)["73"].refers_to == ("70 to 72",)


def test_the_quantum_items_of_the_export_list(documents: Path) -> None:
    now = entries(read(documents / "canada/SOR-89-202.xml", "ca-ecl").edition)
    before = entries(
        read(documents / "canada/editions/SOR-89-202.2024-05-31.xml", "ca-ecl").edition
    )
    assert now["5506(2)(c)(ii)(A)"].parent == "5506(2)(c)(ii)"
    assert now["5506(2)(d)(v)(C)(III)"].level is Level.PARAGRAPH
    assert "5506(2)(c)" not in before
    assert "3-01(1)(a)" in before
    assert now["Group 8"].status is Status.RESERVED


GOOD = (
    f'<?xml version="1.0" encoding="utf-8"?><Regulation {LIMS} xml:lang="en"><Schedule>{PART}'
    f"{DIVISION}{provision('A.9.1', 'Zorbs')}</Schedule></Regulation>"
).encode()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b" \n", "is empty"),
        (GOOD[:-40], "line 1: not well-formed XML"),
        (GOOD.replace(b"Zorbs", "Zörbs".encode("latin-1")), "not well-formed XML"),
        (b"<ECFR/>", "the document is <ECFR>; expected <Regulation>"),
        (b'{"entries": []}', "not well-formed XML"),
        (GOOD.replace(b'lang="en"', b'lang="fr"'), "is in language 'fr'; expected 'en'"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]>' + GOOD[38:], "declares an XML entity"),
        (GOOD.replace(b"A.9.1", b"(zz.)"), "label '\\(zz.\\)' under A.9"),
        (GOOD.replace(b"</Schedule>", provision("A.9.1", "Orbs").encode() + b"</Schedule>"),
         "A.9.1 stands twice"),
        (re.sub(b"<Schedule>.*</Schedule>", b"", GOOD), "no entry of ca-nuclear was found"),
    ],
    ids=["empty", "cut", "latin-1", "other", "json", "language", "entity", "label", "twice",
         "no schedule"],
)  # fmt: skip
def test_bad_files_give_one_clear_error(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "invented.xml"
    path.write_bytes(data)
    with pytest.raises(DocumentError, match=message):
        read(path)


def test_recognise() -> None:
    assert justice_laws.recognise("SOR-2099-1.xml", GOOD[:4096])
    assert not justice_laws.recognise("title-15.xml", b"<?xml version='1.0'?><ECFR>")
