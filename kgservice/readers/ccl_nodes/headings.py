"""Headings that a node file carries only in the ``breadcrumbs`` of the nodes below them.

``breadcrumbs`` ends with the headings of ``ancestors``, in the same order; before them stand the
product group (``A. End items …``) and, at times, the ECCN although ``ancestors`` leaves it out.
"""

import re
from collections.abc import Iterator, Sequence

from kgservice.codes import Grammar
from kgservice.readers.ccl_nodes.doubt import ANNEXED, is_cut_short, is_licence_text
from kgservice.readers.ccl_nodes.text import Node
from kgservice.text import one_line


class Headings:
    """The headings of parents that have no node of their own.

    :ivar texts: code to its words and the printed mark before them
    :ivar cut_short: code to a heading that the file breaks off; its text stays unknown
    """

    def __init__(self, nodes: Sequence[Node], grammar: Grammar) -> None:
        own = {node.code for node in nodes}
        self.texts: dict[str, tuple[str, str]] = {}
        self._raw: dict[str, str] = {}
        self.cut_short: dict[str, str] = {}
        for node in nodes:
            for code, heading in _carried(node, grammar):
                if code in own or code in self._raw or is_licence_text(heading):
                    continue
                self._raw[code] = heading
                if is_cut_short(heading):
                    self.cut_short[code] = heading
                    heading = ""
                self.texts[code] = _without_mark(code, heading)

    def counted(self) -> Iterator[str]:
        """Yield each carried heading once, as the file has it."""
        yield from self._raw.values()


def _carried(node: Node, grammar: Grammar) -> Iterator[tuple[str, str]]:
    if not grammar.is_code(node.code):
        return
    offset = len(node.breadcrumbs) - len(node.ancestors)
    for code, heading in zip(node.ancestors, node.breadcrumbs[max(offset, 0) :], strict=False):
        annexed = "." in code and node.entry in ANNEXED
        if grammar.is_code(code) and heading and one_line(heading) != code and not annexed:
            yield code, heading
    for heading in node.breadcrumbs[: max(offset, 0)]:
        if heading and heading.startswith(f"{node.entry} ") and node.path:
            yield node.entry, heading
        group = grammar.parent(node.entry)
        if heading and group and re.match(rf"{node.code[1]}\. [“A-Z]", heading):
            yield group, heading


def _without_mark(code: str, heading: str) -> tuple[str, str]:
    mark = code if heading.startswith(f"{code} ") else ""
    if not mark and re.match(r"[A-E]\. ", heading) and "." not in code:
        mark = heading[:2]
    return heading.removeprefix(mark).strip(), mark
