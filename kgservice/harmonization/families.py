"""Which lists are set side by side at build: those that control things of one kind.

Lists of one jurisdiction complete each other and are no counterparts.
"""

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Final

from kgservice.readers.descriptors import read_descriptor

FAMILIES: Final = {
    "dual-use": frozenset({"au-dsgl", "eu-annex-i", "no-list-ii", "us-ccl"}),
    "munitions": frozenset({"au-dsgl", "ca-ecl", "us-ccl", "us-usml"}),
    "nuclear": frozenset(
        {"au-dsgl", "ca-nuclear", "eu-annex-i", "no-list-ii", "us-ccl", "us-nrc-110"}
    ),
    "chemicals": frozenset({"au-dsgl", "ca-import", "eu-annex-i", "no-list-ii", "us-ccl"}),
}


def pairs_of(list_ids: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of lists that have something in common, each sorted, in order.

    :param list_ids: of the lists there are; those of no family are in no pair
    :yields: two ids, the earlier in the alphabet first
    """
    for one, other in combinations(sorted(set(list_ids)), 2):
        akin = any({one, other} <= family for family in FAMILIES.values())
        if akin and read_descriptor(one).jurisdiction != read_descriptor(other).jurisdiction:
            yield one, other
