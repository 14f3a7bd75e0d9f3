"""Norway's Liste II: invented blocks for each trap, the real document, and bad files."""

import datetime
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest

from kgservice.errors import DocumentError
from kgservice.model import Level, Reading, Source
from kgservice.readers.assembly import Assembly
from kgservice.readers.counts import count_edition
from kgservice.readers.descriptors import read_descriptor
from kgservice.readers.documents import read_document
from kgservice.readers.eu_outline import reader as eu_outline
from kgservice.readers.liste_ii import reader as liste_ii
from kgservice.readers.liste_ii.outline import Outline
from kgservice.readers.liste_ii.page import Block, Run, set_line

DESCRIPTOR = read_descriptor("no-list-ii")
DATE = DESCRIPTOR.editions[0].date
EDGES = (70.8, 113.3, 141.6, 170.1, 198.4, 226.9)


def line(depth: int, text: str, font: str = "TimesNewRomanPSMT", kind: str = "P") -> Block:
    """Return a block whose label stands at ``depth`` and whose text stands one step further in."""
    label, _, words = text.partition(" ")
    x = EDGES[depth]
    first = Run(x, 700.0, 9.96, font, f"{label} ")
    return Block(1, kind, ((first, Run(EDGES[depth + 1], 700.0, 9.96, font, words)),))


def note(depth: int, text: str) -> Block:
    return line(depth, text, "TimesNewRomanPS-ItalicMT")


def outline(*blocks: Block) -> tuple[dict[str, str], list[tuple[str | None, str, str]]]:
    taken = Outline(DESCRIPTOR.grammar)
    for block in blocks:
        taken.take(block)
    assembly = Assembly(DESCRIPTOR, DATE, "en")
    taken.give(assembly)
    source = Source("invented", liste_ii.FORMAT, "en", "0" * 64)
    edition = assembly.reading(1, source).edition
    entries = {
        e.code: (e.texts[0].value or "") if e.texts else ""
        for e in edition.entries
        if not e.implied
    }
    return entries, [(n.target, n.label, n.texts[0].value or "") for n in edition.notes]


def test_depth_comes_from_the_left_edge() -> None:
    entries, _ = outline(
        line(0, "9A999 Zorbs, as follows:"),
        line(1, "a. Blue zorbs:"),
        line(2, "1. Big; or"),
        line(2, "2 Small;"),
        line(3, "a. Very small;"),
        line(1, "b. Red zorbs."),
    )
    assert list(entries) == [
        *("9A999", "9A999.a", "9A999.a.1", "9A999.a.2", "9A999.a.2.a", "9A999.b"),
    ]


def test_a_label_out_of_place_follows_its_sequence() -> None:
    entries, _ = outline(
        line(0, "9A999 Zorbs:"), line(1, "a. Blue:"), line(2, "1. Big;"), line(3, "2. Small.")
    )
    assert list(entries)[-1] == "9A999.a.2"


def test_two_labels_on_one_line() -> None:
    entries, _ = outline(
        line(0, "9A998 a. Round zorbs;"),
        line(1, "b. Flat zorbs:"),
        line(2, "1. a. Thin; and"),
        line(3, "b. Wide."),
    )
    assert list(entries) == [
        "9A998",
        "9A998.a",
        "9A998.b",
        *("9A998.b.1", "9A998.b.1.a", "9A998.b.1.b"),
    ]


def test_labels_in_italics_belong_to_the_note() -> None:
    entries, found = outline(
        line(0, "9A999 Zorbs:"),
        line(1, "a. Blue:"),
        note(1, "Note: 9A999.a. does not control:"),
        note(2, "1. Toys;"),
        note(2, "2. Balls."),
        line(2, "1. Big."),
    )
    assert set(entries) == {"9A999", "9A999.a", "9A999.a.1"}
    assert found == [("9A999.a", "Note", "9A999.a. does not control:\n1. Toys;\n2. Balls.")]


