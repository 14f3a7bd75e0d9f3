"""Why something follows: a smallest set of axioms that still entails it.

Found by leaving axioms out and asking the reasoner again.  Many questions go into one run, each
about a renamed copy of the few axioms that can matter to it.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kgservice.errors import EntailmentError, ReasonerLimitError
from kgservice.graph.inferred import GROUNDS
from kgservice.reasoning.axioms import Axiom
from kgservice.reasoning.owl import SECONDS, classify, classify_copies, copy_name

Kinds = Mapping[str, Iterable[str]]
AXIOMS_A_RUN: Final = 1000


class Deadline:
    """What is left of a time limit.

    :param seconds: the limit, counted from now
    :raises ReasonerLimitError: from :meth:`left`, when nothing is
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds, self._end = seconds, time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds left, more than none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise ReasonerLimitError(
                f"reasoning was not done after {self._seconds:g} seconds; expected fewer or "
                "simpler axioms", "seconds", self._seconds
            )  # fmt: skip
        return left


@dataclass(frozen=True, slots=True)
class Question:
    """Whether one class is below another by some axioms.

    :ivar fixed: axioms that are never left out
    :ivar axioms: those among which a smallest set is looked for
    """

    below: str
    above: str
    fixed: tuple[Axiom, ...]
    axioms: tuple[Axiom, ...]


def relevant_axioms(below: str, above: str, axioms: Sequence[Axiom]) -> tuple[Axiom, ...]:
    """Return the axioms that can matter to whether one class is below another, sorted.

    A locality module: whatever the lower class is entailed to be is entailed by what grows up
    from it, and of that only what leads to the upper one or to it can matter.
    """
    found, size = list(axioms), len(axioms) + 1
    while len(found) < size:
        size = len(found)
        found = _grown({below}, found, lambda axiom, known: any(n <= known for n in axiom.needs))
        found = _grown({below, above}, found, lambda axiom, known: axiom.leads_to is None
                       or not axiom.leads_to.isdisjoint(known))  # fmt: skip
    return tuple(sorted(found, key=lambda axiom: axiom.stated.id))


def _grown(
    known: set[str], axioms: Sequence[Axiom], matters: Callable[[Axiom, set[str]], bool]
) -> list[Axiom]:
    left, found = list(axioms), list[Axiom]()
    while now := [axiom for axiom in left if matters(axiom, known)]:
        left = [axiom for axiom in left if axiom not in now]
        found += now
        known |= {name for axiom in now for name in axiom.names}
    return found


def answer(questions: Sequence[Question], kinds: Kinds, deadline: Deadline) -> list[bool]:
    """Return for each question whether it is so."""
    answers: list[bool] = []
    for run in _runs(questions):
        copies = [(*question.fixed, *question.axioms) for question in run]
        found = classify_copies(copies, kinds, deadline.left())
        answers += [
            found.subsumes(copy_name(question.above, number), copy_name(question.below, number))
            for number, question in enumerate(run)
        ]
    return answers


def _runs(questions: Iterable[Question]) -> Iterator[list[Question]]:
    run: list[Question] = []
    size = 0
    for question in questions:
        more = len(question.fixed) + len(question.axioms)
        if run and size + more > AXIOMS_A_RUN:
            yield run
            run, size = [], 0
        run.append(question)
        size += more
    if run:
        yield run


def justify(
    questions: Sequence[Question], kinds: Kinds, deadline: Deadline
) -> list[tuple[Axiom, ...]]:
    """Return for each question, known to be so, a smallest set of axioms by which it is.

    No axiom of a set can be left out.  Where there are several such sets, one that does without
    the weaker grounds is preferred, and the choice is always the same.

    :param questions: what is asked
    :param kinds: what each IRI is declared as
    :param deadline: when to stop
    :returns: a set of axioms for each question, in the order of the questions
    :raises EntailmentError: if the answer to a question is no
    :raises ReasonerLimitError: if the time is over
    """
    asked = [_weakest_first(_narrowed(question)) for question in questions]
    kept = _indispensable(asked, kinds, deadline)
    todo = {n: _less(question, kept[n]) for n, question in enumerate(asked)}
    while todo:
        tried = [(n, _without(question, kept[n])) for n, question in todo.items()]
        answers = iter(answer([one for _, several in tried for one in several], kinds, deadline))
        for number, several in tried:
            left = todo[number].axioms[_run_length([next(answers) for _ in several]) :]
            kept[number] += left[:1]
            todo[number] = replace(todo[number], axioms=left[1:])
            if len(left) == 0:
                del todo[number]
    return [tuple(sorted(found, key=lambda axiom: axiom.stated.id)) for found in kept]


