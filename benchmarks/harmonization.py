"""Twelve questions of harmonization over the list graph, each in two forms with the same answer.

The *plain* form asks the lists themselves, as one has to where nothing is prepared.  The
*prepared* form asks what a build of this service materialises.
"""

from dataclasses import dataclass

from benchmarks.list_graph import LISTS, OLDER, code_of, edition_of
from kgservice.namespaces import ID, PREFIXES

HEAD = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("skos", "stc"))
A, B, C = (f"<{edition_of(name)}>" for name in LISTS[:3])
LIST_C = f"<{ID}{LISTS[2]}>"
BEFORE = f"<{edition_of(LISTS[0], OLDER)}>"
ENTRY = f"<{edition_of(LISTS[0])}/{code_of(21)}>"
HEADING = f"<{edition_of(LISTS[0])}/{code_of(20)}>"
COMPARISON = f"<{ID}comparison/{LISTS[0]}/2025-01-01/{LISTS[1]}/2025-01-01>"
LISTED = "stc:status stc:Listed"
PRESENT = "?list_{0} stc:presentEdition ?{0} ."


@dataclass(frozen=True, slots=True)
class Question:
    """A question in its two forms."""

    plain: str
    prepared: str


def _listed(entry: str, edition: str) -> str:
    return f"{entry} skos:inScheme {edition} ; skos:notation ?code ; {LISTED} ."


def _missing(edition: str) -> str:
    return f"FILTER NOT EXISTS {{ {_listed('?other', edition)} }}"


def _count(coverages: str) -> str:
    return (
        "?count stc:coverageOf ?a ; stc:coverageAgainst ?b ; stc:coverage ?kind ;"
        f" stc:entryTotal ?total . FILTER(?kind IN ({coverages}))"
    )


PAIRS = f"{PRESENT.format('a')} {PRESENT.format('b')} FILTER(?a != ?b)"
SUMS = "SELECT ?a ?b (SUM(?total) AS ?n)"
COUNTS = "SELECT ?a ?b (COUNT(*) AS ?n)"

