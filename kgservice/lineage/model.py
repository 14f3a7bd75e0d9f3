"""What a model came from: models, training runs, data, and what is unknown of them.

Nothing here is guessed.  What no source states is :data:`~kgservice.lineage.amounts.UNKNOWN`,
:attr:`Truth.UNKNOWN` or :attr:`TrainingKind.UNSTATED`, and stays so.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from kgservice.lineage.amounts import UNKNOWN, UNKNOWN_SHARE, Amount, Truth


class TrainingKind(StrEnum):
    """How a run made a model."""

    PRE_TRAINING = "pre-training"
    TRANSFER_LEARNING = "transfer-learning"
    FINE_TUNING = "fine-tuning"
    ADAPTER = "adapter"
    MERGE = "merge"
    DISTILLATION = "distillation"
    QUANTISATION = "quantisation"
    UNSTATED = "unstated"


@dataclass(frozen=True, slots=True)
class Dataset:
    """Data that a run learned from.

    :ivar published: whether it was published
    :ivar generated_by: IRI of the model that generated it; None where no model is named
    :ivar generation_operations: operations which that model used to generate it
    """

    iri: str
    name: str = ""
    published: Truth = Truth.UNKNOWN
    generated_by: str | None = None
    generation_operations: Amount = UNKNOWN
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DataUse:
    """A run's use of a dataset.

    :ivar share: share, from 0 to 1, of the run's operations that train on it
    """

    dataset: str
    share: Amount = UNKNOWN_SHARE


@dataclass(frozen=True, slots=True)
class TrainingRun:
    """A run that set or changed the parameters of a model.

    :ivar bases: IRIs of the models it started from, sorted
    :ivar data: what it learned from, sorted by dataset; others may have been used too
    :ivar synthetic_share: share, from 0 to 1, of its operations that train on data which any
        model generated
    :ivar operations: mathematical operations of training, without the collection of data
    """

    iri: str
    kind: TrainingKind = TrainingKind.UNSTATED
    bases: tuple[str, ...] = ()
    data: tuple[DataUse, ...] = ()
    synthetic_share: Amount = UNKNOWN_SHARE
    operations: Amount = UNKNOWN
    note: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AIModel:
    """A model, and the runs that made it; without a run its lineage is unknown.

    :ivar published: whether its parameters were published
    :ivar runs: the runs that made it, sorted by IRI
    :ivar tasks: local names of the tasks it was trained for
    :ivar status: local name of what its description rests on, such as ``Illustrative``
    """

    iri: str
    name: str = ""
    published: Truth = Truth.UNKNOWN
    runs: tuple[TrainingRun, ...] = field(default=())
    tasks: tuple[str, ...] = ()
    status: str | None = None
    note: str = ""
    sources: tuple[str, ...] = ()

    @property
    def bases(self) -> tuple[str, ...]:
        """The IRIs of all models that its runs started from, sorted, each once."""
        return tuple(sorted({base for run in self.runs for base in run.bases}))
