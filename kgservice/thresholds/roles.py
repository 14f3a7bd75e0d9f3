"""What a number does by the words around it: ask for something, or take away from what is asked."""

import re
from typing import Final

from kgservice.criteria import Role
from kgservice.thresholds.language import Language
from kgservice.thresholds.measures import Measure
from kgservice.thresholds.phrases import ENCLOSED

_TAKEN_AWAY: Final = re.compile(
    r"[^;.]*\b(?:(?:is|are) (?:not (?:controlled|subject|specified|included)|exclude[sd]|excluded"
    r"|exempt(?:ed)?|released)|n[e'](?: sont| est|est) pas (?:visé|contrôlé|assujetti))",
    re.IGNORECASE,
)
_AND: Final = re.compile(r"\b(?:and|et) $", re.IGNORECASE)


def role_of(text: str, measure: Measure, language: Language, role: Role) -> Role:
    """Return the role of a number.

    :param text: plain and masked
    :param measure: of the text
    :param language: of the text
    :param role: of the whole text
    :returns: RELEASE where the clause of a text that asks takes away, before the number or after it
    """
    if role is not Role.CONTROL:
        return role
    ends = [match.end() for match in re.finditer(r";|\.\s", text[: measure.start])]
    clause = ENCLOSED.sub("", text[ends[-1] if ends else 0 : measure.start])
    released = language.released.search(clause)
    away = released and released.end() == len(clause) and not _AND.search(clause)
    behind = _TAKEN_AWAY.match(text, measure.end)
    return Role.RELEASE if away or behind else Role.CONTROL
