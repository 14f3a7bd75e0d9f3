"""Invented lineages, and lineages drawn at random with ways to know more of them."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from kgservice.lineage.amounts import ONE, UNKNOWN, UNKNOWN_SHARE, ZERO, Amount, Truth
from kgservice.lineage.lineages import Lineage
from kgservice.lineage.model import AIModel, Dataset, DataUse, TrainingKind, TrainingRun

BASE = "https://w3id.org/stc/id/ai-model/"
NOTHING_GENERATED = Amount.exactly(0)


def iri(name: str) -> str:
    """Return the IRI of an invented model."""
    return BASE + name


def operations(text: str | None) -> Amount:
    """Return an amount; None is unknown."""
    return UNKNOWN if text is None else Amount.exactly(text)


def trained(
    name: str,
    amount: str | None,
    *,
    bases: tuple[str, ...] = (),
    kind: TrainingKind | None = None,
    published: Truth = Truth.FALSE,
    share: Amount = NOTHING_GENERATED,
    data: tuple[DataUse, ...] = (),
) -> AIModel:
    """Return a model made by one run, of which by default all but the operations is known."""
    usual = TrainingKind.FINE_TUNING if bases else TrainingKind.PRE_TRAINING
    above = tuple(sorted(map(iri, bases)))
    run = TrainingRun(iri(f"{name}/run-1"), kind or usual, above, data, share, operations(amount))
    return AIModel(iri(name), name, published, (run,))


def generated(name: str, by: str, amount: str | None, published: Truth = Truth.FALSE) -> Dataset:
    """Return data that a model generated."""
    return Dataset(iri(name), name, published, iri(by), operations(amount))


TRUTHS = st.sampled_from(Truth)
NUMBERS = st.sampled_from(
    [ZERO, Decimal(1), *(Decimal(f"{n}e{e}") for e in (24, 25, 26) for n in (1, 2, 5, 9))]
)
SHARES = st.sampled_from([Decimal(text) for text in ("0", "0.05", "0.1", "0.11", "0.3", "1")])


@st.composite
def amounts(
    draw: st.DrawFn, numbers: st.SearchStrategy[Decimal] = NUMBERS, most: Decimal | None = None
) -> Amount:
    """Draw an amount: known, between bounds, or unknown."""
    low, high = sorted((draw(numbers), draw(numbers)))
    found = [*[Amount(low, low)] * 6, Amount(low, high), Amount(low, most), Amount(ZERO, most)]
    return draw(st.sampled_from(found))


def shares() -> st.SearchStrategy[Amount]:
    """Draw a share."""
    return amounts(SHARES, ONE)


@st.composite
def lineages(draw: st.DrawFn) -> Lineage:
    """Draw a lineage of two to five models; the last one is ``m4`` or before."""
    models: list[AIModel] = []
    datasets: list[Dataset] = []
    for number in range(draw(st.integers(2, 5))):
        name = f"m{number}"
        before = [model.iri for model in models]
        runs = []
        if draw(st.integers(0, 9)):
            bases = draw(st.sets(st.sampled_from(before), max_size=2)) if before else set()
            uses = []
            if before and draw(st.booleans()):
                data = Dataset(
                    iri(f"d{number}"), f"d{number}", draw(TRUTHS),
                    draw(st.none() | st.sampled_from(before)), draw(amounts()),
                )  # fmt: skip
                datasets.append(data)
                uses.append(DataUse(data.iri, draw(shares())))
            share = draw(st.sampled_from([NOTHING_GENERATED, draw(shares())]))
            if uses:
                share = draw(st.sampled_from([uses[0].share, share]))
            least = uses[0].share.low if uses else ZERO
            if share.high is not None and share.high < least:
                share = UNKNOWN_SHARE
            usual = TrainingKind.FINE_TUNING if bases else TrainingKind.PRE_TRAINING
            kind = draw(st.sampled_from([usual, usual, draw(st.sampled_from(TrainingKind))]))
            runs.append(
                TrainingRun(
                    iri(f"{name}/run-1"),
                    kind,
                    tuple(sorted(bases)),
                    tuple(uses),
                    share,
                    draw(amounts()),
                )
            )
        models.append(AIModel(iri(name), name, draw(TRUTHS), tuple(runs)))
    return Lineage.of(models, datasets)


@st.composite
def narrower(draw: st.DrawFn, amount: Amount) -> Amount:
    """Draw an amount that an amount may turn out to be."""
    if amount.known:
        return amount
    high = amount.high if amount.high is not None else max(amount.low, Decimal("1e27"))
    step = draw(st.sampled_from([ZERO, Decimal("0.1"), Decimal("0.5"), ONE]))
    value = amount.low + (high - amount.low) * step
    return draw(st.sampled_from([Amount(value, value), Amount(value, amount.high)]))


@st.composite
def known_better(draw: st.DrawFn, lineage: Lineage) -> Lineage:  # noqa: C901
    """Draw a lineage of which one thing more is known than of the given one."""
    ways: list[Callable[[], tuple[list[AIModel], list[Dataset]]]] = []
    models, datasets = list(lineage.models), list(lineage.datasets)

    def swap_model(old: AIModel, new: AIModel) -> tuple[list[AIModel], list[Dataset]]:
        return [new if model is old else model for model in models], datasets

    def swap_data(old: Dataset, new: Dataset) -> tuple[list[AIModel], list[Dataset]]:
        return models, [new if data is old else data for data in datasets]

    for model in models:
        if model.published is Truth.UNKNOWN:
            value = draw(st.sampled_from([Truth.TRUE, Truth.FALSE]))
            ways.append(lambda m=model, v=value: swap_model(m, replace(m, published=v)))
        for run in model.runs:
            better = [
                replace(run, operations=draw(narrower(run.operations))),
                replace(run, synthetic_share=draw(narrower(run.synthetic_share))),
            ]
            if run.data:
                use = replace(run.data[0], share=draw(narrower(run.data[0].share)))
                better.append(replace(run, data=(use,)))
            if run.kind is TrainingKind.UNSTATED:
                better.append(replace(run, kind=draw(st.sampled_from(TrainingKind))))
            ways.extend(
                lambda m=model, r=new: swap_model(m, replace(m, runs=(r,))) for new in better
            )
    for data in datasets:
        more = replace(data, generation_operations=draw(narrower(data.generation_operations)))
        ways.append(lambda d=data, m=more: swap_data(d, m))
        if data.published is Truth.UNKNOWN:
            value = draw(st.sampled_from([Truth.TRUE, Truth.FALSE]))
            ways.append(lambda d=data, v=value: swap_data(d, replace(d, published=v)))
    if not ways:
        return lineage
    return Lineage.of(*draw(st.sampled_from(ways))())
