"""What is searched, asked and found, as values."""

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["entry", "provision", "chemical", "technique", "task", "list", "regime"]
Matched = Literal["code", "cas", "label", "name", "text"]


@dataclass(frozen=True, slots=True)
class Item:
    """A thing that can be found.

    :ivar iri: of the entry that stands in the present; of the provision where none does
    :ivar kind: ``provision`` for a code without an entry in the present
    :ivar list: id of its list, empty for what belongs to none
    :ivar code: as printed; the CAS number of a chemical
    :ivar key: sorts items of a list into the order of codes
    :ivar edition: IRI of the edition in which the entry stands
    :ivar status: local name of the entry's status, such as ``Reserved``
    :ivar labels: pairs of language and words; the language is empty where none is said
    :ivar above: labels of the nearest place above that has any, for a place without its own
    :ivar names: other names, of whatever language; names of the chemicals that an entry names
    :ivar cas: CAS numbers
    :ivar texts: official text of the place and its notes, as pairs of language and text
    """

    iri: str
    kind: Kind
    list: str = ""
    code: str = ""
    key: str = ""
    edition: str = ""
    status: str = ""
    labels: tuple[tuple[str, str], ...] = ()
    above: tuple[tuple[str, str], ...] = ()
    names: tuple[str, ...] = ()
    cas: tuple[str, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What is searched for.

    :ivar text: a code, words, a name, a CAS number, or several of them together
    :ivar lang: only words of this language, and labels in it; ``None`` for every language
    :ivar list: only entries and provisions of this list; ``None`` for every list and all else
    :ivar kinds: only things of these kinds; empty for all
    :ivar limit: how many hits at most
    :ivar offset: how many of the best hits are passed over
    :ivar loose: whether any of its words suffices, where a cell of a table is looked for
    """

    text: str
    lang: str | None = None
    list: str | None = None
    kinds: tuple[str, ...] = ()
    limit: int = 20
    offset: int = 0
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """A text with the places that matched.

    :ivar lang: its language, empty where none is said
    :ivar spans: start and end of each match, in code points of ``text``
    """

    text: str
    lang: str
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found.

    :ivar iri: as in :class:`Item`, so ``kind``, ``list``, ``code``, ``edition`` and ``status``
    :ivar label: its own label, ``None`` where it has none
    :ivar above: the label of the nearest place above that has one, where it has none itself
    :ivar matched: by what it was found best
    :ivar extract: the name or the piece of official text that matched, where that is not the label
    """

    iri: str
    kind: Kind
    list: str
    code: str
    edition: str
    status: str
    label: Words | None
    above: Words | None
    matched: Matched
    extract: Words | None


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a question.

    :ivar text: what was asked
    :ivar total: how many things match, on this page and on the others
    :ivar offset: how many of them stand before these
    :ivar hits: the best first
    :ivar whole: whether every word matched; false where only some of the words did
    :ivar corrected: for each word that stands nowhere, the words that were searched in its place
    :ivar release: id of the release that was searched
    """

    text: str
    total: int
    offset: int
    hits: tuple[Hit, ...]
    whole: bool
    corrected: dict[str, tuple[str, ...]] = field(default_factory=dict)
    release: str = ""
