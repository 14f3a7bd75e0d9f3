"""Numbers and units as pages write them."""

from collections.abc import Iterator

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from kgservice.settings import Settings
from kgservice.store import Limits, open_dataset
from kgservice.thresholds.units import units
from kgservice.web.amounts import amount, decimal, unit_symbol
from kgservice.web.app import create_app
from kgservice.web.cache import AnswerCache
from kgservice.web.metrics import Metrics

NARROW, FIXED = "\u202f", "\xa0"


def test_every_unit_has_a_symbol_of_its_own() -> None:
    symbols = [unit_symbol(code) for code in units()]
    assert len(set(symbols)) == len(symbols)
    assert not [symbol for symbol in symbols if set(symbol) & set("[]{}^'._0123456789")]


@pytest.mark.parametrize(
    ("ucum", "symbol"),
    [
        ("1", ""),
        ("um", "µm"),
        ("u", "u"),
        ("m3/s", "m³/s"),
        ("Cel", "°C"),
        ("u[g]/Hz^0.5", "µgₙ/√Hz"),
        ("kg/N/h", "kg/(N·h)"),
        ("cm-2.s-1", "cm⁻²·s⁻¹"),
        ("kg/kW/h", "kg/(kW·h)"),
        ("MPa.m^0.5", "MPa·√m"),
        ("GBy/s", "GB/s"),
        ("MOhm", "MΩ"),
        ("{WT}", "WT"),
        ("[lb_av]/[sft_i]", "lb/ft²"),
        ("[in_i]3", "in³"),
    ],
)
def test_symbols(ucum: str, symbol: str) -> None:
    assert unit_symbol(ucum) == symbol


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Return the application over an empty graph."""
    folder = tmp_path_factory.mktemp("amounts")
    (folder / "data.ttl").write_text("<urn:x:a> <urn:x:b> 1 .", encoding="utf-8")
    store = open_dataset(folder / "data.ttl", Limits(), 1)
    yield create_app(store, Settings(releases=folder), Metrics(store, AnswerCache(0)))
    store.close()


@pytest.mark.parametrize(
    ("lang", "value", "written"),
    [
        ("en", "4800", "4800"),
        ("en", "30000", f"30{NARROW}000"),
        ("en", "-1234567.8901", f"-1{NARROW}234{NARROW}567.8901"),
        ("fr", "5.92", "5,92"),
        ("fr", "100000", f"100{NARROW}000"),
    ],
)
def test_decimals(app: Flask, lang: str, value: str, written: str) -> None:
    with app.test_request_context(f"/?lang={lang}"):
        assert decimal(value) == written


def test_no_digit_is_lost(app: Flask) -> None:
    @given(st.decimals(allow_nan=False, allow_infinity=False, places=4).map("{:f}".format))
    def hold(value: str) -> None:
        assert decimal(value).replace(NARROW, "").replace(",", ".") == value

    with app.test_request_context("/?lang=fr"):
        hold()


def test_amounts(app: Flask) -> None:
    with app.test_request_context("/?lang=fr"):
        assert amount("0.5", "um") == f"0,5{FIXED}µm"
        assert amount("30", "deg") == "30°"
        assert amount("12000000") == f"12{NARROW}000{NARROW}000"
