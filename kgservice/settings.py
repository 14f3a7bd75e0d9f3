"""Settings: the one place that reads the environment.

Each field of :class:`Settings` is one variable, ``KGSERVICE_`` and the field's name in capitals.
A variable of that prefix that no field knows is an error that names the nearest one.
"""

import dataclasses
import difflib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kgservice.errors import InputError

PREFIX: Final = "KGSERVICE_"


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set from outside.

    :ivar releases: the folder of releases; ``current`` in it names the one that is served
    :ivar imports: the folder of editions read by ``kgservice import``, with their texts
    :ivar documents: the folder of official documents, for ``fetch`` and the tests
    :ivar states: where the states of days (``asOf``) are kept; empty: beside the releases
    :ivar store: empty for the embedded store, else the address of a SPARQL 1.1 server
    :ivar host: the address served
    :ivar port: the port served
    :ivar workers: query processes
    :ivar timeout: wall-clock seconds a query may take
    :ivar max_rows: solutions or triples an answer may have
    :ivar max_bytes: bytes an answer may have
    :ivar max_memory: bytes of memory a query process may take
    :ivar max_query: bytes a query text may have
    :ivar max_body: bytes the body of any request may have
    :ivar public_url: address under which clients reach the service; empty: as the request says
    :ivar proxies: how many proxies in front are trusted to say who asks, and under which address
    :ivar grace: seconds that requests may go on after the service is told to stop
    :ivar cache_bytes: bytes of answers that are kept to be given again; 0 keeps none
    """

    releases: Path = Path("releases")
    imports: Path = Path("imports")
    documents: Path = Path("../shared/data")
    states: str = ""
    store: str = ""
    host: str = "127.0.0.1"
    port: int = 8080
    workers: int = 2
    timeout: float = 30.0
    max_rows: int = 1_000_000
    max_bytes: int = 200_000_000
    max_memory: int = 1_000_000_000
    max_query: int = 1_000_000
    max_body: int = 16_000_000
    public_url: str = ""
    proxies: int = 0
    grace: float = 20.0
    cache_bytes: int = 64_000_000


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings from the environment; what is not set keeps its default.

    :param environment: in place of the process's own
    :raises InputError: if a variable is unknown, or its value is not of the field's kind
    """
    variables = os.environ if environment is None else environment
    fields = {PREFIX + field.name.upper(): field for field in dataclasses.fields(Settings)}
    values: dict[str, Any] = {}
    for name, text in variables.items():
        if not name.startswith(PREFIX):
            continue
        if name not in fields:
            near = difflib.get_close_matches(name, fields, 1, 0.0)[0]
            raise InputError(f"{name} is no setting; did you mean {near}?")
        values[fields[name].name] = _value(name, text, type(fields[name].default))
    return Settings(**values)


def _value(name: str, text: str, kind: type) -> str | int | float | Path:
    if issubclass(kind, Path):
        return Path(text)
    try:
        if kind is int:
            return int(text)
        return float(text) if kind is float else text
    except ValueError as error:
        wanted = "a whole number" if kind is int else "a number of seconds"
        raise InputError(f"{name} is {text!r}; expected {wanted}") from error
