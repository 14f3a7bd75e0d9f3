"""Settings from environment and file: each field, its range, and an error for any other name."""

import dataclasses
import re
from pathlib import Path

import pytest

from kgservice.errors import InputError
from kgservice.settings import FILE_VARIABLE, PREFIX, Settings, read_settings, show_settings

TEXTS = {bool: "true", int: "70000000", float: "2.5", str: "words", type(Path()): "some/folder"}
SMALL = ("port", "workers")
NUMBERS = [f.name for f in dataclasses.fields(Settings) if type(f.default) in (int, float)]


def text_for(field: "dataclasses.Field[object]") -> str:
    """Return a text that is a value of a field, and not its default."""
    text = "7" if field.name in SMALL else TEXTS[type(field.default)]
    return "false" if field.default is True else text


def test_without_variables_every_field_keeps_its_default() -> None:
    assert read_settings({"PATH": "/bin", "KGSERVICEX": "1"}) == Settings()


@pytest.mark.parametrize("field", dataclasses.fields(Settings), ids=lambda field: field.name)
def test_each_field_is_a_variable(field: "dataclasses.Field[object]") -> None:
    text = text_for(field)
    found = getattr(read_settings({PREFIX + field.name.upper(): text}), field.name)
    assert type(found) is type(field.default)
    assert str(found).lower() == text
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
        ("LOG_QUERIES", "maybe", "KGSERVICE_LOG_QUERIES is 'maybe'; expected true or false"),
    ],
)
def test_a_value_of_another_kind_is_refused(name: str, text: str, wanted: str) -> None:
    with pytest.raises(InputError) as error:
        read_settings({PREFIX + name: text})
    assert str(error.value) == wanted


def test_settings_are_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().port = 1  # type: ignore[misc]


@pytest.mark.parametrize("field", dataclasses.fields(Settings), ids=lambda field: field.name)
def test_each_field_is_a_key_of_the_file(
    tmp_path: Path, field: "dataclasses.Field[object]"
) -> None:
    text = text_for(field)
    quoted = f'"{text}"' if isinstance(field.default, str | Path) else text
    path = tmp_path / "own.toml"
    path.write_text(f"{field.name} = {quoted}\n", encoding="utf-8")
    read = read_settings({FILE_VARIABLE: str(path)})
    assert read == read_settings({PREFIX + field.name.upper(): text})
    assert read != Settings()


def test_the_file_of_the_working_directory_is_read_and_the_environment_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("kgservice.toml").write_text("port = 9000\nworkers = 3\n", encoding="utf-8")
    found = read_settings({"KGSERVICE_PORT": "9001"})
    assert (found.port, found.workers) == (9001, 3)


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("prot = 1", "prot is no setting; did you mean port?"),
        ("port = 'http'", "port is 'http'; expected a whole number"),
        ("port = true", "port is True; expected a whole number"),
        ("workers = 2.5", "workers is 2.5; expected a whole number"),
        ("log_queries = 1", "log_queries is 1; expected true or false"),
        ("[serve]\nport = 1", "serve is no setting; did you mean"),
        ("port =", "is not TOML in UTF-8"),
        ("port = 0", "port is 0; expected 1 to 65535"),
        ("timeout = nan", "timeout is nan; expected 0.01 to 86400"),
    ],
)
def test_a_file_with_a_mistake_is_refused(tmp_path: Path, content: str, wanted: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=re.escape(wanted)):
        read_settings({FILE_VARIABLE: str(path)})


def test_a_file_that_is_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"absent\.toml: cannot be read: No such file"):
        read_settings({FILE_VARIABLE: str(tmp_path / "absent.toml")})


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("text", ["-1", "nan", "inf"])
def test_a_number_out_of_range_is_refused(name: str, text: str) -> None:
    with pytest.raises(InputError, match=f"(?i){name}"):
        read_settings({PREFIX + name.upper(): text})
    with pytest.raises(InputError, match=f"(?i){name}"):
        Settings(**{name: float(text)})  # type: ignore[arg-type]


def test_port_and_workers_have_an_upper_end() -> None:
    with pytest.raises(InputError, match="port is 65536; expected 1 to 65535"):
        read_settings({"KGSERVICE_PORT": "65536"})
    with pytest.raises(InputError, match="workers is 0; expected 1 to 256"):
        read_settings({"KGSERVICE_WORKERS": "0"})


def test_shown_settings_keep_secrets() -> None:
    lines = show_settings(Settings(store="https://me:secret@store.test/sparql", port=9000))
    assert len(lines) == len(dataclasses.fields(Settings))
    assert "port = 9000" in lines
    assert "store = https://***@store.test/sparql" in lines
    assert "secret" not in "".join(lines)
