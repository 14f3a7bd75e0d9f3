"""Compare what the editions' criteria say with what a reader of the paragraphs wrote down."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from kgservice.criteria import Connective, Group, Parameter
from kgservice.model import Edition
from kgservice.readers.descriptors import read_descriptor
from kgservice.readers.reading import read_described_edition
from tests.thresholds.gold import ANY, Paragraph, Row


@dataclass(frozen=True)
class Found:
    """What the edition says of the same text."""

    text: str
    digest: str
    criterion: Parameter | Group | None
    joins: str
    unparsed: tuple[str, ...]


@dataclass(frozen=True)
class Fact:
    """A number as the edition states it; ``limit`` is the one it is a condition of."""

    parameter: Parameter
    limit: Parameter | None


@dataclass
class Score:
    """Counts over paragraphs; ``faults`` says each wrong and each missed number."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    optional: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """The share of what was stated that is right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """The share of what is certain that was stated."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


@cache
def editions(list_id: str, date: datetime.date, lang: str, documents: Path) -> Edition | None:
    """Read an edition in one language alone, for its criteria are those of one text."""
    descriptor = read_descriptor(list_id)
    described = descriptor.edition(date)
    own = tuple(document for document in described.documents if document.lang == lang)
    reading = read_described_edition(descriptor, replace(described, documents=own), documents)
    return reading.edition if reading else None


@cache
def texts_of(
    list_id: str, date: datetime.date, lang: str, documents: Path
) -> dict[tuple[str, str, str], Found]:
    """Return what an edition says, by code, note number and digest."""
    edition = editions(list_id, date, lang, documents)
    found: dict[tuple[str, str, str], Found] = {}
    for entry in edition.entries if edition else ():
        joins = str(entry.joins.value) if entry.joins else "none-stated"
        if entry.joins is Connective.AT_LEAST:
            joins += f" {entry.joins_least}"
        for text in entry.texts:
            if text.value is not None:
                found[entry.code, "", text.digest] = Found(
                    text.value, text.digest, entry.criterion, joins, entry.unparsed
                )
    for note in edition.notes if edition else ():
        for text in note.texts:
            if text.value is not None:
                found[note.target or "", str(note.number), text.digest] = Found(
                    text.value, text.digest, note.criterion, "none-stated", note.unparsed
                )
    return found


def find(paragraph: Paragraph, documents: Path) -> Found | None:
    """Return what the edition says of a paragraph; None where its text is not there."""
    known = texts_of(paragraph.list_id, paragraph.date, paragraph.lang, documents)
    return known.get((paragraph.code, paragraph.note, paragraph.digest))


def facts(criterion: Parameter | Group | None) -> Iterator[Fact]:
    """Yield every number of a criterion once, conditions too."""
    seen: set[tuple[object, ...]] = set()
    for parameter in _limits(criterion):
        for fact in (Fact(parameter, None), *(Fact(c, parameter) for c in parameter.conditions)):
            key = (_key(fact.parameter), fact.limit and _key(fact.limit))
            if key not in seen:
                seen.add(key)
                yield fact


def _limits(criterion: Parameter | Group | None) -> Iterator[Parameter]:
    if isinstance(criterion, Parameter):
        yield criterion
    elif criterion is not None:
        for operand in criterion.operands:
            yield from _limits(operand)


def _key(parameter: Parameter) -> tuple[object, ...]:
    return (
        parameter.quantity,
        parameter.comparator,
        parameter.value,
        parameter.upper,
        parameter.lower_open,
        parameter.upper_open,
        parameter.unit,
        parameter.role,
    )


def agrees(row: Row, parameter: Parameter, *, named: bool) -> bool:
    """Tell whether a stated number is the one written down; ``named``: by its quantity too."""
    bounds = {(False, False): "", (True, False): "lower", (False, True): "upper"}
    return (
        row.comparator == parameter.comparator.value
        and row.value == parameter.value
        and row.upper == parameter.upper
        and row.open_bounds == bounds.get((parameter.lower_open, parameter.upper_open), "both")
        and (ANY in row.units or parameter.unit in row.units)
        and parameter.role.value in row.roles
        and (not named or ANY in row.quantities or parameter.quantity in row.quantities)
    )


def _fits(row: Row, fact: Fact, rows: Iterable[Row], *, named: bool) -> bool:
    if not agrees(row, fact.parameter, named=named):
        return False
    if row.of == "any":
        return True
    if not row.of or fact.limit is None:
        return not row.of and fact.limit is None
    limit = fact.limit
    return any(limit.value == other.value for other in rows if other.number == row.of)


def score_paragraph(paragraph: Paragraph, found: Found, score: Score, *, named: bool) -> None:
    """Add one paragraph to the counts."""
    open_rows = [row for row in paragraph.rows if row.certainty != "unparsed"]
    missing = list(dict.fromkeys(open_rows))
    for fact in facts(found.criterion):
        fitting = [row for row in open_rows if _fits(row, fact, paragraph.rows, named=named)]
        free = [row for row in fitting if row in missing]
        if not free:
            if not fitting:
                score.wrong += 1
                score.faults.append(f"{paragraph}: states {_said(fact)}")
            continue
        row = free[0]
        missing.remove(row)
        if row.certainty == "certain":
            score.right += 1
        else:
            score.optional += 1
    for row in missing:
        if row.certainty == "certain":
            score.missed += 1
            score.faults.append(
                f"{paragraph}: misses {'|'.join(row.quantities)} {row.comparator} "
                f"{row.as_written}{' (condition)' if row.of else ''}"
            )


def _said(fact: Fact) -> str:
    parameter = fact.parameter
    bounds = f"{parameter.value}" + (f" … {parameter.upper}" if parameter.upper else "")
    condition = " (condition)" if fact.limit else ""
    return (
        f"{parameter.quantity} {parameter.comparator.value} {bounds} {parameter.unit}, "
        f"{parameter.role.value}{condition}"
    )


def score_joins(paragraph: Paragraph, found: Found, score: Score) -> None:
    """Add how the paragraphs below are joined, where there are any."""
    if not paragraph.joins:
        return
    unsaid = "none-stated"
    if found.joins in paragraph.joins:
        score.right += found.joins != unsaid
        return
    score.faults.append(f"{paragraph}: joins {found.joins}, not {'|'.join(paragraph.joins)}")
    score.wrong += found.joins != unsaid
    score.missed += unsaid not in paragraph.joins


def score_tree(paragraph: Paragraph, found: Found, score: Score) -> None:
    """Add how the paragraph's own numbers are joined, where all of them were found."""
    certain = [row for row in paragraph.rows if row.certainty == "certain" and not row.of]
    stated = [fact for fact in facts(found.criterion) if fact.limit is None]
    if not paragraph.tree or len(certain) != len(stated):
        return
    names = {
        _key(fact.parameter): row.number
        for fact in stated
        for row in certain
        if agrees(row, fact.parameter, named=False)
    }
    if set(names.values()) != {row.number for row in certain}:
        return
    printed = _printed(found.criterion, names)
    if printed == paragraph.tree:
        score.right += 1
    elif Connective.UNSTATED.value in printed:
        score.missed += 1
        score.faults.append(f"{paragraph}: leaves open {paragraph.tree}")
    else:
        score.wrong += 1
        score.faults.append(f"{paragraph}: is {printed}, not {paragraph.tree}")


