"""A list graph of a chosen size, the same each time: invented lists in the shape of real ones.

The lists share most codes and differ in some; every code is visibly invented (``9X``).  Beside
the lists stands what a build materialises of them: correspondences, matches, absences, coverage
counts and changes, in the terms of ``ontology/``.
"""

import datetime
import hashlib
from collections.abc import Iterator
from itertools import permutations

from kgservice.graph.terms import line, node, stc, whole_number, words
from kgservice.namespaces import ID, RDF, SKOS

TRIPLES_A_CODE = 478
LISTS = tuple(f"zz-{number:02}" for number in range(8))
OLDER, NEWER = datetime.date(2020, 1, 1), datetime.date(2025, 1, 1)
TYPE = node(RDF + "type")


def edition_of(list_id: str, day: datetime.date = NEWER) -> str:
    """Return the IRI of an edition."""
    return f"{ID}{list_id}/{day}"


def code_of(number: int) -> str:
    """Return the number-th code: groups of one entry and nine below it."""
    group = f"9X{number // 10:05}"
    return group if number % 10 == 0 else f"{group}.{number % 10}"


def stands(list_id: str, number: int) -> bool:
    """Return whether a list has a code at all."""
    return number % 10 == 0 or (number + int(list_id[-2:])) % 13 != 0


def is_listed(list_id: str, number: int) -> bool:
    """Return whether a list controls a code, and does not merely reserve its place."""
    return stands(list_id, number) and (number + int(list_id[-2:])) % 17 != 0


def wording(list_id: str, number: int, day: datetime.date = NEWER) -> int:
    """Return which of three texts stands under a code."""
    former = day == OLDER and number % 11 == 0
    return (number + int(list_id[-2:]) + former) % 3


def graph_lines(triples: int) -> Iterator[str]:
    """Yield lines of N-Triples, about as many as asked for; some more than once."""
    count = triples // TRIPLES_A_CODE
    for list_id in LISTS:
        own = node(ID + list_id)
        yield line((own, stc("presentEdition"), node(edition_of(list_id))))
        for day in (OLDER, NEWER):
            yield line((node(edition_of(list_id, day)), stc("editionOf"), own))
            for number in range(count):
                if stands(list_id, number):
                    yield from _entry(list_id, day, number)
        yield from _changes(list_id, count)
    for one, other in permutations(LISTS, 2):
        yield from _comparison(one, other, count)


