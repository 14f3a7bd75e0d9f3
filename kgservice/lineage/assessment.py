"""The arithmetic of 4E091, three-valued and with a trace.

Where the text can be read in two ways, a value is definite only if both readings give it.
"""

import datetime
from typing import Final

from kgservice.lineage.amounts import (
    UNKNOWN,
    Amount,
    Truth,
    all_of,
    any_of,
    exceeds,
    negation,
    reaches,
    times,
)
from kgservice.lineage.counts import Count
from kgservice.lineage.entry_4e091 import (
    ADDITIONAL,
    ADDITIONAL_SHARE,
    CODE,
    FACTS,
    FIRST_DAY,
    HEADING,
    LAST_SEEN,
    NOTE_1,
    NOTE_2,
    RULE,
    TECHNICAL_NOTE_2,
    TECHNICAL_NOTE_3,
    THRESHOLD,
)
from kgservice.lineage.findings import Condition, Finding, Step
from kgservice.lineage.kinship import derived_from, lineage_is_unknown
from kgservice.lineage.lineages import Lineage
from kgservice.lineage.operations import OperationCounter

_READING: Final = "whether several models count that pass ten percent only together"
_NOTE_2_UNKNOWN: Final = "the number of operations that Note 2 refers to"


def assess_4e091(
    lineage: Lineage,
    model_iri: str,
    on: datetime.date | None = None,
    note_2_operations: Amount = UNKNOWN,
) -> Finding:
    """Say which conditions of the text of 4E091 the parameters of a model meet.

    :param lineage: the model and what it came from
    :param model_iri: the model
    :param on: the day whose text is asked for; None leaves the day out of the question
    :param note_2_operations: operations needed to train a model as capable as the most advanced
        published one, as Note 2 has them; unknown unless somebody states them
    :returns: conditions, trace and dated facts; never whether a licence is required
    :raises InputError: if the lineage has no such model
    """
    return _Assessment(lineage, model_iri, on, note_2_operations).finding()


