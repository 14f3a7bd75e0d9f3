"""Settings: the one place that reads the environment.

Each field of :class:`Settings` is one variable, ``KGSERVICE_`` and the field's name in capitals,
and one key of a TOML file: the one that ``KGSERVICE_SETTINGS`` names, else ``kgservice.toml`` in
the working directory, where there is one.  The environment wins.  A name that no field has is an
error that names the nearest one.
"""

import dataclasses
import difflib
import math
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kgservice.errors import InputError

PREFIX: Final = "KGSERVICE_"
FILE_VARIABLE: Final = "KGSERVICE_SETTINGS"
FILE_NAME: Final = "kgservice.toml"
RANGES: Final = {
    "port": (1, 65535),
    "workers": (1, 256),
    "timeout": (0.01, 86_400),
    "service_seconds": (0.01, 86_400),
    "max_rows": (1, None),
    "max_bytes": (1, None),
    "max_memory": (50_000_000, None),
    "max_query": (1, None),
    "max_body": (1, None),
}
_SWITCH: Final = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
_USER: Final = re.compile(r"(?<=//)[^/@\s]*@")
_KINDS: Final = {
    bool: "true or false",
    int: "a whole number",
    float: "a number of seconds",
    str: "a text",
}


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set from outside.

    :ivar releases: the folder of releases; ``current`` in it names the one that is served
    :ivar imports: the folder of editions read by ``kgservice import``, with their texts
    :ivar documents: the folder of official documents, for ``fetch`` and the tests
    :ivar states: where the states of days (``asOf``) are kept; empty: beside the releases
    :ivar store: empty for the embedded store, else the address of a SPARQL 1.1 server
    :ivar store_default_graph: IRI of the graph that stands for the default graph there; empty
        where that server has a default graph apart from the named ones
    :ivar host: the address served
    :ivar port: the port served
    :ivar workers: query processes
    :ivar timeout: wall-clock seconds a query may take
    :ivar max_rows: solutions or triples an answer may have
    :ivar max_bytes: bytes an answer may have
    :ivar max_memory: bytes of memory a query process may take
    :ivar max_query: bytes a query text may have
    :ivar max_body: bytes the body of any request may have
    :ivar service_endpoints: endpoints that queries may call by ``SERVICE``, apart by spaces; empty:
        none
    :ivar service_networks: networks such as ``127.0.0.0/8`` in which those endpoints may stand
        though they are not public, apart by spaces
    :ivar service_seconds: how long one of those endpoints may take
    :ivar public_url: address under which clients reach the service; empty: as the request says
    :ivar proxies: how many proxies in front are trusted to say who asks, and under which address
    :ivar grace: seconds that requests may go on after the service is told to stop
    :ivar cache_bytes: bytes of answers that are kept to be given again; 0 keeps none
    :ivar client_seconds: seconds of worker time that one client may use a minute; 0: no limit
    :ivar log_requests: whether each request becomes a line of the log
    :ivar log_queries: whether that line carries the text of the query
    """

    releases: Path = Path("releases")
    imports: Path = Path("imports")
    documents: Path = Path("../shared/data")
    states: str = ""
    store: str = ""
    store_default_graph: str = ""
    host: str = "127.0.0.1"
    port: int = 8080
    workers: int = 2
    timeout: float = 30.0
    max_rows: int = 1_000_000
    max_bytes: int = 200_000_000
    max_memory: int = 1_000_000_000
    max_query: int = 1_000_000
    max_body: int = 16_000_000
    service_endpoints: str = ""
    service_networks: str = ""
    service_seconds: float = 10.0
    public_url: str = ""
    proxies: int = 0
    grace: float = 20.0
    cache_bytes: int = 64_000_000
    client_seconds: float = 0.0
    log_requests: bool = True
    log_queries: bool = False

    def __post_init__(self) -> None:
        """Refuse a number out of its range.

        :raises InputError: that names the setting, its value and what would be right
        """
        for field in dataclasses.fields(self):
            value = getattr(self, field.name)
            if isinstance(value, int | float):
                least, most = RANGES.get(field.name, (0, None))
                if not (math.isfinite(value) and value >= least and value <= (most or value)):
                    range_ = f"{least} to {most}" if most else f"{least} or more"
                    raise InputError(f"{field.name} is {value}; expected {range_}")


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings from file and environment; what is not set keeps its default.

    :param environment: in place of the process's own
    :returns: settings of the right kind each; a variable goes before the file
    :raises InputError: if a name is unknown, a value is not of the field's kind or out of its
        range, or the file that is named cannot be read
    """
    variables = os.environ if environment is None else environment
    fields = {field.name: field for field in dataclasses.fields(Settings)}
    values: dict[str, Any] = _from_file(variables.get(FILE_VARIABLE, ""), fields)
    names = {PREFIX + name.upper(): name for name in fields}
    for variable, text in variables.items():
        if not variable.startswith(PREFIX) or variable == FILE_VARIABLE:
            continue
        if variable not in names:
            near = difflib.get_close_matches(variable, [*names, FILE_VARIABLE], 1, 0.0)[0]
            raise InputError(f"{variable} is no setting; did you mean {near}?")
        kind = type(fields[names[variable]].default)
        values[names[variable]] = _value(variable, text, kind)
    return Settings(**values)


def show_settings(settings: Settings) -> list[str]:
    """Return one line for each setting, without what only its owner should know."""
    return [
        f"{field.name} = {_USER.sub('***@', str(getattr(settings, field.name)))}"
        for field in dataclasses.fields(settings)
    ]


def _from_file(named: str, fields: "Mapping[str, dataclasses.Field[Any]]") -> dict[str, Any]:
    """Return the values of the settings file; none where no file is named and none lies here."""
    path = Path(named or FILE_NAME)
    if not named and not path.is_file():
        return {}
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path}: is not TOML in UTF-8: {error}") from error
    values: dict[str, Any] = {}
    for key, value in found.items():
        if key not in fields:
            near = difflib.get_close_matches(key, fields, 1, 0.0)[0]
            raise InputError(f"{path}: {key} is no setting; did you mean {near}?")
        kind: type = type(fields[key].default)
        wanted: type = str if issubclass(kind, Path) else kind
        fits = type(value) is wanted or (wanted is float and type(value) is int)
        if not fits:
            raise InputError(f"{path}: {key} is {value!r}; expected {_KINDS[wanted]}")
        values[key] = kind(value)
    return values


def _value(name: str, text: str, kind: type) -> bool | str | int | float | Path:
    if issubclass(kind, Path):
        return Path(text)
    try:
        if kind is bool:
            return _SWITCH[text.lower()]
        if kind is int:
            return int(text)
        return float(text) if kind is float else text
    except (KeyError, ValueError) as error:
        raise InputError(f"{name} is {text!r}; expected {_KINDS[kind]}") from error