def _printed(criterion: Parameter | Group | None, names: dict[tuple[object, ...], str]) -> str:
    if isinstance(criterion, Parameter):
        return names[_key(criterion)]
    if criterion is None:
        return ""
    parts = []
    for operand in criterion.operands:
        printed = _printed(operand, names)
        same = isinstance(operand, Group) and operand.connective is criterion.connective
        parts.append(printed.split("(", 1)[1][:-1] if same else printed)
    if len(parts) == 1 and criterion.connective is not Connective.NONE:
        return parts[0]
    return f"{criterion.connective.value}({','.join(sorted(parts, key=_first))})"


def _first(printed: str) -> int:
    return int(printed.split("(")[-1].split(",")[0].rstrip(")"))


@dataclass
class Result:
    """The scores of one gold file, and the paragraphs whose text is not there."""

    strict: Score = field(default_factory=Score)
    loose: Score = field(default_factory=Score)
    joins: Score = field(default_factory=Score)
    tree: Score = field(default_factory=Score)
    absent: list[str] = field(default_factory=list)


def score_gold(paragraphs: Iterable[Paragraph], documents: Path) -> Result:
    """Score paragraphs against the editions as read from official documents."""
    result = Result()
    for paragraph in paragraphs:
        found = find(paragraph, documents)
        if found is None:
            result.absent.append(str(paragraph))
            continue
        score_paragraph(paragraph, found, result.strict, named=True)
        score_paragraph(paragraph, found, result.loose, named=False)
        score_joins(paragraph, found, result.joins)
        score_tree(paragraph, found, result.tree)
    return result