def _indispensable(
    questions: Sequence[Question], kinds: Kinds, deadline: Deadline
) -> list[tuple[Axiom, ...]]:
    """Return for each question the axioms without any one of which it is no longer so."""
    tried = [[question, *(_less(question, (axiom,)) for axiom in question.axioms)]
             for question in questions]  # fmt: skip
    answers = iter(answer([one for several in tried for one in several], kinds, deadline))
    found: list[tuple[Axiom, ...]] = []
    for question in questions:
        if not next(answers):
            raise EntailmentError(
                f"<{question.below}> is not below <{question.above}>; "
                "only what follows can be explained"
            )
        found.append(tuple(axiom for axiom in question.axioms if not next(answers)))
    return found


def _less(question: Question, out: tuple[Axiom, ...]) -> Question:
    names = {axiom.stated.id for axiom in out}
    left = tuple(axiom for axiom in question.axioms if axiom.stated.id not in names)
    return replace(question, axioms=left)


def _narrowed(question: Question) -> Question:
    """Return the question over a chain of stated steps where there is one, else over a module."""
    if chain := _chain(question):
        return replace(question, axioms=chain)
    every = (*question.fixed, *question.axioms)
    module = relevant_axioms(question.below, question.above, every)
    matter = {axiom.stated.id for axiom in module}
    return replace(
        question,
        fixed=tuple(axiom for axiom in question.fixed if axiom.stated.id in matter),
        axioms=tuple(axiom for axiom in question.axioms if axiom.stated.id in matter),
    )


def _chain(question: Question) -> tuple[Axiom, ...]:
    """Return axioms of a shortest chain of stated steps from one class up to another."""
    chains: dict[str, tuple[Axiom, ...]] = {question.below: ()}
    todo = [question.below]
    for current in todo:
        for axiom in question.axioms:
            for below, above in axiom.steps:
                if below == current and above not in chains:
                    chains[above] = (*chains[current], axiom)
                    todo.append(above)
    return tuple({axiom.stated.id: axiom for axiom in chains.get(question.above, ())}.values())


def _weakest_first(question: Question) -> Question:
    ordered = sorted(question.axioms, key=lambda axiom: axiom.stated.id)
    ordered.sort(key=lambda axiom: GROUNDS.index(axiom.stated.kind), reverse=True)
    return replace(question, axioms=tuple(ordered))


def _without(question: Question, kept: tuple[Axiom, ...]) -> list[Question]:
    """Return the question with the first axiom left out, the first two, and so on to all.

    Where nothing is left to leave out there is nothing to ask: what is kept is enough.
    """
    fixed = (*question.fixed, *kept)
    return [
        replace(question, fixed=fixed, axioms=question.axioms[count:])
        for count in range(1, len(question.axioms) + 1)
    ]


def _run_length(answers: Iterable[bool]) -> int:
    count = 0
    for so in answers:
        if not so:
            break
        count += 1
    return count


def explain_inconsistency(
    axioms: Sequence[Axiom], kinds: Kinds, deadline: Deadline
) -> tuple[tuple[Axiom, ...], bool]:
    """Return axioms that contradict one another, and whether none of them can be left out.

    Halves what is left until it is minimal or the time is over.

    :param axioms: axioms that are inconsistent together
    :param kinds: what each IRI is declared as
    :param deadline: when to stop
    :returns: the axioms, and whether they are minimal
    """
    used = {name for a in axioms if not a.assertion for name in a.names}
    fewer = [a for a in axioms if not a.assertion or _touches(a, used)]
    known: list[Axiom] = list(axioms)
    try:
        if not classify(fewer, kinds, deadline.left()).consistent:
            known = fewer
        return tuple(_conflict([], known, kinds, deadline, known_to_clash=False)), True
    except ReasonerLimitError:
        return tuple(known), False


def _touches(axiom: Axiom, used: set[str]) -> bool:
    predicate = axiom.triples[0].predicate.value
    return predicate in used or not any(
        predicate == name for name in axiom.names
    )  # a membership, or a property that some axiom speaks of


def _conflict(
    fixed: list[Axiom], found: list[Axiom], kinds: Kinds, deadline: Deadline, *,
    known_to_clash: bool,
) -> list[Axiom]:  # fmt: skip
    """Return a smallest part of ``found`` that clashes together with ``fixed`` (QuickXplain)."""
    if known_to_clash and not classify(fixed, kinds, deadline.left()).consistent:
        return []
    if len(found) == 1:
        return found
    middle = len(found) // 2
    first, second = found[:middle], found[middle:]
    later = _conflict(fixed + first, second, kinds, deadline, known_to_clash=bool(first))
    sooner = _conflict(fixed + later, first, kinds, deadline, known_to_clash=bool(later))
    return sooner + later
