"""Operations spent on a model, counted as the Technical Notes of 4E091 define them.

Technical Note 2: pre-training and all later training count.  Technical Note 3: where over ten
percent of them train on unpublished data that one model generated, generating counts too, and
so does the training of that model where its parameters are not published; no operation counts
twice.  How a note is applied to unknown amounts is said in :mod:`kgservice.lineage.counts`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kgservice.lineage.amounts import ONE, UNKNOWN, ZERO, Amount, Truth, all_of, sum_of, times
from kgservice.lineage.counts import Count, both, largest_of, one_of
from kgservice.lineage.kinship import DERIVING, in_order, lineage_is_unknown, variants
from kgservice.lineage.lineages import Lineage
from kgservice.lineage.model import AIModel, TrainingKind, TrainingRun

TENTH: Final = Decimal("0.1")
"""Technical Note 3: the share of operations that must be exceeded."""
UNNAMED_GENERATOR: Final = "a data-generation model that is not named"
_MERGES: Final = frozenset({TrainingKind.MERGE})


@dataclass(frozen=True, slots=True)
class Generation:
    """What Technical Note 3 says of one data-generation model, variants counted as one.

    :ivar models: IRIs of the variants; empty for a model that is not named
    :ivar over_tenth: whether over ten percent of the operations train on its unpublished data
    :ivar together: whether the answer is open only because several models pass ten percent
        together and none alone, which the note can be read to include
    """

    models: tuple[str, ...]
    over_tenth: Truth
    together: bool = False


class OperationCounter:
    """Counts the operations of every model of a lineage."""

    def __init__(self, lineage: Lineage) -> None:
        self.lineage = lineage
        self.ledger: dict[str, Amount] = {UNNAMED_GENERATOR: UNKNOWN}
        self._runs: dict[str, TrainingRun] = {}
        self._data = {data.iri: data for data in lineage.datasets}
        self._models = {model.iri: model for model in lineage.models}
        self._certain, self._possible = variants(lineage)
        self._trained: dict[str, Count] = {}
        self._counted: dict[str, Count] = {}
        self._enter()
        for model in in_order(lineage):
            self._trained[model.iri] = self._training(model)
            scope = self._trained[model.iri]
            self._counted[model.iri] = both((scope, self.generated(scope)), self.ledger)

    def trained(self, iri: str) -> Count:
        """Return the runs that Technical Note 2 counts for a model."""
        return self._trained[iri]

    def counted(self, iri: str) -> Count:
        """Return all that Technical Notes 2 and 3 count for a model."""
        return self._counted[iri]

    def run(self, name: str) -> TrainingRun | None:
        """Return the run that a name of a count stands for, if it stands for one."""
        return self._runs.get(name)

    def additional(self, iri: str, base: str) -> Count:
        """Return what was spent on a model beyond what was spent on one it is derived from.

        Note 1 does not say whether the ten percent are of all operations or of the additional
        ones: what counts by one reading only is not sure.
        """
        scope = self._trained[iri].without([self._trained[base]])
        whole = self.generated(scope, self._trained[iri])
        by_total = both((scope, whole), self.ledger).without([self._counted[base]])
        by_own = both((scope, self.generated(scope)), self.ledger)
        return Count(by_total.sure & by_own.sure, by_total.possible | by_own.possible)

    def generations(self, scope: Count) -> tuple[Generation, ...]:
        """Return what Technical Note 3 says of each data-generation model of some runs."""
        found = [Generation(group, self._over_tenth(scope, group)) for group in self._groups(scope)]
        closed = [g for g in found if self._published(g.models) is not Truth.TRUE]
        everyone = tuple(iri for generation in closed for iri in generation.models)
        if len(closed) > 1 and self._over_tenth(scope, everyone) is not Truth.FALSE:
            found = [
                Generation(g.models, Truth.UNKNOWN, together=True)
                if g in closed and g.over_tenth is Truth.FALSE
                else g
                for g in found
            ]
        unnamed = self._over_tenth(scope, ())
        return (*found, *([Generation((), unnamed)] if unnamed is not Truth.FALSE else []))

    def generated(self, scope: Count, whole: Count | None = None) -> Count:
        """Return what Technical Note 3 adds to the operations of some runs.

        :param scope: the runs whose data are looked at
        :param whole: the runs that the ten percent are taken of; the same by default
        :returns: operations of generating those data, and of training what generated them
        """
        parts: list[Count] = []
        sure: list[Count] = []
        doubtful: list[Count] = []
        used = {iri for group in self._groups(scope) for iri in group}
        unnamed = any(self._share(name, ()).high != ZERO for name in scope.possible)
        for generation in self.generations(scope if whole is None else whole):
            if generation.over_tenth is Truth.FALSE:
                continue
            if not generation.models and unnamed:
                doubtful.append(Count(possible=frozenset({UNNAMED_GENERATOR})))
            models = tuple(iri for iri in generation.models if iri in used)
            certain = generation.over_tenth is Truth.TRUE
            parts.extend(self._generating(scope, models, certain))
            for of_its, training in self._training_of(models):
                (sure if certain and of_its else doubtful).append(training)
        return both((*parts, largest_of(sure, doubtful, self.ledger)), self.ledger)

    def _enter(self) -> None:
        for model in self.lineage.models:
            for run in model.runs:
                self._runs[run.iri] = run
                self.ledger[run.iri] = run.operations
            if lineage_is_unknown(model):
                self.ledger[_origin(model.iri)] = UNKNOWN
        for data in self.lineage.datasets:
            self.ledger[data.iri] = data.generation_operations

    def _training(self, model: AIModel) -> Count:
        parts = []
        if lineage_is_unknown(model):
            origin = frozenset({_origin(model.iri)})
            parts.append(Count(origin, origin))
        for run in model.runs:
            own = frozenset({run.iri})
            parts.append(Count(own, own))
            bases = [self._trained[base] for base in run.bases]
            if run.kind in _MERGES:
                parts.append(one_of(bases, self.ledger))
            elif run.kind in DERIVING:
                parts.extend(bases)
            else:
                parts.extend(base.doubted() for base in bases)
        return both(parts, self.ledger)

    def _groups(self, scope: Count) -> list[tuple[str, ...]]:
        groups: dict[str, set[str]] = {}
        for name in scope.possible:
            run = self._runs.get(name)
            for use in run.data if run is not None else ():
                generator = self._data[use.dataset].generated_by
                if generator is not None and self._data[use.dataset].published is not Truth.TRUE:
                    groups.setdefault(self._certain[generator], set()).add(generator)
        return [tuple(sorted(group)) for _, group in sorted(groups.items())]

    def _over_tenth(self, scope: Count, models: tuple[str, ...]) -> Truth:
        """Tell whether over ten percent of the operations train on data of these models.

        With the share s and the operations n of each run, the question is whether the sum of
        (s - 0.1) n is over 0.  Each s and n stands in it once, so its bounds are exact.
        """
        gains: list[Amount] = []
        losses: list[Amount] = []
        some, every = False, True
        for name in sorted(scope.possible):
            amount, share = self.ledger[name], self._share(name, models)
            if amount.high == ZERO and share.low <= TENTH:
                continue
            sure = name in scope.sure
            some, every = some or (sure and share.low > TENTH), every and share.low > TENTH
            high = ONE if share.high is None else share.high
            gains.append(_product(amount, Amount(share.low - TENTH, high - TENTH), sure))
            losses.append(_product(amount, Amount(TENTH - high, TENTH - share.low), sure))
        gain, loss = sum_of(gains), sum_of(losses)
        if (some and every) or (loss.high is not None and gain.low > loss.high):
            return Truth.TRUE
        if gain.high is not None and gain.high <= loss.low:
            return Truth.FALSE
        return Truth.UNKNOWN

    def _share(self, name: str, models: tuple[str, ...]) -> Amount:
        """Return the share of a run's operations that train on unpublished data of models."""
        run = self._runs.get(name)
        if run is None:
            return Amount(ZERO, ONE)
        generated = [
            (use.share, self._data[use.dataset])
            for use in run.data
            if self._data[use.dataset].generated_by is not None
        ]
        named = sum_of(share for share, _ in generated)
        most = ONE if run.synthetic_share.high is None else run.synthetic_share.high
        rest = Amount(ZERO, max(most - named.low, ZERO))
        if not models:
            return rest
        kin = {self._possible[iri] for iri in models}
        low = sum_of(
            share
            for share, data in generated
            if data.generated_by in models and data.published is Truth.FALSE
        ).low
        high = sum_of(
            [
                rest,
                *(
                    share
                    for share, data in generated
                    if self._possible[data.generated_by or ""] in kin
                    and data.published is not Truth.TRUE
                ),
            ]
        ).high
        return Amount(low, most if high is None else min(high, most, ONE))

    def _generating(self, scope: Count, models: tuple[str, ...], certain: bool) -> Iterator[Count]:
        for name in sorted(scope.possible):
            run = self._runs.get(name)
            for use in run.data if run is not None else ():
                data = self._data[use.dataset]
                if data.generated_by in models and data.published is not Truth.TRUE:
                    own = frozenset({data.iri})
                    count = Count(own, own)
                    sure = certain and name in scope.sure and data.published is Truth.FALSE
                    yield count if sure else count.doubted()

    def _training_of(self, models: tuple[str, ...]) -> Iterator[tuple[bool, Count]]:
        parts = []
        for iri in models:
            published = self._models[iri].published
            if published is not Truth.TRUE:
                count = self._counted[iri]
                parts.append(count if published is Truth.FALSE else count.doubted())
        if parts:
            sure = any(self._models[iri].published is Truth.FALSE for iri in models)
            yield sure, both(parts, self.ledger)

    def _published(self, models: Iterable[str]) -> Truth:
        return all_of(self._models[iri].published for iri in models)


def _origin(iri: str) -> str:
    return f"what came before {iri}"


def _product(amount: Amount, factor: Amount, sure: bool) -> Amount:
    """Return an amount times a factor, as far as that is positive; from 0 if it may not count."""
    least, most = max(factor.low, ZERO), max(factor.high or ZERO, ZERO)
    low = times(amount, least).low if sure else ZERO
    if most == ZERO:
        return Amount(low, ZERO)
    return Amount(low, times(amount, most).high)