def test_a_heading_closes_the_entry_before() -> None:
    entries, found = outline(
        line(0, "9A999 Zorbs."),
        line(0, "9B Making Zorbs", "TimesNewRomanPS-BoldMT"),
        line(0, "None. at all"),
    )
    assert entries["9B"] == "Making Zorbs"
    assert found == [("9B", "", "None. at all")]


def test_small_print_above_the_line_is_raised() -> None:
    def run(text: str, y: float = 700.0, size: float = 9.96) -> Run:
        return Run(100.0, y, size, "f", text)

    raised = (run("5 x 10"), run("3", 703.4, 6.48), run(""), run("Gy at 20 "))
    assert set_line((*raised, run("o", 703.4, 6.48), run("C"))) == "5 x 10³ Gy at 20 °C"
    assert set_line((run("UF"), run("6", 699.0, 6.48))) == "UF₆"
    assert set_line((run("non\x02"), run("flat", 688.5))) == "non-flat"
    assert set_line((run("a wide"), run("zorb", 688.5))) == "a wide zorb"


def untagged(folder: Path) -> Path:
    pdf = pypdfium2.PdfDocument.new()
    pdf.new_page(200, 200)
    path = folder / "liste-II-none.pdf"
    pdf.save(path)
    return path


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n1 0 obj\n<<", b"PK\x03\x04", b"\xff\xfetext"])
def test_a_bad_file_is_one_clear_error(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "liste-II-bad.pdf"
    path.write_bytes(data)
    with pytest.raises(DocumentError, match=r"liste-II-bad\.pdf: is (?:empty|no PDF)"):
        liste_ii.read(read_document(path), DESCRIPTOR, DATE, "en")


def test_a_pdf_without_structure_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="PDF without structure"):
        liste_ii.read(read_document(untagged(tmp_path)), DESCRIPTOR, DATE, "en")


def test_recognise_wants_a_pdf_of_that_name() -> None:
    assert liste_ii.recognise("liste-II-dual-use-2021.pdf", b"%PDF-1.7")
    assert not liste_ii.recognise("liste-III.pdf", b"%PDF-1.7")
    assert not liste_ii.recognise("liste-II.pdf", b"<html>")


@pytest.fixture(scope="module")
def real(documents: Path) -> Reading:
    path = documents / "norway" / "liste-II-dual-use-2021.pdf"
    return liste_ii.read(read_document(path), DESCRIPTOR, DATE, "en")


def test_liste_ii_holds_what_its_descriptor_expects(real: Reading) -> None:
    assert count_edition(real.edition) == DESCRIPTOR.edition(DATE).expected
    assert 0.995 <= real.placed_share <= 1.005
    assert real.unplaced == ()
    assert real.edition.gaps == ()
    assert not any(entry.implied for entry in real.edition.entries)


def test_liste_ii_reads_in_the_order_of_the_codes(real: Reading) -> None:
    keys = [DESCRIPTOR.grammar.sort_key(entry.code) for entry in real.edition.entries]
    assert keys == sorted(keys)


def test_liste_ii_keeps_its_exponents(real: Reading) -> None:
    found = {e.code: e.texts[0].value or "" for e in real.edition.entries if e.texts}
    assert "5 x 10³ Gy (silicon)" in found["3A001.a.1.a"]
    assert "5 x 10⁶ Gy (silicon)/s" in found["3A001.a.1.b"]
    assert "1 x 10⁻⁸" in found["4A001.a.2.c"]
    assert found["2B"].startswith("Test")


def test_entries_of_2025_that_2021_lacks(documents: Path, real: Reading) -> None:
    """Regulation (EU) 2021/821 from 2021 to 2025: eighteen entries more, none less."""
    path = documents / "european-union" / "annex-I-02021R0821-20251115.json"
    descriptor = read_descriptor("eu-annex-i")
    date = datetime.date(2025, 11, 15)
    later = eu_outline.read(read_document(path), descriptor, date, "en")

    def codes(reading: Reading) -> set[str]:
        return {e.code for e in reading.edition.entries if e.level is Level.ENTRY}

    added = codes(later) - codes(real)
    assert codes(real) <= codes(later)
    assert len(added) == 18
    assert {code for code in added if code[2] != "5"} == {"2D352", "3D006"}
