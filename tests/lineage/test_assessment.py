"""The arithmetic of 4E091 on invented models: each note, at and around its limit."""

import csv
import datetime
import gzip
import json
from decimal import Decimal
from pathlib import Path

import pytest

from kgservice.errors import InputError
from kgservice.lineage import entry_4e091
from kgservice.lineage.amounts import UNKNOWN, UNKNOWN_SHARE, Amount, Truth
from kgservice.lineage.assessment import assess_4e091
from kgservice.lineage.findings import Finding
from kgservice.lineage.lineages import Lineage
from kgservice.lineage.model import AIModel, Dataset, DataUse, TrainingKind
from tests.lineage.invented import generated, iri, trained

ROOT = Path(__file__).parents[2]
TRUE, FALSE, OPEN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN


def assess(
    *things: AIModel | Dataset, of: str = "m", note_2: Amount = UNKNOWN
) -> tuple[Finding, dict[str, Truth]]:
    models = [thing for thing in things if isinstance(thing, AIModel)]
    datasets = [thing for thing in things if isinstance(thing, Dataset)]
    found = assess_4e091(Lineage.of(models, datasets), iri(of), note_2_operations=note_2)
    return found, {condition.name: condition.value for condition in found.conditions}


def known(text: str) -> Amount:
    return Amount.exactly(text)


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("1e26", TRUE),
        ("99999999999999999999999999", FALSE),
        ("99999999999999999999999999.9", FALSE),
        (None, OPEN),
    ],
)
def test_heading_is_met_from_the_threshold_on(amount: str | None, expected: Truth) -> None:
    assert assess(trained("m", amount))[1]["heading"] is expected


def test_operations_add_up_over_the_lineage_each_once() -> None:
    base = trained("base", "6e25")
    left, right = trained("l", "1e25", bases=("base",)), trained("r", "2e25", bases=("base",))
    top = trained("m", "1", bases=("l",))
    assert assess(base, left, top)[0].operations == known("70000000000000000000000001")
    joined = trained("m", "0", bases=("l", "r"), kind=TrainingKind.MERGE)
    found, values = assess(base, left, right, joined)
    assert found.operations == Amount(Decimal("7e25"), Decimal("9e25"))
    assert values["heading"] is FALSE


def test_merge_of_two_large_models_meets_the_heading_by_either_reading() -> None:
    parts = [trained(name, "2e26") for name in "lr"]
    joined = trained("m", "0", bases=("l", "r"), kind=TrainingKind.MERGE)
    assert assess(*parts, joined)[1]["heading"] is TRUE
    small = trained("r", "1e24")
    assert assess(parts[0], small, joined)[1]["heading"] is OPEN


def test_distilled_model_need_not_count_its_teacher() -> None:
    pupil = trained("m", "1e24", bases=("teacher",), kind=TrainingKind.DISTILLATION)
    assert assess(trained("teacher", "2e26"), pupil)[1]["heading"] is OPEN


def test_unknown_base_leaves_the_heading_open() -> None:
    tuned = trained("m", "1e20", bases=("base",))
    found, values = assess(tuned)
    assert values["heading"] is OPEN
    assert any("base" in text for text in found.unknowns)


def synthetic(share: str, **changes: object) -> list[AIModel | Dataset]:
    """Return a model of 5e25 operations, a share of them on data of a closed one of 6e25."""
    use = DataUse(iri("data"), known(share))
    published = changes.get("generator", FALSE)
    return [
        trained("m", "5e25", share=known(share), data=(use,)),
        trained("g", "6e25", published=Truth(published)),
        generated("data", "g", "1e25", Truth(changes.get("data", FALSE))),
    ]


@pytest.mark.parametrize(
    ("things", "operations", "heading"),
    [
        (synthetic("0.1"), "5e25", FALSE),
        (synthetic("0.10000001"), "1.2e26", TRUE),
        (synthetic("0.5", generator=TRUE), "6e25", FALSE),
        (synthetic("0.5", data=TRUE), "5e25", FALSE),
        (synthetic("0.5", generator=OPEN), "6e25..1.2e26", OPEN),
        (synthetic("0.5", data=OPEN), "5e25..1.2e26", OPEN),
    ],
)
def test_generated_data_count_over_ten_percent(
    things: list[AIModel | Dataset], operations: str, heading: Truth
) -> None:
    found, values = assess(*things)
    assert (str(found.operations), values["heading"]) == (operations, heading)


