"""Knowing more never turns a definite answer round; it only settles what was open."""

import datetime

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from kgservice.errors import DocumentError
from kgservice.lineage.amounts import (
    Amount,
    Truth,
    all_of,
    any_of,
    exceeds,
    negation,
    reaches,
    read_amount,
    sum_of,
)
from kgservice.lineage.assessment import assess_4e091
from kgservice.lineage.findings import Finding
from kgservice.lineage.operations import OperationCounter
from tests.lineage.invented import TRUTHS, amounts, known_better, lineages, narrower

PATIENT = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow],
    derandomize=True,
)  # fmt: skip


def within(inner: Amount, outer: Amount) -> bool:
    high = outer.high is None or (inner.high is not None and inner.high <= outer.high)
    return inner.low >= outer.low and high


def keeps(before: Truth, after: Truth) -> bool:
    return before in (Truth.UNKNOWN, after)


@PATIENT
@given(st.data())
def test_knowing_more_turns_no_answer_round(data: st.DataObject) -> None:
    lineage = data.draw(lineages())
    try:
        better = data.draw(known_better(lineage))
    except DocumentError:
        assume(False)
    note_2 = data.draw(amounts())
    less = data.draw(narrower(note_2))
    for model in lineage.models:
        before = assess_4e091(lineage, model.iri, note_2_operations=note_2)
        after = assess_4e091(better, model.iri, note_2_operations=less)
        assert within(after.operations, before.operations)
        assert keeps(before.described, after.described)
        for one, other in zip(before.conditions, after.conditions, strict=True):
            assert keeps(one.value, other.value), (one, other)


@PATIENT
@given(lineages())
def test_what_is_sure_is_possible(lineage: object) -> None:
    counter = OperationCounter(lineage)
    for model in lineage.models:
        count = counter.counted(model.iri)
        assert count.sure <= count.possible
        total = count.total(counter.ledger)
        assert total.high is None or total.low <= total.high
        assert counter.trained(model.iri).total(counter.ledger).low <= total.low


@given(lineages())
@PATIENT
def test_trace_is_whole_and_names_its_notes(lineage: object) -> None:
    for model in lineage.models:
        found: Finding = assess_4e091(lineage, model.iri, datetime.date(2025, 9, 29))
        assert all("4E091" in step.source or step.source == "90 FR 4544" for step in found.trace)
        assert [c.name for c in found.conditions] == [
            "printed", "heading", "published", "derived", "fewer",
        ]  # fmt: skip
        open_values = [c for c in found.conditions if c.value is Truth.UNKNOWN]
        assert not open_values or found.unknowns
        assert "licence" not in repr(found).lower()


@given(st.lists(TRUTHS, max_size=4))
def test_logic_is_kleenes(values: list[Truth]) -> None:
    assert any_of(values) == negation(all_of(map(negation, values)))
    assert (all_of(values) is Truth.TRUE) == all(value is Truth.TRUE for value in values)
    assert (all_of(values) is Truth.FALSE) == (Truth.FALSE in values)


@given(amounts(), amounts(), st.data())
def test_comparison_settles(amount: Amount, limit: Amount, data: st.DataObject) -> None:
    closer = data.draw(narrower(amount))
    for compare in (reaches, exceeds):
        assert keeps(compare(amount, limit), compare(closer, limit))


@given(st.lists(amounts(), max_size=4))
def test_sum_is_exact(parts: list[Amount]) -> None:
    total = sum_of(parts)
    assert total.low == sum(int(part.low) for part in parts)


@given(amounts())
def test_amount_reads_back(amount: Amount) -> None:
    assume(str(amount) != "unknown")
    assert read_amount(str(amount)) == amount
