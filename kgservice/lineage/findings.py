"""What an assessment says: a value for each condition, and how it came about.

A finding is no verdict: it says which conditions of a text are met, not met or unknown.
"""

import datetime
from dataclasses import dataclass

from kgservice.lineage.amounts import Amount, Truth


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a calculation.

    :ivar statement: what was looked at, in one sentence
    :ivar value: what came out: an amount as :class:`Amount` prints it, or a truth value
    :ivar source: the note or document that the step applies, or that states the fact
    :ivar unknowns: what would have to be known for a definite value
    """

    statement: str
    value: str
    source: str
    unknowns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of an entry's text; met is true, not met is false."""

    name: str
    statement: str
    value: Truth
    source: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A dated fact about an entry that is not part of its text."""

    date: datetime.date
    statement: str
    source: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What an entry's text says of a model.

    :ivar entry: the code of the entry
    :ivar described: whether the text describes the parameters of the model: the heading does,
        and no note takes them out again
    :ivar operations: operations counted for the model
    :ivar conditions: the conditions of the text, in its order
    :ivar trace: the steps, in their order
    :ivar facts: dated facts on the entry's force and enforcement, which change no condition
    """

    model: str
    entry: str
    described: Truth
    operations: Amount
    conditions: tuple[Condition, ...]
    trace: tuple[Step, ...]
    facts: tuple[Fact, ...]

    @property
    def unknowns(self) -> tuple[str, ...]:
        """All that would have to be known, each once, in the order of the trace."""
        return tuple(dict.fromkeys(text for step in self.trace for text in step.unknowns))