def _entry(list_id: str, day: datetime.date, number: int) -> Iterator[str]:
    edition, code = edition_of(list_id, day), code_of(number)
    own = node(f"{edition}/{code}")
    skos = lambda name: node(SKOS + name)  # noqa: E731
    provision = node(f"{ID}{list_id}/{code}")
    yield line((own, TYPE, stc("Entry")))
    yield line((own, TYPE, skos("Concept")))
    yield line((own, stc("versionOf"), provision))
    yield line((provision, stc("hasVersion"), own))
    yield line((own, skos("inScheme"), node(edition)))
    yield line((own, skos("notation"), words(code)))
    yield line((own, stc("sortKey"), words(code.replace(".", ".0000"))))
    yield line((own, stc("status"), stc("Listed" if is_listed(list_id, number) else "Reserved")))
    yield line((own, stc("productGroup"), stc(f"Group{'ABCDE'[number % 5]}")))
    yield line((own, skos("prefLabel"), words(f"invented item {number} of {list_id}", "en")))
    text = hashlib.sha256(f"{code} {wording(list_id, number, day)}".encode()).hexdigest()
    yield line((own, stc("textDigest"), words(text, "en")))
    if number % 10:
        above = node(f"{edition}/{code_of(number // 10 * 10)}")
        yield line((own, skos("broader"), above))
        yield line((own, stc("within"), above))
    if number % 4 == 0:
        yield line((own, stc("refersTo"), node(f"{edition}/{code_of(number // 20 * 10)}")))
    if number % 6 == 0:
        chemical = node(f"{ID}chemical/9{number % 400:04}-00-0")
        yield line((own, stc("namesChemical"), chemical))
        yield line((chemical, stc("casNumber"), words(f"9{number % 400:04}-00-0")))
    if number % 3 == 0:
        note = node(f"{edition}/{code}/note-1")
        yield line((note, stc("noteOf"), own))
        yield line((note, stc("polarity"), stc(("Limits", "Extends", "Excludes")[number % 9 // 3])))


def _changes(list_id: str, count: int) -> Iterator[str]:
    """Yield what changed between the two editions of a list."""
    older, newer = edition_of(list_id, OLDER), edition_of(list_id)
    for number in range(count):
        if stands(list_id, number) and number % 11 == 0:
            own = node(f"{ID}change/{list_id}/{OLDER}/{NEWER}/{code_of(number)}")
            yield line((own, TYPE, stc("Change")))
            yield line((own, stc("fromEdition"), node(older)))
            yield line((own, stc("toEdition"), node(newer)))
            yield line((own, stc("changeKind"), stc("TextChanged")))
            yield line((own, stc("fromEntry"), node(f"{older}/{code_of(number)}")))
            yield line((own, stc("toEntry"), node(f"{newer}/{code_of(number)}")))


def _comparison(one: str, other: str, count: int) -> Iterator[str]:
    """Yield how the entries of one list stand to another, and how many in which way."""
    totals = {"Identical": 0, "PartlyCovered": 0, "Extra": 0}
    for number in range(count):
        if not is_listed(one, number):
            continue
        if not is_listed(other, number):
            totals["Extra"] += 1
            yield from _absence(one, other, number)
            continue
        same = wording(one, number) == wording(other, number)
        totals["Identical" if same else "PartlyCovered"] += 1
        mine, yours = (node(f"{edition_of(name)}/{code_of(number)}") for name in (one, other))
        yield line((mine, node(SKOS + ("exactMatch" if same else "closeMatch")), yours))
        yield line((mine, stc("counterpartIn"), node(ID + other)))
        if one < other:
            yield from _correspondence(one, other, number, same=same)
    for coverage, total in totals.items():
        own = node(f"{ID}coverage/{one}/{NEWER}/{other}/{NEWER}/whole/{coverage}")
        yield line((own, TYPE, stc("CoverageCount")))
        yield line((own, stc("coverageOf"), node(edition_of(one))))
        yield line((own, stc("coverageAgainst"), node(edition_of(other))))
        yield line((own, stc("coverage"), stc(coverage)))
        yield line((own, stc("entryTotal"), whole_number(total)))


def _absence(one: str, other: str, number: int) -> Iterator[str]:
    own = node(f"{ID}absence/{one}/{NEWER}/{code_of(number)}/{other}/{NEWER}")
    yield line((own, TYPE, stc("Absence")))
    yield line((own, stc("absentEntry"), node(f"{edition_of(one)}/{code_of(number)}")))
    yield line((own, stc("absentFrom"), node(edition_of(other))))
    reason = "ReservedThere" if stands(other, number) else "NothingAlike"
    yield line((own, stc("absenceReason"), stc(reason)))


def _correspondence(one: str, other: str, number: int, *, same: bool) -> Iterator[str]:
    code = code_of(number)
    own = node(f"{ID}correspondence/{one}/{NEWER}/{code}/{other}/{NEWER}/{code}")
    yield line((own, TYPE, stc("Correspondence")))
    comparison = node(f"{ID}comparison/{one}/{NEWER}/{other}/{NEWER}")
    yield line((own, stc("inComparison"), comparison))
    yield line((own, stc("subjectEntry"), node(f"{edition_of(one)}/{code}")))
    yield line((own, stc("objectEntry"), node(f"{edition_of(other)}/{code}")))
    yield line((own, stc("deviation"), stc("Identical" if same else "Overlapping")))
    yield line((own, stc("rank"), whole_number(1)))
