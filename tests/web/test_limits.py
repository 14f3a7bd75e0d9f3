"""Clauses on limits in the language of the page: whatever the comparison can say."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from flask import Flask

from kgservice.correspondence import turn_reason
from kgservice.criteria import Comparator, Parameter, Role
from kgservice.settings import Settings
from kgservice.store import Limits, open_dataset
from kgservice.thresholds.compare import compare_parameters, describe
from kgservice.web.app import create_app
from kgservice.web.cache import AnswerCache
from kgservice.web.limits import limits_in_words
from kgservice.web.metrics import Metrics

ONE = Parameter("ZorbMass", Comparator.GREATER, Decimal("1.5"), "kg", "more than 1.5 kg")
OTHERS = (
    ONE,
    replace(ONE, value=Decimal(2)),
    replace(ONE, comparator=Comparator.LESS, value=Decimal(1)),
    replace(ONE, comparator=Comparator.BETWEEN, value=Decimal(1), upper=Decimal(2)),
    replace(ONE, quantity="ZorbLength", unit="m"),
    replace(ONE, role=Role.RELEASE),
    replace(ONE, unit="m"),
    replace(ONE, conditions=(ONE,)),
    replace(ONE, unit="[lb_av]", value=Decimal("3.3")),
    replace(ONE, comparator=Comparator.EQUAL),
)
CLAUSES = [compare_parameters(ONE, other).reason for other in OTHERS]
CLAUSES.append(
    compare_parameters(
        replace(ONE, role=Role.DEFINITION), replace(OTHERS[1], role=Role.DEFINITION)
    ).reason
)
CLAUSES += [f"{describe(ONE)} stands {place} alone" for place in ("here", "there")]
ENGLISH = (" against ", " stands ", " and ", " value ", " differ", " limit", " units ")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Return the application over a graph that names one quantity."""
    folder = tmp_path_factory.mktemp("limits")
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    part = "<http://www.w3.org/2000/01/rdf-schema#isDefinedBy> <https://w3id.org/stc/ontology>"
    own = "<https://w3id.org/stc/ontology#ZorbMass>"
    text = f'{own} {label} "zorb mass"@en , "masse de zorb"@fr ; {part} .'
    (folder / "data.ttl").write_text(text, encoding="utf-8")
    store = open_dataset(folder / "data.ttl", Limits(), 1)
    yield create_app(store, Settings(releases=folder), Metrics(store, AnswerCache(0)))
    store.close()


def test_the_clauses_differ() -> None:
    assert len(set(CLAUSES)) == len(CLAUSES)


@pytest.mark.parametrize("clause", CLAUSES)
def test_every_clause_is_told_in_both_languages(app: Flask, clause: str) -> None:
    with app.test_request_context("/?lang=en"):
        english = limits_in_words(clause).replace("\xa0", " ")
        told = clause.replace("of release", "of release from control")
        for written, shown in (
            ("ZorbMass", "zorb mass"),
            ("in [1, 2]", "∈ [1; 2]"),
            ("[lb_av]", "lb"),
        ):
            told = told.replace(written, shown)
        assert english == told
    with app.test_request_context("/?lang=fr"):
        french = limits_in_words(clause)
        assert not [word for word in ENGLISH if word in french]
        assert ("ZorbMass" in clause) == ("masse de zorb" in french)


def test_an_unknown_clause_stays(app: Flask) -> None:
    with app.test_request_context("/?lang=fr"):
        assert limits_in_words("Zorb is odd") == "Zorb is odd"


def test_a_clause_is_turned() -> None:
    assert turn_reason(f"{describe(ONE)} stands here alone").endswith("stands there alone")
    assert turn_reason("A > 1 kg against A > 2 kg") == "A > 2 kg against A > 1 kg"
