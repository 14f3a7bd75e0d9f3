"""A small dataset, all invented, that uses every kind of thing the mapping can emit."""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

from kgservice.criteria import Comparator, Connective, Group, Parameter, Role
from kgservice.graph.catalogue import EditionOutline, list_triples, provision_triples
from kgservice.graph.editions import edition_triples
from kgservice.graph.labels import Labels, read_labels
from kgservice.graph.regimes import ROLES, regime_triples
from kgservice.graph.terms import Triple, line
from kgservice.individuals import ACTIVITIES
from kgservice.model import (
    Chemical,
    Coverage,
    Edition,
    Entry,
    Extent,
    Gap,
    GapKind,
    Interval,
    Level,
    Linkage,
    Note,
    NoteKind,
    Polarity,
    ReasonForControl,
    Source,
    Status,
    Text,
)
from kgservice.readers.descriptors import ListDescriptor

ROOT = Path(__file__).parents[2]
OLD, NEW = datetime.date(2001, 1, 1), datetime.date(2002, 2, 2)
LIST = ListDescriptor(
    id="xx-list",
    title={"en": "Invented list", "fr": "Liste inventée"},
    jurisdiction="XX",
    authority="Ministry of Invention",
    regimes=("ri",),
    legal_act="Invention Act, Schedule 9",
    legal_act_url="https://law.example/act",
    licence="Invented licence",
    licence_url=None,
    publisher_url="https://law.example/list",
    fetch_url=None,
    grammar_name="five-character",
    languages=("en", "fr"),
    editions=(),
)
_NASTY = 'Parts "quoted"\\slashed,\n\ttabbed, 10⁶ — é 𝛼 of 9X998'
_SOURCES = (
    Source("old.xml", "invented-xml", "en", "0" * 64, "https://law.example/list.xml"),
    Source("old-fr.xml", "invented-xml", "fr-CA", "f" * 64),
)
REGIMES = {
    "regimes.csv": (
        "id,abbreviation,name_en,name_fr,legal_character,founded,website,source\n"
        "ri,RI,Regime of Inventors,Régime des inventeurs,informal arrangement,1996-07,"
        "https://regime.example/,https://regime.example/about ; A citation\n"
        "rj,RJ,Regime of Jesters,Régime des bouffons,treaty,1997-04-29,,A citation\n"
    ),
    "regime-documents.csv": (
        "regime,document,revision,date,source\n"
        "ri,Guidelines of Inventors,Rev.9,2001,A citation\n"
        "rj,Annex of Jesters,,,A citation\n"
    ),
}


def _entries() -> Iterator[Entry]:
    group = "A"
    yield Entry("9", None, Level.CATEGORY, labels=(("en", "Ninth"), ("fr", "Neuvième")))
    yield Entry("9A", "9", Level.PRODUCT_GROUP, product_group=group)
    yield Entry(
        "9A999",
        "9A",
        Level.ENTRY,
        texts=(Text.of(_NASTY, "en"), Text.of("Pièces inventées", "fr")),
        product_group=group,
        regimes=("ri", "rj"),
        reasons=(
            ReasonForControl("NS", column="NS Column 1"),
            ReasonForControl("MT", ("9A999.a", "9A998"), ("9A999.c", "9A997"), "MT Column 1"),
        ),
        refers_to=("9A999.a to 9A999.c", "9B999", "9A999.c to 9A999.x"),
        chemicals=(Chemical("ethanol", "64-17-5"), Chemical("water", None)),
        text_in_force=Interval(OLD, NEW),
        stages=("development", "production", "use"),
        excepts=("9A999.a to 9A999.b", "9B999"),
        covers=tuple(_covers()),
        criterion=criterion(),
        joins=Connective.AT_LEAST,
        joins_least=2,
        unparsed=("12 clouds",),
        standards=("ISO 99999-2:2031", "MIL-STD-99999"),
    )
    for letter in "abc":
        code = f"9A999.{letter}"
        status = dict(zip("abc", Status, strict=True))[letter]
        joins = dict(zip("abc", tuple(Connective)[:3], strict=True))[letter]
        text = (Text("en", None, f"{ord(letter):064x}"),)
        in_force = {"a": Interval(start=OLD), "c": Interval(end=NEW)}.get(letter)
        yield Entry(
            code, "9A999", Level.PARAGRAPH, status, text, text_in_force=in_force, joins=joins
        )
    yield Entry("9A999.c.2", "9A999.c", Level.PARAGRAPH, implied=True)
    for letter in "BCDE":
        yield Entry(f"9{letter}", "9", Level.PRODUCT_GROUP, product_group=letter)


