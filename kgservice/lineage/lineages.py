"""A lineage: models and datasets that belong together, joined from several documents."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Final, TypeVar

from kgservice.errors import DocumentError, InputError
from kgservice.lineage.amounts import ONE, UNKNOWN, UNKNOWN_SHARE, Truth, shown, sum_of
from kgservice.lineage.model import AIModel, Dataset, TrainingKind, TrainingRun

_Record = TypeVar("_Record", AIModel, Dataset, TrainingRun)
_UNSTATED: Final[tuple[object, ...]] = (
    None, "", (), UNKNOWN, UNKNOWN_SHARE, Truth.UNKNOWN, TrainingKind.UNSTATED,
)  # fmt: skip
_JOINED: Final = ("runs", "sources", "tasks")


@dataclass(frozen=True, slots=True)
class Lineage:
    """Models and datasets, each once, sorted by IRI; every one that is named is among them.

    A model that is only named has no run; it came from somewhere, and nobody said where.
    """

    models: tuple[AIModel, ...]
    datasets: tuple[Dataset, ...]

    @classmethod
    def of(
        cls, models: Iterable[AIModel], datasets: Iterable[Dataset] = (), place: str = "lineage"
    ) -> "Lineage":
        """Return the lineage of these models and datasets.

        What two of them state of the same thing is joined.

        :param models: in any order; one IRI may come more than once
        :param datasets: as the models
        :param place: the documents they are from, for messages
        :returns: the lineage
        :raises DocumentError: if two statements differ, shares cannot be, or a model descends
            from itself
        """
        known = _by_iri(models, place)
        data = _by_iri(datasets, place)
        for model in tuple(known.values()):
            for run in model.runs:
                _refuse_impossible_shares(run, data, place)
                for use in run.data:
                    data.setdefault(use.dataset, Dataset(use.dataset))
        for iri in {base for model in known.values() for base in model.bases}:
            known.setdefault(iri, AIModel(iri))
        for dataset in data.values():
            if dataset.generated_by is not None:
                known.setdefault(dataset.generated_by, AIModel(dataset.generated_by))
        _refuse_circle(known, data, place)
        named = (replace(m, name=m.name or _tail(m.iri)) for _, m in sorted(known.items()))
        named_data = (replace(d, name=d.name or _tail(d.iri)) for _, d in sorted(data.items()))
        return cls(tuple(named), tuple(named_data))

    def model(self, iri: str) -> AIModel:
        """Return the model of an IRI.

        :param iri: the IRI
        :returns: the model
        :raises InputError: if the lineage has none; the message names the nearest
        """
        for model in self.models:
            if model.iri == iri:
                return model
        near = difflib.get_close_matches(iri, [model.iri for model in self.models], 3, 0.3)
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        raise InputError(f"the lineage has no model {iri}{hint}")

    def dataset(self, iri: str) -> Dataset:
        """Return the dataset of an IRI that a run names."""
        return next(dataset for dataset in self.datasets if dataset.iri == iri)

    def ancestors(self, iri: str) -> Iterator[AIModel]:
        """Yield the models that a model descends from, each once, sorted by IRI."""
        found: set[str] = set()
        todo = [iri]
        while todo:
            for base in self.model(todo.pop()).bases:
                if base not in found:
                    found.add(base)
                    todo.append(base)
        yield from (self.model(base) for base in sorted(found))


def _by_iri(records: Iterable[_Record], place: str) -> dict[str, _Record]:
    found: dict[str, _Record] = {}
    for record in records:
        other = found.get(record.iri)
        found[record.iri] = record if other is None else _join(other, record, place)
    return found


def _join(one: _Record, other: _Record, place: str) -> _Record:
    changes: dict[str, object] = {}
    for field in fields(one):
        name: str = field.name
        first: object = getattr(one, name)
        second: object = getattr(other, name)
        if name == "runs":
            changes[name] = _runs((*getattr(one, name), *getattr(other, name)), place)
        elif name in _JOINED:
            changes[name] = tuple(sorted({*getattr(one, name), *getattr(other, name)}))
        elif first in _UNSTATED or first == second:
            changes[name] = second if first in _UNSTATED else first
        elif name == "name":
            changes[name] = first if first != _tail(one.iri) else second
        elif second not in _UNSTATED:
            raise DocumentError(
                f"{place}: {one.iri} has {name} {_text(first)} and {_text(second)}; "
                "expected one statement, or two that agree"
            )
    return replace(one, **changes)  # type: ignore[arg-type]


def _runs(runs: Iterable[TrainingRun], place: str) -> tuple[TrainingRun, ...]:
    return tuple(run for _, run in sorted(_by_iri(runs, place).items()))


def _text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _refuse_impossible_shares(run: TrainingRun, data: Mapping[str, Dataset], place: str) -> None:
    least = sum_of(use.share for use in run.data).low
    if least > ONE:
        raise DocumentError(
            f"{place}: {run.iri} uses data with shares of {shown(least)} together; "
            "expected at most 1"
        )
    generated = sum_of(
        use.share
        for use in run.data
        if use.dataset in data and data[use.dataset].generated_by is not None
    ).low
    if generated > _at_most(run.synthetic_share.high):
        raise DocumentError(
            f"{place}: {run.iri} has a synthetic share of {run.synthetic_share}, and uses "
            f"generated data with {shown(generated)}; expected no more than the synthetic share"
        )


def _at_most(high: Decimal | None) -> Decimal:
    return ONE if high is None else high


def _refuse_circle(
    models: Mapping[str, AIModel], datasets: Mapping[str, Dataset], place: str
) -> None:
    above = {
        iri: sorted({*model.bases, *_generators(model, datasets)}) for iri, model in models.items()
    }
    done: set[str] = set()
    for start in sorted(above):
        path: list[str] = []
        todo = [(start, iter(above[start]))] if start not in done else []
        while todo:
            iri, rest = todo[-1]
            path = [name for name, _ in todo]
            step = next(rest, None)
            if step is None:
                done.add(iri)
                todo.pop()
            elif step in path:
                circle = [*path[path.index(step) :], step]
                raise DocumentError(
                    f"{place}: the lineage forms a circle, {' from '.join(circle)}; "
                    "expected no model to descend from itself, or from data it generated"
                )
            elif step not in done:
                todo.append((step, iter(above.get(step, ()))))


def _generators(model: AIModel, datasets: Mapping[str, Dataset]) -> Iterator[str]:
    for run in model.runs:
        for use in run.data:
            generator = datasets[use.dataset].generated_by
            if generator is not None:
                yield generator


def _tail(iri: str) -> str:
    return iri.rstrip("/").replace("#", "/").rpartition("/")[2] or iri
