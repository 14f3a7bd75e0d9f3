"""A list graph of a chosen size, the same each time: invented lists in the shape of real ones.

The lists share most codes and differ in some; every code is visibly invented (``9X``).
"""

import datetime
import hashlib
from collections.abc import Iterator

from kgservice.graph.terms import line, node, stc, words
from kgservice.namespaces import PREFIXES, RDF, SKOS

BASE = "https://w3id.org/stc/id/"
TRIPLES_AN_ENTRY = 17
LISTS = tuple(f"zz-{number:02}" for number in range(8))
DAYS = (datetime.date(2020, 1, 1), datetime.date(2025, 1, 1))


def entries(list_id: str, count: int) -> Iterator[tuple[str, str | None, int]]:
    """Yield code, parent and number of a list's entries: groups of one entry and nine below."""
    salt = int(list_id[-2:])
    for number in range(count):
        if number % 10 and (number + salt) % 13 == 0:
            continue  # a gap of this list
        group = f"9X{number // 10:05}"
        yield (
            (group, None, number) if number % 10 == 0 else (f"{group}.{number % 10}", group, number)
        )


def graph_lines(triples: int) -> Iterator[tuple[str, str]]:
    """Yield edition IRIs with lines of N-Triples, about as many as asked for."""
    count = triples // (TRIPLES_AN_ENTRY * len(LISTS) * len(DAYS))
    for list_id in LISTS:
        for day in DAYS:
            edition = f"{BASE}{list_id}/{day}"
            head = ((edition, "editionOf", BASE + list_id),)
            for subject, predicate, target in head:
                yield edition, line((node(subject), stc(predicate), node(target)))
            for code, parent, number in entries(list_id, count):
                yield from (
                    (edition, row) for row in _entry(edition, list_id, code, parent, number)
                )


def _entry(edition: str, list_id: str, code: str, parent: str | None, number: int) -> Iterator[str]:
    own = node(f"{edition}/{code}")
    skos = lambda name: node(SKOS + name)  # noqa: E731
    salt = int(list_id[-2:])
    yield line((own, node(RDF + "type"), stc("Entry")))
    yield line((own, node(RDF + "type"), skos("Concept")))
    yield line((own, stc("versionOf"), node(f"{BASE}{list_id}/{code}")))
    yield line((node(f"{BASE}{list_id}/{code}"), stc("hasVersion"), own))
    yield line((own, skos("inScheme"), node(edition)))
    yield line((own, skos("notation"), words(code)))
    yield line((own, stc("sortKey"), words(code.replace(".", ".0000"))))
    status = "Reserved" if (number + salt) % 17 == 0 else "Listed"
    yield line((own, stc("status"), stc(status)))
    yield line((own, stc("productGroup"), stc(f"Group{'ABCDE'[number % 5]}")))
    yield line((own, skos("prefLabel"), words(f"invented item {number} of {list_id}", "en")))
    digest = hashlib.sha256(f"{code} {(number + salt) % 3}".encode()).hexdigest()
    yield line((own, stc("textDigest"), words(digest, "en")))
    if parent is not None:
        yield line((own, skos("broader"), node(f"{edition}/{parent}")))
        yield line((own, stc("within"), node(f"{edition}/{parent}")))
    if number % 4 == 0:
        yield line((own, stc("refersTo"), node(f"{edition}/9X{(number // 10) // 2:05}")))
    if number % 6 == 0:
        chemical = node(f"{BASE}chemical/9{number % 400:04}-00-0")
        yield line((own, stc("namesChemical"), chemical))
        yield line((chemical, stc("casNumber"), words(f"9{number % 400:04}-00-0")))
    if number % 3 == 0:
        note = node(f"{edition}/{code}/note-1")
        yield line((note, stc("noteOf"), own))
        yield line((note, stc("polarity"), stc(("Limits", "Extends", "Excludes")[number % 9 // 3])))


_HEAD = "".join(f"PREFIX {p}: <{PREFIXES[p]}>\n" for p in ("skos", "stc"))
_NEW, _A, _B = (f"<{BASE}{name}/2025-01-01>" for name in ("zz-00", "zz-01", "zz-02"))
_IN_A, _IN_B = f"skos:inScheme {_NEW}", f"skos:inScheme {_A}"
HARMONIZATION = {
    "a code in every list": 'SELECT ?e ?s { ?e skos:notation "9X00017" ; skos:inScheme ?s }',
    "codes of A that B lacks": f"SELECT (COUNT(*) AS ?n) {{ ?e {_IN_A} ; skos:notation ?c"
    f" FILTER NOT EXISTS {{ ?f {_IN_B} ; skos:notation ?c }} }}",
    "listed here, reserved there": f"SELECT ?c {{ ?e {_IN_A} ; skos:notation ?c ; stc:status"
    f" stc:Listed . ?f {_IN_B} ; skos:notation ?c ; stc:status stc:Reserved }} ORDER BY ?c",
    "same code, other text": f"SELECT (COUNT(*) AS ?n) {{ ?e {_IN_A} ; skos:notation ?c ;"
    f" stc:textDigest ?d . ?f {_IN_B} ; skos:notation ?c ; stc:textDigest ?g FILTER(?d != ?g) }}",
    "a subtree in order": f'SELECT ?e ?c {{ ?top skos:notation "9X00020" ; {_IN_A} .'
    " ?e skos:broader+ ?top ; skos:notation ?c ; stc:sortKey ?k } ORDER BY ?k",
    "what an entry refers to, closed": f'SELECT ?t {{ ?e skos:notation "9X00040" ; {_IN_A} ;'
    " stc:refersTo+ ?t }",
    "notes by polarity": "SELECT ?s ?p (COUNT(*) AS ?n) { ?o stc:noteOf ?e ; stc:polarity ?p ."
    " ?e skos:inScheme ?s } GROUP BY ?s ?p",
    "a chemical across lists": 'SELECT ?e ?c { ?x stc:casNumber "90012-00-0" . ?e stc:namesChemical'
    " ?x ; skos:notation ?c }",
    "chemicals of A that B lacks": f"SELECT DISTINCT ?x {{ ?e {_IN_A} ; stc:namesChemical ?x"
    f" FILTER NOT EXISTS {{ ?f {_IN_B} ; stc:namesChemical ?x }} }}",
    "history of a provision": f"SELECT ?v ?d {{ <{BASE}zz-00/9X00012.1> stc:hasVersion ?v ."
    " ?v stc:textDigest ?d }",
    "counts per list and group": "SELECT ?s ?g (COUNT(?e) AS ?n) { ?e skos:inScheme ?s ;"
    " stc:productGroup ?g } GROUP BY ?s ?g",
    "coverage of every list by A": f"SELECT ?s (COUNT(*) AS ?n) {{ ?e {_IN_A} ; skos:notation ?c ."
    " ?f skos:notation ?c ; skos:inScheme ?s } GROUP BY ?s",
}
QUERIES = {name: _HEAD + text for name, text in HARMONIZATION.items()}


def lookup(number: int) -> str:
    """Return the number-th point lookup: an entry by list and code."""
    code = f"9X{number // 10 % 400:05}"
    return f"{_HEAD}SELECT ?p ?o {{ <{BASE}{LISTS[number % 8]}/2025-01-01/{code}> ?p ?o }}"