def _parameter(
    comparator: Comparator, role: Role = Role.CONTROL, *conditions: Parameter
) -> Parameter:
    ranged = comparator is Comparator.BETWEEN
    upper = Decimal("0.750") if ranged else None
    return Parameter(
        "Mass", comparator, Decimal("0.50"), "kg", "0,50 kg", upper, role, conditions, ranged,
        ranged,
    )  # fmt: skip


def criterion() -> Group:
    """Return criteria with every comparator, role and connective."""
    every = tuple(map(_parameter, Comparator))
    limits = tuple(_parameter(Comparator.LESS, role, every[0]) for role in Role)
    level = Parameter("Gain", Comparator.GREATER, Decimal(3), "dB", "3 dB")
    counted = Group(Connective.AT_LEAST, (level, Group(Connective.NONE, limits[:1])), 2)
    parts = (Group(Connective.ALL, every), Group(Connective.ANY, limits), counted)
    return Group(Connective.UNSTATED, parts)


def _covers() -> Iterator[Coverage]:
    for linkage in Linkage:
        yield Coverage(
            ("development", "production", "use"),
            tuple(ACTIVITIES),
            ("repair",),
            ("9A999.a to 9A999.c", "9B999"),
            ("9A999.b", "9A998"),
            ("NP",),
            linkage,
            qualified=True,
        )


def _notes() -> Iterator[Note]:
    text = (Text.of("A note on 9A999.", "en"),)
    yield Note(None, 1, NoteKind.GENERAL_NOTE, Polarity.EXPLAINS, "General note", text)
    polarities = list(Polarity)
    for number, kind in enumerate(NoteKind, 1):
        polarity = polarities[number % len(polarities)]
        chemicals = (Chemical(None, "64-17-5"),)
        references = ("9A999.a", "9A998")
        limit = _parameter(Comparator.EQUAL)
        yield Note("9A999", number, kind, polarity, "", text, references, chemicals, limit, ("7",))


@cache
def editions() -> tuple[Edition, Edition, Edition]:
    """Return an incomplete edition with every gap, a whole later one, and a still later excerpt."""
    entries, notes = tuple(_entries()), tuple(_notes())
    gaps = tuple(
        Gap("9A999.c.2" if kind is GapKind.NO_NODE else "9A999.d", kind) for kind in GapKind
    )
    old = Edition("xx-list", OLD, entries, notes, _SOURCES, Extent.INCOMPLETE, gaps)
    new = Edition("xx-list", NEW, entries, notes, _SOURCES)
    excerpt = Edition(
        "xx-list", datetime.date(2003, 3, 3), entries[:3], (), _SOURCES[:1], Extent.EXCERPT
    )
    return old, new, excerpt


def labels() -> Labels:
    """Return the labels of the invented list."""
    return read_labels(Path(__file__).parent / "labels")


def edition_lines(edition: Edition) -> list[str]:
    """Return an edition's graph as sorted N-Triples lines, as a build has it."""
    return sorted(set(map(line, edition_triples(edition, LIST, labels()))))


def write_regimes(folder: Path) -> Path:
    """Write invented regime tables, with a membership in every role."""
    for name, text in REGIMES.items():
        (folder / name).write_text(text, encoding="utf-8")
    rows = ["regime,state,name_en,role,since,until,note,source"]
    for number, role in enumerate(ROLES):
        code = f"XX{chr(65 + number)}"
        rows.append(f"ri,{code},Land {code},{role},1996-07,2001,left,A citation")
    rows.append("rj,,Nowhere Union,observer,,,,https://regime.example/")
    (folder / "memberships.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


def default_lines(folder: Path) -> list[str]:
    """Return the default graph: ontology left out, lists, provisions, regimes, the present."""
    outlines = [
        EditionOutline(e.list_id, e.date, e.extent, tuple(entry.code for entry in e.entries))
        for e in editions()
    ]
    triples: list[Triple] = [
        *list_triples(LIST, outlines),
        *provision_triples(LIST, outlines, labels()),
        *regime_triples(write_regimes(folder)),
        *edition_triples(editions()[1], LIST, labels()),
    ]
    return sorted(set(map(line, triples)))
