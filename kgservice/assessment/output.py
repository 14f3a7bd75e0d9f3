"""An assessment as text for people, as JSON for programs, as Turtle for graphs."""

import re
import textwrap
from collections.abc import Iterable, Iterator
from typing import Any, Final

from pyoxigraph import RdfFormat, serialize
from pyoxigraph import Triple as Statement

from kgservice.assessment.model import Assessment, Citation, FactorFinding, Reason
from kgservice.namespaces import PREFIXES

WIDTH: Final = 96
SHOWN: Final = 12
NO_CONVERGENCES: Final = "This release holds no convergences; none could be looked up."
NONE_REACHED: Final = "No convergence of this release reaches what the case transfers."
NONE_TOGETHER: Final = (
    "No convergence of this release joins the techniques of the case with the items that it names;"
    " their convergences with other items are left out here."
)
PURPOSE: Final = (
    "Issues, what is unknown and what to ask. What follows from them is for the authority to say."
)
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


def as_json(assessment: Assessment) -> dict[str, Any]:
    """Return an assessment as plain values."""
    return {
        "case": assessment.case,
        "label": assessment.label,
        "purpose": PURPOSE,
        "factors": {found.factor.words: _factor(found) for found in assessment.factors},
        "reached": {
            "note": reach_note(assessment),
            "entries": [
                {
                    "list": reached.list_id,
                    "technique": reached.technique,
                    "codes": list(reached.entries),
                    "status": _words(reached.status),
                    "convergences": reached.convergences,
                    "example": reached.example,
                }
                for reached in assessment.reached
            ],
        },
        "differences": [
            {
                "kind": found.kind,
                "about": found.about,
                "who": found.who,
                "says": found.says,
                "sources": [_citation(source) for source in found.sources],
            }
            for found in assessment.differences
        ],
        "unknown": [_reason(reason) for reason in assessment.unknown],
        "ask": list(assessment.questions),
    }


def as_turtle(assessment: Assessment) -> bytes:
    """Return the case and what was found of it as Turtle."""
    statements = [Statement(*triple) for triple in dict.fromkeys(assessment.triples)]
    turtle = serialize(statements, format=RdfFormat.TURTLE, prefixes=PREFIXES)
    if turtle is None:
        raise TypeError("serialize gave no text")
    return turtle


def as_text(assessment: Assessment) -> str:
    """Return an assessment as text of at most 96 columns, control characters shown as spaces."""
    lines = [assessment.label, assessment.case, PURPOSE]
    for found in assessment.factors:
        lines += ["", *_factor_lines(found)]
    lines += ["", "Entries reached through convergence", *_reached_lines(assessment)]
    lines += ["", "Differences between lists, laws and perceivers"]
    lines += [f"  {d.kind}: {d.about}: {d.who} {d.says}" for d in assessment.differences]
    lines += [] if assessment.differences else ["  none known"]
    lines += ["", "Unknown"]
    lines += [f"  {reason.explanation}" for reason in assessment.unknown] or ["  nothing found"]
    lines += ["", "To ask"]
    lines += [f"  {question}" for question in assessment.questions] or ["  nothing"]
    return "\n".join(part for text in lines for part in _wrapped(_plain(text))) + "\n"


def _factor_lines(found: FactorFinding) -> Iterator[str]:
    stated = "; ".join(found.stated) or "not stated"
    yield f"{found.factor.words.capitalize()}: {stated}"
    yield f"  {_words(found.reliability)}; {_words(found.weight)}"
    yield from (f"  evidence: {piece}" for piece in found.evidence)
    for reason in found.reasons:
        yield f"  - {_words(reason.effect)}: {reason.explanation}"
        cited = [source.text for source in reason.sources if source.text != source.address]
        yield f"    [{reason.rule}; {'; '.join(cited)}]"


def _reached_lines(assessment: Assessment) -> Iterator[str]:
    if note := reach_note(assessment):
        yield f"  {note}"
    for reached in assessment.reached:
        codes = ", ".join(reached.entries[:SHOWN])
        more = f" and {len(reached.entries) - SHOWN} more" if len(reached.entries) > SHOWN else ""
        number = f"{reached.convergences:,} {_words(reached.status)}"
        yield f"  {reached.list_id}, {reached.technique} ({number}): {codes}{more}"


def reach_note(assessment: Assessment) -> str | None:
    """Return what is to be said where no entry is reached; ``None`` where one is."""
    if not assessment.convergences_known:
        return NO_CONVERGENCES
    if assessment.reached:
        return None
    return NONE_TOGETHER if assessment.narrowed else NONE_REACHED


def _factor(found: FactorFinding) -> dict[str, Any]:
    return {
        "stated": list(found.stated),
        "evidence": list(found.evidence),
        "reliability": _words(found.reliability),
        "weight": _words(found.weight),
        "reasons": [_reason(reason) for reason in found.reasons],
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "rule": reason.rule,
        "factor": reason.factor.words,
        "effect": _words(reason.effect),
        "explanation": reason.explanation,
        "question": reason.question,
        "concerns": list(reason.concerns),
        "perceivers": list(reason.perceivers),
        "actor_type": _words(reason.actor_type) if reason.actor_type else None,
        "sources": [_citation(source) for source in reason.sources],
    }


def _citation(source: Citation) -> dict[str, str | None]:
    return {"text": source.text, "address": source.address, "iri": source.iri}


def _words(local: str) -> str:
    """Return the local name of a concept as words: ``RaisesWeight`` is ``raises weight``."""
    return _CAMEL.sub(" ", local).lower()


def _plain(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)


def _wrapped(text: str) -> Iterable[str]:
    indent = " " * (len(text) - len(text.lstrip()))
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent="",
        subsequent_indent=f"{indent}  ",
        break_long_words=False,
        drop_whitespace=True,
        break_on_hyphens=False,
    ) or [""]