_FORMS = {
    "counterparts of an entry": (
        f"SELECT ?f {{ {ENTRY} skos:notation ?code . ?f skos:notation ?code ; {LISTED} ;"
        f" skos:inScheme ?a . {PRESENT.format('a')} FILTER(?f != {ENTRY}) }}",
        f"SELECT ?f {{ {{ {ENTRY} skos:exactMatch ?f }} UNION {{ {ENTRY} skos:closeMatch ?f }} }}",
    ),
    "a heading beside another list": (
        f"SELECT ?code ?f {{ ?e skos:broader+ {HEADING} ; skos:notation ?code ; stc:sortKey ?key ;"
        f" {LISTED} . OPTIONAL {{ {_listed('?f', B)} }} }} ORDER BY ?key",
        f"SELECT ?code ?f {{ ?e stc:within {HEADING} ; skos:notation ?code ; stc:sortKey ?key ;"
        f" {LISTED} . OPTIONAL {{ {{ ?e skos:exactMatch ?f }} UNION {{ ?e skos:closeMatch ?f }}"
        f" ?f skos:inScheme {B} }} }} ORDER BY ?key",
    ),
    "how many entries another list lacks": (
        f"SELECT (COUNT(*) AS ?n) {{ {_listed('?e', A)} {_missing(B)} }}",
        f"SELECT ?n {{ ?count stc:coverageOf {A} ; stc:coverageAgainst {B} ;"
        " stc:coverage stc:Extra ; stc:entryTotal ?n }",
    ),
    "listed here, reserved there": (
        f"SELECT ?code {{ {_listed('?e', A)} ?f skos:inScheme {B} ; skos:notation ?code ;"
        " stc:status stc:Reserved } ORDER BY ?code",
        f"SELECT ?code {{ ?gap stc:absentFrom {B} ; stc:absenceReason stc:ReservedThere ;"
        f" stc:absentEntry ?e . ?e skos:inScheme {A} ; skos:notation ?code }} ORDER BY ?code",
    ),
    "counterparts in other words": (
        f"SELECT ?code {{ {_listed('?e', A)} {_listed('?f', B)} ?e stc:textDigest ?d ."
        " ?f stc:textDigest ?g FILTER(?d != ?g) } ORDER BY ?code",
        f"SELECT ?code {{ ?c stc:inComparison {COMPARISON} ; stc:deviation stc:Overlapping ;"
        " stc:subjectEntry ?e . ?e skos:notation ?code } ORDER BY ?code",
    ),
    "coverage of every list by every other": (
        f"{COUNTS} {{ {_listed('?e', '?a')} {_listed('?f', '?b')} {PAIRS} }} GROUP BY ?a ?b",
        f"{SUMS} {{ {_count('stc:Identical, stc:PartlyCovered')} }} GROUP BY ?a ?b",
    ),
    "gaps of every list against every other": (
        f"{COUNTS} {{ {PAIRS} {_listed('?e', '?a')} {_missing('?b')} }} GROUP BY ?a ?b",
        f"{SUMS} {{ {_count('stc:Extra')} }} GROUP BY ?a ?b",
    ),
    "how far a list agrees with each other": (
        f"SELECT ?b ?same (COUNT(*) AS ?n) {{ {_listed('?e', A)} ?e stc:textDigest ?d ."
        f" {_listed('?f', '?b')} ?f stc:textDigest ?g . {PRESENT.format('b')}"
        f" FILTER(?b != {A}) BIND(?d = ?g AS ?same) }} GROUP BY ?b ?same",
        f"SELECT ?b ?same ?n {{ ?count stc:coverageOf {A} ; stc:coverageAgainst ?b ;"
        " stc:coverage ?kind ; stc:entryTotal ?n . FILTER(?kind != stc:Extra && ?n > 0)"
        " BIND(?kind = stc:Identical AS ?same) }",
    ),
    "entries that stand in every list": (
        f"SELECT ?code {{ {_listed('?e', A)} {_listed('?f', '?b')} {PRESENT.format('b')} }}"
        f" GROUP BY ?code HAVING(COUNT(*) = {len(LISTS)})",
        f"SELECT ?code {{ ?e skos:inScheme {A} ; skos:notation ?code ; stc:counterpartIn ?list }}"
        f" GROUP BY ?code HAVING(COUNT(*) = {len(LISTS) - 1})",
    ),
    "entries that stand in one list alone": (
        f"SELECT ?code {{ {_listed('?e', A)} FILTER NOT EXISTS {{ {_listed('?f', '?b')}"
        f" {PRESENT.format('b')} FILTER(?b != {A}) }} }}",
        f"SELECT ?code {{ {_listed('?e', A)} FILTER NOT EXISTS {{ ?e stc:counterpartIn ?any }} }}",
    ),
    "texts changed since the edition before": (
        f"SELECT ?code {{ ?e skos:inScheme {A} ; skos:notation ?code ; stc:textDigest ?d ."
        f" ?f skos:inScheme {BEFORE} ; skos:notation ?code ; stc:textDigest ?g"
        " FILTER(?d != ?g) } ORDER BY ?code",
        f"SELECT ?code {{ ?c stc:toEdition {A} ; stc:fromEdition {BEFORE} ;"
        " stc:changeKind stc:TextChanged ; stc:toEntry ?e . ?e skos:notation ?code }"
        " ORDER BY ?code",
    ),
    "gaps that a third list fills": (
        f"SELECT ?code {{ {_listed('?e', A)} {_missing(B)} {_listed('?third', C)} }}"
        " ORDER BY ?code",
        f"SELECT ?code {{ ?gap stc:absentFrom {B} ; stc:absentEntry ?e . ?e skos:inScheme {A} ;"
        f" stc:counterpartIn {LIST_C} ; skos:notation ?code }} ORDER BY ?code",
    ),
}
QUESTIONS = {
    name: Question(HEAD + plain, HEAD + prepared) for name, (plain, prepared) in _FORMS.items()
}


def lookup(number: int) -> str:
    """Return the number-th point lookup: an entry by list and code."""
    entry = f"{edition_of(LISTS[number % len(LISTS)])}/{code_of(number // 8 % 150 * 10)}"
    return f"SELECT ?p ?o {{ <{entry}> ?p ?o }}"
