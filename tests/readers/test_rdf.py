"""RDF as a source: our own graph back again, and SKOS as others write it."""

import datetime
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, serialize

from kgservice.criteria import Connective
from kgservice.errors import DocumentError
from kgservice.graph.editions import edition_triples
from kgservice.graph.labels import Labels
from kgservice.graph.terms import Triple
from kgservice.model import (
    Chemical,
    Edition,
    Entry,
    Extent,
    Gap,
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
from kgservice.namespaces import edition_iri
from kgservice.readers import rdf
from kgservice.readers.descriptors import own_list
from kgservice.readers.documents import read_document
from tests.shapes import sample

DATE = datetime.date(2031, 2, 3)
PREFIXES = (
    "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    "@prefix stc: <https://w3id.org/stc/ontology#> .\n"
    "@prefix ex: <http://example.org/> .\n"
)
SUFFIXES = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".trig": RdfFormat.TRIG,
    ".nq": RdfFormat.N_QUADS,
    ".rdf": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
}


def read_bytes(folder: Path, data: bytes, name: str, grammar: str = "five-character") -> Reading:
    path = folder / name
    path.write_bytes(data)
    return rdf.read(read_document(path), own_list("xx-own", grammar), DATE, "en")


def read_turtle(folder: Path, text: str, grammar: str = "free") -> Reading:
    return read_bytes(folder, (PREFIXES + text).encode(), "list.ttl", grammar)


def invented_edition() -> Edition:
    """Return an edition that has something of everything the graph can state."""
    reasons = (
        ReasonForControl("MT", ("9A999.a",), ("9A999.b", "9X123"), "MT Column 1"),
        ReasonForControl("AT"),
        *(ReasonForControl(f"R{n}") for n in range(3, 12)),
    )
    force = Interval(datetime.date(2030, 1, 1), datetime.date(2032, 1, 1))
    words = (Text.of("Gadgets, as follows:", "en"), Text.of("Engins, comme suit :", "fr"))
    entries = (
        Entry("9", None, Level.CATEGORY, texts=(Text.of("Things", "en"),)),
        Entry("9A", "9", Level.PRODUCT_GROUP, product_group="A", labels=(("en", "Hardware"),)),
        Entry(
            "9A999",
            "9A",
            Level.ENTRY,
            texts=words,
            labels=(("en", "Gadgets"), ("fr", "Engins")),
            product_group="A",
            regimes=("mtcr", "nsg"),
            reasons=reasons,
            refers_to=("9A999.b", "9B998"),
            chemicals=(Chemical("Blue", "50-00-0"), Chemical(None, "7732-18-5")),
            text_in_force=force,
            criterion=sample.criterion(),
            joins=Connective.AT_LEAST,
            joins_least=2,
            unparsed=("some 5 clouds",),
            standards=("ISO 99999-2:2031", "MIL-STD-99999"),
        ),
        replace(paragraph("9A999.a"), implied=True, joins=Connective.NONE),
        replace(paragraph("9A999.a.1"), texts=(Text("en", None, "ab" * 32),)),
        replace(paragraph("9A999.b"), status=Status.RESERVED),
    )
    kinds = [
        Note(None, 1, NoteKind.DEFINITION, Polarity.EXPLAINS, "gadget", words[:1]),
        Note("9A999", 1, NoteKind.NOTE, Polarity.LIMITS, "Note 1", words, ("9A999.b",)),
        Note(
            "9A999",
            2,
            NoteKind.TABLE,
            Polarity.EXPLAINS,
            chemicals=(Chemical("B", "64-17-5"),),
            criterion=sample.criterion().operands[2],
            unparsed=("7",),
            standards=("ASTM Z99:31",),
        ),
    ]
    gaps = (Gap("9A999.a", GapKind.NO_NODE), Gap("9A999.c", GapKind.RANGE_END))
    return Edition(
        "xx-own", DATE, entries, tuple(kinds), extent=Extent.EXCERPT, gaps=gaps
    )  # fmt: skip


def paragraph(code: str) -> Entry:
    return Entry(code, code[: code.rindex(".")], Level.PARAGRAPH, product_group="A")


def triples(edition: Edition) -> list[Triple]:
    return list(edition_triples(edition, own_list("xx-own", "five-character"), Labels()))


def serialised(found: Iterable[Triple], suffix: str) -> bytes:
    graph = NamedNode(edition_iri("xx-own", DATE))
    syntax = SUFFIXES[suffix]
    if syntax.supports_datasets and suffix != ".jsonld":
        decoy = NamedNode("http://example.org/other")
        quads = {Quad(*triple, graph) for triple in found}
        quads |= {Quad(*triple, decoy) for triple in triples(decoy_edition())}
        return serialize(quads, format=syntax) or b""
    return serialize({Quad(*triple) for triple in found}, format=syntax) or b""