def test_ten_percent_are_of_all_operations_of_the_lineage() -> None:
    use = DataUse(iri("data"), known("0.5"))
    tuned = trained("m", "1e24", bases=("base",), share=known("0.5"), data=(use,))
    others = trained("g", "6e25"), generated("data", "g", "0")
    assert assess(trained("base", "9e25"), tuned, *others)[0].operations == known("9.1e25")
    assert assess(trained("base", "3e24"), tuned, *others)[0].operations == known("6.4e25")
    assert str(assess(trained("base", None), tuned, *others)[0].operations) == "1e24.."


def test_fine_tuned_variants_are_one_generator() -> None:
    uses = tuple(DataUse(iri(f"d{n}"), known("0.06")) for n in (1, 2))
    data = [generated("d1", "g1", "0"), generated("d2", "g2", "0")]
    model = trained("m", "5e25", share=known("0.12"), data=uses)
    base = trained("g", "6e25")
    kin = [trained(name, "0", bases=("g",)) for name in ("g1", "g2")]
    assert str(assess(model, base, *kin, *data)[0].operations) == "1.1e26"
    apart = [trained(name, "6e25") for name in ("g1", "g2")]
    found = assess(model, *apart, *data)[0]
    assert str(found.operations) == "5e25..1.1e26"
    assert any("only together" in text for text in found.unknowns)


def test_of_several_closed_generators_the_largest_counts() -> None:
    uses = tuple(DataUse(iri(f"d{n}"), known("0.2")) for n in (1, 2))
    data = [generated("d1", "g1", "1"), generated("d2", "g2", "2")]
    model = trained("m", "0", share=known("0.4"), data=uses)
    model = trained("m", "5", share=known("0.4"), data=uses)
    found = assess(model, trained("g1", "70"), trained("g2", "900"), *data)[0]
    assert found.operations == known("908")


def test_generator_that_is_an_ancestor_counts_once() -> None:
    use = DataUse(iri("data"), known("1"))
    model = trained("m", "50", bases=("g",), share=known("1"), data=(use,))
    found = assess(model, trained("g", "7"), generated("data", "g", "3"))[0]
    assert found.operations == known("60")


def test_generators_share_an_origin_that_counts_once() -> None:
    """As Technical Note 3 has it of models A to D, here named by letters of its own."""
    full = known("1")
    a, d = trained("a", "1000"), trained("d", "1", share=known("1"), data=(
        DataUse(iri("x"), known("0.5")), DataUse(iri("y"), known("0.5"))))  # fmt: skip
    b = trained("b", "10", share=full, data=(DataUse(iri("of-a"), full),))
    c = trained("c", "20", share=full, data=(DataUse(iri("of-a"), full),))
    data = [generated("of-a", "a", "0"), generated("x", "b", "0"), generated("y", "c", "0")]
    assert assess(a, b, c, d, *data, of="d")[0].operations == known("1021")


def test_unstated_share_leaves_the_heading_open() -> None:
    found, values = assess(trained("m", "1e20", share=UNKNOWN_SHARE))
    assert values["heading"] is OPEN
    assert "the share of data generated by a model that is not named" in found.unknowns


@pytest.mark.parametrize("published", [TRUE, FALSE, OPEN])
def test_published_parameters_are_out(published: Truth) -> None:
    found, values = assess(trained("m", "2e26", published=published), note_2=known("1e26"))
    assert values["published"] is published
    assert found.described is {TRUE: FALSE, FALSE: TRUE, OPEN: OPEN}[published]