class _Assessment:
    def __init__(
        self, lineage: Lineage, iri: str, on: datetime.date | None, note_2: Amount
    ) -> None:
        self.lineage, self.model, self.on, self.note_2 = lineage, lineage.model(iri), on, note_2
        self.counter = OperationCounter(lineage)
        self.counted = self.counter.counted(iri)
        self.operations = self.counted.total(self.counter.ledger)
        self.trace: list[Step] = []

    def finding(self) -> Finding:
        printed = self._printed()
        self._operations_of_runs()
        self._operations_of_generators()
        heading = self._heading()
        published = self._published()
        derived = self._derived()
        fewer = self._fewer_than_note_2()
        described = all_of([printed, heading, *map(negation, (published, derived, fewer))])
        conditions = (
            *([Condition("printed", "the entry is in the text on that day", printed, RULE)]
              if self.on is not None else []),
            Condition("heading", "trained with 1e26 operations or more", heading, HEADING),
            Condition("published", "out because its parameters are published", published, NOTE_1),
            Condition(
                "derived", "out because it is derived from a published model", derived, NOTE_1
            ),
            Condition(
                "fewer", "out because it took fewer operations than Note 2 has", fewer, NOTE_2
            ),
        )  # fmt: skip
        self._step("the text describes the parameters", described, HEADING)
        return Finding(
            self.model.iri, CODE, described, self.operations, conditions, tuple(self.trace), FACTS
        )

    def _step(
        self, statement: str, value: object, source: str, unknowns: tuple[str, ...] = ()
    ) -> None:
        self.trace.append(Step(statement, str(value), source, unknowns))

    def _printed(self) -> Truth:
        if self.on is None:
            return Truth.TRUE
        value = Truth.FALSE if self.on < FIRST_DAY else Truth.TRUE
        unknowns: tuple[str, ...] = ()
        if self.on > LAST_SEEN:
            value, unknowns = Truth.UNKNOWN, (f"the text after {LAST_SEEN}",)
        self._step(f"the entry is in the text on {self.on}", value, RULE, unknowns)
        return value

    def _operations_of_runs(self) -> None:
        trained = self.counter.trained(self.model.iri)
        for name in sorted(trained.possible):
            amount = self.counter.ledger[name]
            run = self.counter.run(name)
            what = name if run is None else f"{run.kind} {run.iri}"
            doubt = "" if name in trained.sure else ", which may or may not count"
            unknowns: tuple[str, ...] = () if amount.known else (f"operations of {what}",)
            if doubt:
                unknowns += (f"whether the operations of {what} count",)
            self._step(f"operations of {what}{doubt}", amount, TECHNICAL_NOTE_2, unknowns)
        total = trained.total(self.counter.ledger)
        self._step("operations of pre-training and all later training", total, TECHNICAL_NOTE_2)

    def _operations_of_generators(self) -> None:
        scope = self.counter.trained(self.model.iri)
        for found in self.counter.generations(scope):
            who = " and ".join(found.models) or "a model that is not named"
            statement = f"over 10 % of the operations train on unpublished data generated by {who}"
            unknowns: tuple[str, ...] = ()
            if found.over_tenth is Truth.UNKNOWN:
                reading = _READING if found.together else f"the share of data generated by {who}"
                unknowns = (reading,)
            self._step(statement, found.over_tenth, TECHNICAL_NOTE_3, unknowns)
        for name in sorted(self.counted.possible - scope.possible):
            run, amount = self.counter.run(name), self.counter.ledger[name]
            what = name if run is None else f"{run.kind} {run.iri}"
            doubt = "" if name in self.counted.sure else ", which may or may not count"
            unknowns = () if amount.known else (f"operations of {what}",)
            self._step(
                f"operations added for generated data: {what}{doubt}",
                amount, TECHNICAL_NOTE_3, unknowns,
            )  # fmt: skip

    def _heading(self) -> Truth:
        value = reaches(self.operations, Amount.exactly(THRESHOLD))
        self._step("operations counted for the model", self.operations, TECHNICAL_NOTE_3)
        self._step("trained with 1e26 operations or more", value, HEADING)
        return value

    def _published(self) -> Truth:
        value = self.model.published
        unknowns: tuple[str, ...] = ()
        if value is Truth.UNKNOWN:
            unknowns = (f"whether the parameters of {self.model.iri} are published",)
        self._step("its parameters are published", value, NOTE_1, unknowns)
        return value

    def _derived(self) -> Truth:
        """Tell whether it is derived from a published model with few additional operations.

        One published model is enough.  Of several it is open whether the operations of the
        others are additional, so "no" must hold when all of them are taken away.
        """
        limit = self._limit()
        above = derived_from(self.lineage, self.model.iri)
        values = []
        may_be_published = []
        for iri, sure in sorted(above.items()):
            published = self.lineage.model(iri).published
            if published is Truth.FALSE:
                continue
            may_be_published.append(iri)
            more = self.counter.additional(self.model.iri, iri).total(self.counter.ledger)
            within = negation(exceeds(more, limit))
            derived = Truth.TRUE if sure else Truth.UNKNOWN
            values.append(all_of([published, derived, within]))
            self._published_base(iri, published, derived, more)
        value = any_of(values)
        if value is not Truth.TRUE:
            value = self._no_published_base(may_be_published, limit)
        self._step("derived from a published model within that limit", value, NOTE_1)
        return value

    def _limit(self) -> Amount:
        quarter = times(self.note_2, ADDITIONAL_SHARE)
        high = None if quarter.high is None else max(quarter.high, ADDITIONAL)
        limit = Amount(max(quarter.low, ADDITIONAL), high)
        unknowns = () if limit.known else (_NOTE_2_UNKNOWN,)
        self._step(
            "limit of additional operations: the higher of 2.5e25 and 25 % of those of Note 2",
            limit, NOTE_1, unknowns,
        )  # fmt: skip
        return limit

    def _published_base(self, iri: str, published: Truth, derived: Truth, more: Amount) -> None:
        unknowns = []
        if published is Truth.UNKNOWN:
            unknowns.append(f"whether the parameters of {iri} are published")
        if derived is Truth.UNKNOWN:
            unknowns.append(f"whether the model is derived from {iri}")
        self._step(f"{iri} is published", published, NOTE_1, tuple(unknowns))
        self._step(f"additional operations since {iri}", more, NOTE_1)

    def _no_published_base(self, may_be_published: list[str], limit: Amount) -> Truth:
        family = (self.model, *self.lineage.ancestors(self.model.iri))
        unknown = tuple(model.iri for model in family if lineage_is_unknown(model))
        if unknown:
            self._step(
                "an unnamed model that it came from may be published", Truth.UNKNOWN, NOTE_1,
                tuple(f"what {iri} came from" for iri in unknown),
            )  # fmt: skip
        if not may_be_published and not unknown:
            return Truth.FALSE
        taken = [self._all_of_it(iri) for iri in may_be_published]
        least = self.counted.without(taken).total(self.counter.ledger).low
        return Truth.FALSE if exceeds(Amount(least), limit) is Truth.TRUE else Truth.UNKNOWN

    def _all_of_it(self, iri: str) -> Count:
        possible = self.counter.counted(iri).possible
        return Count(frozenset(), possible)

    def _fewer_than_note_2(self) -> Truth:
        value = negation(reaches(self.operations, self.note_2))
        unknowns = () if self.note_2.known else (_NOTE_2_UNKNOWN,)
        self._step(
            "operations of a model as capable as the most advanced published one",
            self.note_2, NOTE_2, unknowns,
        )  # fmt: skip
        self._step("trained with fewer operations than those", value, NOTE_2)
        return value