def decoy_edition() -> Edition:
    entry = Entry("9", None, Level.CATEGORY, texts=(Text.of("Decoy", "en"),))
    return Edition("xx-own", DATE, (entry,))


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_graph_of_an_edition_reads_back(tmp_path: Path, suffix: str) -> None:
    edition = invented_edition()
    reading = read_bytes(tmp_path, serialised(triples(edition), suffix), f"list{suffix}")
    assert replace(reading.edition, sources=()) == edition
    assert reading.unplaced == ()
    assert reading.placed == reading.characters > 0


@pytest.mark.parametrize("suffix", [".ttl", ".trig", ".nq", ".rdf", ".jsonld"])
def test_a_truncated_file_is_one_clear_error(tmp_path: Path, suffix: str) -> None:
    data = serialised(triples(invented_edition()), suffix)
    cut = data[: 2 * len(data) // 3]
    while cut.rstrip().endswith((b".", b"}")):
        cut = cut.rstrip()[:-1]
    with pytest.raises(DocumentError, match=rf"^list\{suffix}, line \d+: .*well-formed") as error:
        read_bytes(tmp_path, cut, f"list{suffix}")
    assert "cut short" in str(error.value)


def test_rdf_xml_cut_between_elements_is_noticed(tmp_path: Path) -> None:
    data = serialised(triples(invented_edition()), ".rdf")
    cut = data[: data.rindex(b"</rdf:RDF>")]
    with pytest.raises(DocumentError, match=r"list.rdf, line \d+: not well-formed XML"):
        read_bytes(tmp_path, cut, "list.rdf")


def test_skos_of_others_is_read(tmp_path: Path) -> None:
    reading = read_turtle(
        tmp_path,
        """
        ex:scheme a skos:ConceptScheme .
        [] a skos:Concept ; skos:notation "Z1" ; skos:topConceptOf ex:scheme ;
           skos:prefLabel "Goods", "Biens"@fr ; skos:altLabel "Wares"@en ;
           skos:definition "Goods (CAS 50-00-0)." ; skos:narrower _:two ;
           skos:scopeNote "Does not control toys."@en ; skos:historyNote "New in 2031." .
        _:two a skos:Concept ; skos:notation "Q7" ; skos:definition "[Reserved]"@en .
        ex:three a skos:Concept ; skos:notation "Q8" ; skos:broader _:two .
        ex:four a skos:Concept ; skos:prefLabel "No code"@en .
        """,
    )
    entries = {entry.code: entry for entry in reading.edition.entries}
    assert {code: entry.parent for code, entry in entries.items()} == {
        "Z1": None, "Q7": "Z1", "Q8": "Q7",
    }  # fmt: skip
    assert entries["Z1"].labels == (("en", "Goods"), ("fr", "Biens"))
    assert entries["Z1"].chemicals == (Chemical("Goods", "50-00-0"),)
    assert entries["Q7"].status is Status.RESERVED
    assert [(n.kind, n.polarity, n.target) for n in reading.edition.notes] == [
        (NoteKind.NOTE, Polarity.EXCLUDES, "Z1"),
        (NoteKind.REMARK, Polarity.EXPLAINS, "Z1"),
    ]
    assert sorted((f.text, f.reason) for f in reading.unplaced) == [
        ("No code", "has no skos:notation"),
        ("Wares", "has no place"),
    ]
    assert reading.characters - reading.placed == len("NocodeWares")


def test_two_definitions_in_one_language_are_not_lost(tmp_path: Path) -> None:
    reading = read_turtle(
        tmp_path, 'ex:a a skos:Concept ; skos:notation "Z1" ; skos:definition "one", "two" .'
    )
    assert [text.value for text in reading.edition.entries[0].texts] == ["one"]
    assert [fragment.text for fragment in reading.unplaced] == ["two"]


@pytest.mark.parametrize(
    ("turtle", "grammar", "wanted"),
    [
        (
            'ex:a a skos:Concept ; skos:notation "Z1" ; skos:broader ex:b . '
            'ex:b a skos:Concept ; skos:notation "Z2" ; skos:broader ex:c . '
            'ex:c a skos:Concept ; skos:notation "Z3" ; skos:broader ex:a .',
            "free",
            "skos:broader forms a circle, Z1 under Z2 under Z3 under Z1; expected",
        ),
        (
            'ex:a a skos:Concept ; skos:notation "Z1" ; skos:broader ex:b . '
            'ex:b a skos:Concept ; skos:notation "Z1.a" .',
            "free",
            "skos:broader forms a circle",
        ),
        (
            'ex:a a skos:Concept ; skos:notation "Z1" ; skos:broader ex:b, ex:c . '
            'ex:b a skos:Concept ; skos:notation "Z2" . '
            'ex:c a skos:Concept ; skos:notation "Z3" .',
            "free",
            "Z1 stands under Z2 and Z3; expected one skos:broader",
        ),
        (
            'ex:a a skos:Concept ; skos:notation "Z1" . ex:b a skos:Concept ; skos:notation "Z1" .',
            "free",
            "code Z1 stands twice",
        ),
        (
            'ex:a a skos:Concept ; skos:notation "Z1", "Z2" .',
            "free",
            "has the notations Z1, Z2; expected one code a concept",
        ),
        (
            'ex:a a skos:Concept ; skos:notation "Z1" .',
            "five-character",
            "'Z1' is no five-character code; one looks like",
        ),
        ('ex:a a skos:Concept ; skos:prefLabel "x" .', "free", "has a skos:notation; expected one"),
        (
            'ex:a a skos:Concept ; skos:notation "Z1" ; skos:definition "a" ; '
            f'stc:textDigest "{"0" * 64}" .',
            "free",
            "stc:textDigest is not the digest of the text",
        ),
        (
            'ex:a a skos:Concept ; skos:notation "Z1" ; stc:textInForce ex:i . '
            'ex:i stc:start "soon" .',
            "free",
            "stc:start is 'soon'; expected a date such as",
        ),
    ],
)
def test_an_error_says_what_would_be_right(
    tmp_path: Path, turtle: str, grammar: str, wanted: str
) -> None:
    with pytest.raises(DocumentError) as error:
        read_turtle(tmp_path, turtle, grammar)
    assert wanted in str(error.value)


def test_a_stated_extent_and_its_gaps_are_believed(tmp_path: Path) -> None:
    edition = replace(invented_edition(), extent=Extent.WHOLE, gaps=())
    edition = replace(edition, entries=tuple(replace(e, implied=False) for e in edition.entries))
    later = replace(edition, entries=(*edition.entries, paragraph("9A999.d")))
    data = serialised(triples(later), ".ttl")
    reading = read_bytes(tmp_path, data, "list.ttl")
    assert (reading.edition.extent, reading.edition.gaps) == (Extent.WHOLE, ())


def test_of_several_notations_the_code_counts(tmp_path: Path) -> None:
    reading = read_turtle(
        tmp_path,
        'ex:a a skos:Concept ; skos:notation "8413.70", "9a999", "9A998"^^ex:old .',
        "five-character",
    )
    assert "9A999" in [entry.code for entry in reading.edition.entries]


def test_a_stated_parent_beats_the_code(tmp_path: Path) -> None:
    reading = read_turtle(
        tmp_path,
        'ex:a a skos:Concept ; skos:notation "Z1" . '
        'ex:b a skos:Concept ; skos:notation "Z1.a" ; skos:topConceptOf ex:s . '
        'ex:c a skos:Concept ; skos:notation "Z1.b" ; skos:broader ex:a, ex:b .',
    )
    assert [entry.parent for entry in reading.edition.entries] == [None, None, "Z1"]


def test_nothing_is_fetched(tmp_path: Path) -> None:
    data = b'{"@context": "https://example.org/context.jsonld", "@id": "http://example.org/a"}'
    with pytest.raises(DocumentError, match="remote @context, which is not fetched; put"):
        read_bytes(tmp_path, data, "list.jsonld")


def test_a_document_type_declaration_is_refused(tmp_path: Path) -> None:
    data = (
        b'<?xml version="1.0"?>\n<!DOCTYPE r [<!ENTITY a "b">]>\n'
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'
    )
    with pytest.raises(DocumentError, match=r"list.rdf, line 2: has a document type declaration"):
        read_bytes(tmp_path, data, "list.rdf")


def test_latin_1_is_refused_with_its_line(tmp_path: Path) -> None:
    data = PREFIXES.encode() + 'ex:a skos:note "généré" .'.encode("latin-1")
    with pytest.raises(DocumentError, match=r"list.ttl, line 4: .*not in UTF-8"):
        read_bytes(tmp_path, data, "list.ttl")


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    text = "\ufeff<http://example.org/a> a <http://www.w3.org/2004/02/skos/core#Concept> ; "
    text += '<http://www.w3.org/2004/02/skos/core#notation> "9" .'
    assert read_bytes(tmp_path, text.encode(), "list.ttl").edition.entries[0].code == "9"


@pytest.mark.parametrize(
    ("name", "head", "wanted"),
    [
        ("a.ttl", b"", True),
        ("a.xml", b'<?xml version="1.0"?><rdf:RDF ', True),
        ("a.txt", b"PREFIX ex: <http://example.org/>", True),
        ("a.json", b'{"@context": {}}', True),
        ("a.json", b'{"entries": []}', False),
        ("a.csv", b"code,text", False),
    ],
)
def test_rdf_is_recognised(name: str, head: bytes, wanted: bool) -> None:
    assert rdf.recognise(name, head) is wanted
