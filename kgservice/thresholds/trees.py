"""How the numbers of one paragraph are joined, by the words between them."""

import re
from dataclasses import dataclass, replace
from typing import Final

from kgservice.criteria import Connective, Group, Parameter
from kgservice.thresholds.language import Language

_OR: Final = re.compile(
    r"(?:(?!\b(?:and|et)\b)[^,;]){0,30}?[,;]?\s*\b(?:or|ou|soit)\b"
    r"(?: (?:with|having|capable|avec|ayant)\b)?(?! (?:cw|more|less)\b)"
    r"(?!.*\b(?:and|with|having|capable|et|avec|ayant|possédant|présentant)\b)",
    re.IGNORECASE | re.DOTALL,
)
_OTHERWISE: Final = re.compile(r"\s*[,;]?\s*(?:or|ou)\s", re.IGNORECASE)
"""How an alternative begins that says more than its own limit: nothing is claimed of the two."""
_APART: Final = re.compile(r"\.\s|:\s|\n|\|")


@dataclass(frozen=True, slots=True)
class Placed:
    """A limit with its place in the text, and conditions that stand before it."""

    parameter: Parameter
    start: int
    end: int
    waiting: tuple[Parameter, ...] = ()

    def at(self, condition: Parameter, end: int = 0) -> "Placed":
        """Return the limit under one more condition, which ends at a place behind it."""
        held = replace(condition, role=self.parameter.role)
        conditions = (*self.parameter.conditions, held)
        parameter = replace(self.parameter, conditions=conditions)
        return replace(self, parameter=parameter, end=max(self.end, end))


def join_limits(placed: list[Placed], text: str, language: Language) -> Parameter | Group | None:
    """Return the limits of a paragraph as one criterion.

    "and" binds closer than "or"; limits of different sentences are not joined; numbers that take
    away stand under NONE beside those that ask.

    :param placed: in order
    :param text: plain and masked
    :param language: of the text
    :returns: None where there is no limit
    """
    if not placed:
        return None
    sentences: list[list[list[Parameter]]] = [[[]]]
    for number, limit in enumerate(placed):
        if number:
            between = text[placed[number - 1].end : limit.start]
            between = language.after.sub("", language.before.sub("", between))
            if _APART.search(between):
                sentences.append([[]])
            elif _OR.match(between):
                sentences[-1].append([])
            elif _OTHERWISE.match(between) or _is_far(sentences[-1], between):
                sentences.append([[]])
        whole = limit
        for condition in limit.waiting:
            whole = whole.at(condition)
        sentences[-1][-1].append(whole.parameter)
    parts = tuple(_any_of(alternatives) for alternatives in sentences)
    return parts[0] if len(parts) == 1 else Group(Connective.UNSTATED, parts)


def _is_far(alternatives: list[list[Parameter]], between: str) -> bool:
    """Tell a limit behind a comma that may belong to each alternative or to the last alone."""
    return len(alternatives) > 1 and between.lstrip().startswith(",")


def _any_of(alternatives: list[list[Parameter]]) -> Parameter | Group:
    parts = tuple(_all_of(parameters) for parameters in alternatives)
    return parts[0] if len(parts) == 1 else Group(Connective.ANY, parts)


def _all_of(parameters: list[Parameter]) -> Parameter | Group:
    return parameters[0] if len(parameters) == 1 else Group(Connective.ALL, tuple(parameters))
