"""Two invented lists, compared, and a dataset that holds the comparison."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from kgservice.correspondence import ListComparison
from kgservice.criteria import Comparator, Parameter
from kgservice.graph.correspondence import comparison_triples, coverage_triples
from kgservice.graph.terms import line
from kgservice.harmonization.comparison import compare_lists
from kgservice.harmonization.coverage import count_coverage, cover
from tests.harmonization.invented import NEW, edition, entry


def above(watts: str) -> Parameter:
    """Return a limit: more than so many watts."""
    return Parameter("Power", Comparator.GREATER, Decimal(watts), "W", f"exceeding {watts} W")


MINE = replace(
    edition(
        NEW,
        entry("9X999", "Blue kettles and their lids, as follows:"),
        entry("9X999.a", "Kettles with a power exceeding 10 W;", above("10")),
        entry("9X999.b", "Porcelain whistles;"),
        entry("9X999.c", "Wooden hoops of any size;"),
    ),
    list_id="yy-list",
)
YOURS = edition(
    NEW,
    entry("9X999", "Blue kettles and their lids, as follows:"),
    entry("9X999.a", "Kettles having a power exceeding 20 W;", above("20")),
    entry("9X999.b", "Porcelain whistles, polished;"),
    entry("9X999.d", "=Copper funnels;"),
)


def comparison() -> ListComparison:
    """Return how the two lists stand to each other."""
    return compare_lists(MINE, YOURS)


def write_compared(folder: Path) -> Path:
    """Write the comparison with its counts as a dataset, and return the file."""
    found = comparison()
    covered = cover(found, MINE, YOURS)
    counts = coverage_triples(count_coverage(covered, found, MINE, YOURS))
    by_code = [{one.code: one for one in edition.entries} for edition in (MINE, YOURS)]
    entries = by_code[0], by_code[1]
    told = comparison_triples(found, covered.subjects, covered.objects, (), entries)
    triples = (*told, *counts)
    path = folder / "compared.nt"
    path.write_text("".join(map(line, triples)), encoding="utf-8")
    return path
