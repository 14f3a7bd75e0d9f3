"""What an assessment is made of, as values."""

from dataclasses import dataclass
from enum import StrEnum

from kgservice.graph.terms import Triple


class Factor(StrEnum):
    """The four factors, by the local name of their concept, in the order they are shown."""

    ITEM = "ItemFactor"
    DESTINATION = "DestinationFactor"
    END_USE = "EndUseFactor"
    END_USER = "EndUserFactor"

    @property
    def words(self) -> str:
        """The factor as running text names it."""
        return {"ItemFactor": "item", "DestinationFactor": "destination"}.get(
            self.value, "end use" if self is Factor.END_USE else "end user"
        )


@dataclass(frozen=True, slots=True)
class Citation:
    """A source as it is cited, its address, and its IRI in the graph, where it has them."""

    text: str
    address: str | None = None
    iri: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """What a rule says of a factor.

    :ivar rule: id of the rule
    :ivar effect: local name of its effect
    :ivar concerns: labels of what it is about
    :ivar actor_type: local name of the actor type for which alone it holds
    """

    iri: str
    rule: str
    factor: Factor
    effect: str
    explanation: str
    question: str | None
    concerns: tuple[str, ...]
    perceivers: tuple[str, ...]
    actor_type: str | None
    sources: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class FactorFinding:
    """One factor: what is stated, what bears it out, reliability and weight in words, reasons."""

    factor: Factor
    stated: tuple[str, ...]
    evidence: tuple[str, ...]
    reliability: str
    weight: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Reached:
    """Entries of one list that reach a technique through convergences of one status.

    :ivar entries: codes of the entries
    :ivar status: local name of the status of the convergences
    :ivar convergences: how many there are
    :ivar example: IRI of one of them
    """

    list_id: str
    technique: str
    entries: tuple[str, ...]
    status: str
    convergences: int
    example: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What one State, list or law says where others may say something else.

    :ivar kind: ``lists``, ``nationality`` or ``perception``
    :ivar who: the list, law or perceiver
    """

    kind: str
    about: str
    who: str
    says: str
    sources: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """The four factors of a case, with all that bears on them; never a verdict.

    :ivar convergences_known: whether the release holds any convergence at all
    :ivar narrowed: whether only convergences with the items that the case names were asked for
        though its techniques have others
    :ivar triples: the case and what was found, to be given away as RDF
    """

    case: str
    label: str
    factors: tuple[FactorFinding, ...]
    reached: tuple[Reached, ...]
    convergences_known: bool
    narrowed: bool
    differences: tuple[Difference, ...]
    triples: tuple[Triple, ...]

    @property
    def unknown(self) -> tuple[Reason, ...]:
        """The reasons that say what is not known."""
        found = (reason for factor in self.factors for reason in factor.reasons)
        return tuple(reason for reason in found if reason.effect == "LeavesUnknown")

    @property
    def questions(self) -> tuple[str, ...]:
        """What to ask: first what is unknown, then what the other reasons leave open."""
        every = [reason for factor in self.factors for reason in factor.reasons]
        every.sort(key=lambda reason: reason.effect != "LeavesUnknown")
        return tuple(dict.fromkeys(reason.question for reason in every if reason.question))
