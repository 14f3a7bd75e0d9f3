"""Settings from the environment: each field, and an error for what no field knows."""

import dataclasses
from pathlib import Path

import pytest

from kgservice.errors import InputError
from kgservice.settings import PREFIX, Settings, read_settings


def test_without_variables_every_field_keeps_its_default() -> None:
    assert read_settings({"PATH": "/bin", "KGSERVICEX": "1"}) == Settings()


@pytest.mark.parametrize("field", dataclasses.fields(Settings), ids=lambda field: field.name)
def test_each_field_is_a_variable(field: "dataclasses.Field[object]") -> None:
    text = {int: "7", float: "2.5", str: "words", type(Path()): "some/folder"}[type(field.default)]
    found = getattr(read_settings({PREFIX + field.name.upper(): text}), field.name)
    assert type(found) is type(field.default)
    assert str(found) == text
    assert found != field.default


def test_the_environment_of_the_process_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KGSERVICE_PORT", "8181")
    assert read_settings().port == 8181


def test_an_unknown_variable_names_the_nearest() -> None:
    with pytest.raises(InputError) as error:
        read_settings({"KGSERVICE_TIMEOUTS": "5"})
    assert str(error.value) == "KGSERVICE_TIMEOUTS is no setting; did you mean KGSERVICE_TIMEOUT?"


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("PORT", "http", "KGSERVICE_PORT is 'http'; expected a whole number"),
        ("WORKERS", "2.5", "KGSERVICE_WORKERS is '2.5'; expected a whole number"),
        ("TIMEOUT", "soon", "KGSERVICE_TIMEOUT is 'soon'; expected a number of seconds"),
        ("MAX_ROWS", "", "KGSERVICE_MAX_ROWS is ''; expected a whole number"),
    ],
)
def test_a_value_of_another_kind_is_refused(name: str, text: str, wanted: str) -> None:
    with pytest.raises(InputError) as error:
        read_settings({PREFIX + name: text})
    assert str(error.value) == wanted


def test_settings_are_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().port = 1  # type: ignore[misc]
