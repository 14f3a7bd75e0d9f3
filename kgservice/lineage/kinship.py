"""Which models stand above which, and which are variants of one model.

Each answer comes twice: what is certain, and what is possible given what is unknown.
"""

from collections.abc import Iterable
from typing import Final

from kgservice.lineage.lineages import Lineage
from kgservice.lineage.model import AIModel, TrainingKind

DERIVING: Final = frozenset(TrainingKind) - {TrainingKind.DISTILLATION, TrainingKind.UNSTATED}
"""Kinds that surely carry the parameters of a base on; distillation may start anew."""
VARYING: Final = frozenset({TrainingKind.FINE_TUNING, TrainingKind.ADAPTER})
"""Kinds that surely make a variant of the base."""


def lineage_is_unknown(model: AIModel) -> bool:
    """Tell whether a model may come from models that nobody named.

    So it is without any run, and where a run names no base and is not pre-training.
    """
    return not model.runs or any(
        not run.bases and run.kind is not TrainingKind.PRE_TRAINING for run in model.runs
    )


def in_order(lineage: Lineage) -> tuple[AIModel, ...]:
    """Return the models, each after those it came from or whose data it learned from."""
    generator = {data.iri: data.generated_by for data in lineage.datasets}
    models = {model.iri: model for model in lineage.models}
    above = {
        model.iri: {
            *model.bases,
            *filter(None, (generator[use.dataset] for run in model.runs for use in run.data)),
        }
        for model in lineage.models
    }
    done: dict[str, AIModel] = {}
    for start in sorted(models):
        todo = [start]
        while todo:
            iri = todo[-1]
            waiting = sorted(name for name in above[iri] if name not in done)
            if waiting:
                todo.extend(waiting)
            else:
                done[iri] = models[iri]
                todo.pop()
    return tuple(done.values())


def derived_from(lineage: Lineage, iri: str) -> dict[str, bool]:
    """Return the ancestors of a model; True for those whose parameters it surely carries on."""
    found: dict[str, bool] = {}
    todo = [(iri, True)]
    while todo:
        name, certain = todo.pop()
        for run in lineage.model(name).runs:
            for base in run.bases:
                sure = certain and run.kind in DERIVING
                if base not in found or (sure and not found[base]):
                    found[base] = sure
                    todo.append((base, sure))
    return found


def variants(lineage: Lineage) -> tuple[dict[str, str], dict[str, str]]:
    """Return of each model the one that stands for its variants: certain ones, possible ones.

    Models of unknown lineage may all be variants of one another.
    """
    certain, possible = _Groups(lineage), _Groups(lineage)
    unknown = [model.iri for model in lineage.models if lineage_is_unknown(model)]
    possible.join(unknown)
    for model in lineage.models:
        for run in model.runs:
            possible.join((model.iri, *run.bases))
            if run.kind in VARYING and len(run.bases) == 1:
                certain.join((model.iri, *run.bases))
    return certain.named(), possible.named()


class _Groups:
    """Disjoint groups of models, joined step by step."""

    def __init__(self, lineage: Lineage) -> None:
        self._above = {model.iri: model.iri for model in lineage.models}

    def join(self, iris: Iterable[str]) -> None:
        tops = sorted({self._top(iri) for iri in iris})
        for top in tops[1:]:
            self._above[top] = tops[0]

    def named(self) -> dict[str, str]:
        return {iri: self._top(iri) for iri in self._above}

    def _top(self, iri: str) -> str:
        while self._above[iri] != iri:
            iri = self._above[iri]
        return iri
