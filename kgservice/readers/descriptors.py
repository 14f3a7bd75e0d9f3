"""List descriptors: what is known of a list before any document of it is read.

One TOML file a list under ``lists/``, named by the list's id: title, law, authority, licence,
publisher's address, code grammar; and for each edition its documents, with digests and the
counts that reading them must give.
"""

import datetime
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from kgservice.codes import Grammar, grammar_named
from kgservice.errors import CodeError, DescriptorError

_LISTS = resources.files("kgservice.readers") / "lists"
_KEYS = {
    "title", "jurisdiction", "authority", "regimes", "legal_act", "legal_act_url", "licence",
    "licence_url", "publisher_url", "fetch_url", "grammar", "languages", "edition",
}  # fmt: skip
_EDITION_KEYS = {"date", "date_source", "extent", "documents", "expected"}
_DOCUMENT_KEYS = {"file", "format", "lang", "sha256", "url"}


@dataclass(frozen=True, slots=True)
class DocumentDescriptor:
    """One document of an edition; ``file`` is relative to the documents folder."""

    file: str
    format: str
    lang: str
    sha256: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class EditionDescriptor:
    """An edition we know documents of.

    :ivar date_source: where the date was read, e.g. ``lims:pit-date of the document``
    :ivar extent: ``whole``, ``incomplete`` or ``excerpt``; an excerpt never is the present
    :ivar expected: named counts that reading the documents gives, e.g. ``{"entry": 384}``
    """

    date: datetime.date
    date_source: str
    extent: str
    documents: tuple[DocumentDescriptor, ...]
    expected: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ListDescriptor:
    """A control list as a work.  ``title`` maps a language to the title in it."""

    id: str
    title: dict[str, str]
    jurisdiction: str
    authority: str
    regimes: tuple[str, ...]
    legal_act: str
    legal_act_url: str | None
    licence: str
    licence_url: str | None
    publisher_url: str
    fetch_url: str | None
    grammar_name: str
    languages: tuple[str, ...]
    editions: tuple[EditionDescriptor, ...]

    @property
    def grammar(self) -> Grammar:
        """The grammar of the list's codes."""
        return grammar_named(self.grammar_name)

    def edition(self, date: datetime.date) -> EditionDescriptor:
        """Return the edition of that date.

        :param date: from which the edition stands
        :returns: its documents with their digests, and the counts that reading them gives
        :raises DescriptorError: if none is described; the message lists those that are
        """
        for edition in self.editions:
            if edition.date == date:
                return edition
        known = ", ".join(edition.date.isoformat() for edition in self.editions) or "none"
        raise DescriptorError(f"list {self.id} has no edition {date}; described are {known}")


@cache
def list_ids() -> tuple[str, ...]:
    """Return the ids of all described lists, sorted."""
    names = (path.name for path in _LISTS.iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@cache
def read_descriptor(list_id: str) -> ListDescriptor:
    """Return the descriptor of a list.

    :param list_id: such as ``us-ccl``; :func:`list_ids` gives all
    :returns: what the list's TOML file says
    :raises DescriptorError: if no list has that id, or its file lacks or misnames a key
    """
    if list_id not in list_ids():
        raise DescriptorError(f"no list is named {list_id!r}; there are {', '.join(list_ids())}")
    place = f"{list_id}.toml"
    try:
        table = tomllib.loads((_LISTS / place).read_text(encoding="utf-8"))
        return _descriptor(list_id, table)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, CodeError) as error:
        raise DescriptorError(f"{place}: {error}; see the descriptors beside it") from error


def own_list(list_id: str, grammar: str) -> ListDescriptor:
    """Return a bare descriptor for a list that only its authority knows."""
    return ListDescriptor(
        id=list_id,
        title={"en": list_id},
        jurisdiction="",
        authority="",
        regimes=(),
        legal_act="",
        legal_act_url=None,
        licence="not stated",
        licence_url=None,
        publisher_url="",
        fetch_url=None,
        grammar_name=grammar,
        languages=(),
        editions=(),
    )


def _descriptor(list_id: str, table: dict[str, Any]) -> ListDescriptor:
    _refuse_unknown(table, _KEYS)
    grammar_named(table["grammar"])
    return ListDescriptor(
        id=list_id,
        title=table["title"],
        jurisdiction=table["jurisdiction"],
        authority=table["authority"],
        regimes=tuple(table["regimes"]),
        legal_act=table["legal_act"],
        legal_act_url=table.get("legal_act_url"),
        licence=table["licence"],
        licence_url=table.get("licence_url"),
        publisher_url=table["publisher_url"],
        fetch_url=table.get("fetch_url"),
        grammar_name=table["grammar"],
        languages=tuple(table["languages"]),
        editions=tuple(_edition(edition) for edition in table.get("edition", [])),
    )


def _edition(table: dict[str, Any]) -> EditionDescriptor:
    _refuse_unknown(table, _EDITION_KEYS)
    for document in table["documents"]:
        _refuse_unknown(document, _DOCUMENT_KEYS)
    return EditionDescriptor(
        date=table["date"],
        date_source=table["date_source"],
        extent=table["extent"],
        documents=tuple(DocumentDescriptor(**document) for document in table["documents"]),
        expected=table.get("expected", {}),
    )


def _refuse_unknown(table: dict[str, Any], known: set[str]) -> None:
    if unknown := sorted(set(table) - known):
        raise KeyError(f"unknown {', '.join(unknown)}; known are {', '.join(sorted(known))}")
