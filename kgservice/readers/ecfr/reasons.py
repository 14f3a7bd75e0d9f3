"""Reasons for control as an entry of the Commerce Control List states them.

In a table: what applies to what, then the column of the Commerce Country Chart.  In prose, where
the chart does not decide: ``CW applies to entire entry.`` and what follows from it.  A reason
whose reach is put in other words than codes is not stated here; its words stand in the note.
Source: 15 CFR 738.2(d)(2).
"""

import re
from typing import Final

from kgservice.codes import Grammar, grammar_named
from kgservice.model import ReasonForControl
from kgservice.text import one_line

_STATEMENT: Final = re.compile(
    r"(?P<reason>[A-Z]{2})(?: controls?)? appl(?:y|ies) to (?P<reach>.+)", re.DOTALL
)
_WHOLE: Final = re.compile(r"(?:the )?entire entry(?:,? except (?:for )?(?P<but>.+))?")
_COLUMN: Final = re.compile(r"([A-Z]{2} Column [0-9])\.?")
_JOINT: Final = re.compile(r",? and |, or |, | or ")
_SHORT: Final = re.compile(r"\.[a-z0-9]+(?:\.[a-z0-9]+)*")


def read_reason(statement: str, column: str, entry: str) -> ReasonForControl | None:
    """Return the reason that a statement gives, None where its reach is more than codes.

    :param statement: ``NS applies to entire entry except 0A501.y``, or prose that starts so
    :param column: the cell beside it; what is no column of the chart is left out
    :param entry: the code the statement stands at, which completes ``.a`` and ``.b``
    :returns: the reason, with the codes it applies to or leaves out
    """
    found = _STATEMENT.match(one_line(statement))
    if found is None:
        return None
    reach = re.split(r"\.(?= |$)", found["reach"])[0].strip()
    printed = _COLUMN.fullmatch(one_line(column))
    chart = printed[1] if printed else None
    whole = _WHOLE.fullmatch(reach)
    if whole and not whole["but"]:
        return ReasonForControl(found["reason"], column=chart)
    codes = _codes(whole["but"] if whole else reach, entry)
    if not codes:
        return None
    if whole:
        return ReasonForControl(found["reason"], except_for=codes, column=chart)
    return ReasonForControl(found["reason"], applies_to=codes, column=chart)


def _codes(reach: str, entry: str) -> tuple[str, ...]:
    """Return the codes that a reach is made of, none where it holds any other word."""
    grammar: Grammar = grammar_named("five-character")
    codes: list[str] = []
    for piece in _JOINT.split(reach):
        code = f"{entry}{piece}" if _SHORT.fullmatch(piece) else piece
        if not re.match(r"[0-9][A-E][0-9]{3}", code) or not grammar.is_code(code):
            return ()
        codes.append(grammar.normalise(code))
    return tuple(codes)