@pytest.mark.parametrize(
    ("more", "note_2", "expected"),
    [
        ("2.5e25", None, TRUE),
        ("2.5000001e25", None, OPEN),
        ("2.5000001e25", "1e26", FALSE),
        ("4e25", "2e26", TRUE),
        ("5e25", "2e26", TRUE),
        ("5.1e25", "2e26", FALSE),
        (None, "2e26", OPEN),
    ],
)
def test_derivatives_of_published_models_are_out_up_to_the_limit(
    more: str | None, note_2: str | None, expected: Truth
) -> None:
    """Of the base's own 9e26 operations 25 percent would be far more: they do not set it."""
    things = trained("base", "9e26", published=TRUE), trained("m", more, bases=("base",))
    values = assess(*things, note_2=UNKNOWN if note_2 is None else known(note_2))[1]
    assert values["derived"] is expected


def test_derived_needs_a_published_ancestor() -> None:
    tuned = trained("m", "1", bases=("base",))
    assert assess(trained("base", "1"), tuned)[1]["derived"] is FALSE
    assert assess(trained("base", "1", published=OPEN), tuned)[1]["derived"] is OPEN
    assert assess(AIModel(iri("base"), published=FALSE), tuned)[1]["derived"] is OPEN
    assert assess(AIModel(iri("base"), published=TRUE), tuned)[1]["derived"] is TRUE
    pupil = trained("m", "1", bases=("base",), kind=TrainingKind.DISTILLATION)
    assert assess(trained("base", "1", published=TRUE), pupil)[1]["derived"] is OPEN


@pytest.mark.parametrize(
    ("note_2", "expected"), [("3e26", TRUE), ("2e26", FALSE), ("1e26", FALSE), (None, OPEN)]
)
def test_fewer_operations_than_note_2_are_out(note_2: str | None, expected: Truth) -> None:
    limit = UNKNOWN if note_2 is None else known(note_2)
    found, values = assess(trained("m", "2e26"), note_2=limit)
    assert values["fewer"] is expected
    assert found.described is {TRUE: FALSE, FALSE: TRUE, OPEN: OPEN}[expected]


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2025-01-12", FALSE), ("2025-01-13", TRUE), ("2025-09-29", TRUE), ("2026-07-24", OPEN)],
)
def test_text_is_one_thing_and_its_enforcement_another(day: str, expected: Truth) -> None:
    lineage = Lineage.of([trained("m", "2e26")])
    on = datetime.date.fromisoformat(day)
    found = assess_4e091(lineage, iri("m"), on, known("1e26"))
    assert found.conditions[0].value is found.described is expected
    assert datetime.date(2025, 5, 13) in {fact.date for fact in found.facts}


def test_unknown_model_names_near_ones() -> None:
    with pytest.raises(InputError, match=r"no model .*ai-model/n; did you mean .*ai-model/m"):
        assess_4e091(Lineage.of([trained("m", "1")]), iri("n"))


def test_numbers_and_dates_are_those_of_the_fact_table() -> None:
    with (ROOT / "data" / "ai-controls.csv").open(encoding="utf-8", newline="") as file:
        (row,) = [row for row in csv.DictReader(file) if row["id"] == "us-4e091"]
    assert row["limits"] == "training operations >= 1e26"
    assert Decimal(row["limits"].split()[-1]) == entry_4e091.THRESHOLD
    assert row["effective"] == entry_4e091.FIRST_DAY.isoformat()
    assert row["not_enforced_from"] in {fact.date.isoformat() for fact in entry_4e091.FACTS}
    assert row["legal_act"] == entry_4e091.RULE


@pytest.mark.parametrize("edition", ["2025-01-16", "2025-09-29"])
def test_numbers_are_those_of_the_entry(documents: Path, edition: str) -> None:
    path = documents / "united-states" / "ccl" / f"ccl-nodes-{edition}.jsonl.gz"
    if not path.is_file():
        pytest.skip(f"no {path.name} among the official documents")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        nodes = (json.loads(line) for line in lines if '"4E091"' in line)
        text = next(node["text"] for node in nodes if node["code"] == "4E091")
    assert "10 26 or more" in text
    assert "more than ten percent" in text
    assert "2.5 × 10 25 'operations'" in text
    assert "25 percent" in text
    assert "defined in Note 2, whichever is higher" in text
