"""Supplements No. 6 and 7 to 15 CFR part 774, the sensitive and the very sensitive list.

Their paragraphs restate entries of the list, whole or in part: ``(iii) 9X999.a.``.  The code of
such a node is often the entry's with the paragraph's roman numeral behind it (``9X999.a.iii``),
so the entry is taken from the words where they begin with a code, and else from as much of the
code as the list knows.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from kgservice.readers.ccl_nodes.text import Node
from kgservice.text import one_line

_OPENING: Final = re.compile(
    r"(?P<mark>\([ivxlcA-Z]+\) )?(?P<code>[0-9][A-E][0-9]{3}(?:\.[a-z0-9]{1,2}(?![a-z0-9]))*)"
)


@dataclass(frozen=True, slots=True)
class Restatement:
    """A paragraph of Supplement 6 or 7.

    :ivar target: the entry of the list that it restates; None where none is known
    :ivar reason: why the node's code was not used as it stands; empty where it was
    """

    where: str
    code: str
    target: str | None
    mark: str
    text: str
    reason: str


def restatements(nodes: Iterable[Node], is_entry: Callable[[str], bool]) -> Iterator[Restatement]:
    """Yield each paragraph once, though the file has it under each code that it names."""
    seen: set[tuple[str, str]] = set()
    for node in nodes:
        printed = node.text.partition("\n(")[0]
        target = _target(node, printed, is_entry)
        where = f"line {node.line}, node {node.code}"
        reason = ""
        if not is_entry(node.code):
            reason = f"is no code of the list: made up in Supplement No. {node.supplement}"
        if (node.supplement, printed) in seen:
            if reason:
                yield Restatement(where, node.code, target, "", "", reason)
            continue
        seen.add((node.supplement, printed))
        mark = f"Supplement No. {node.supplement}"
        yield Restatement(where, node.code, target, mark, one_line(printed), reason)


def _target(node: Node, printed: str, is_entry: Callable[[str], bool]) -> str | None:
    opening = _OPENING.match(one_line(printed))
    code = opening["code"] if opening else node.code
    while code and not is_entry(code):
        code = code.rpartition(".")[0]
    return code or None
