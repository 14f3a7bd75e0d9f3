"""Reader for regulations as Justice Laws publishes them in XML, ``justice-laws-xml``.

The list part of a regulation is its schedules, but for the schedule of amendments that are not
in force (``NifProvs``), and the definitions of its body, which hold for the schedules too.  The
sections of the body say who needs a permit; they list nothing, and are not read.  Historical
notes cite amendments and are no text of the list.

Provisions are properly nested and labelled, and a label is read by where it stands.  An
unlabelled provision continues the one around it; one whose text is only ``NOTE`` (``NOTA :``)
holds a note with all that is nested in it, labels included.  Headings with a code (``PART A``,
``A.1.``, ``GROUP 5``) are entries; the others are kept as remarks of what they stand under.  A
repealed provision is a place kept free.  ``lims:inforce-start-date`` says since when the words
of an entry stand: the latest date of the provisions that its own words come from.
"""

import datetime
import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from kgservice.errors import CodeError, DocumentError
from kgservice.model import Interval, NoteKind, Reading, Source, Status
from kgservice.readers.assembly import Assembly
from kgservice.readers.descriptors import ListDescriptor
from kgservice.readers.documents import Document, parse_xml
from kgservice.readers.justice_laws.text import (
    LABELLED,
    characters_of,
    date_of,
    labels_of,
    lines_of,
    term_of,
    words_of,
)
from kgservice.text import one_line

FORMAT: Final = "justice-laws-xml"
_NOTE: Final = re.compile(r"(?:TECHNICAL )?NOTES?\s*:?|NOTA\s*:|REMARQUES?\s*:?", re.IGNORECASE)
_NOT_IN_FORCE: Final = "NifProvs"


def recognise(name: str, head: bytes) -> bool:
    """Tell whether a file is a Justice Laws regulation, by its first element."""
    return name.lower().endswith(".xml") and (
        b"<Regulation" in head and b"http://justice.gc.ca/lims" in head
    )


def read(document: Document, descriptor: ListDescriptor, date: datetime.date, lang: str) -> Reading:
    """Return the edition that one language version of a regulation carries.

    :param document: the regulation's XML, in one language
    :param descriptor: of the list; its grammar reads the codes
    :param date: the edition's
    :param lang: ``en`` or ``fr``
    :returns: entries with their in-force dates, notes, and every piece that found no place
    :raises DocumentError: if the document is no regulation, or of another language
    """
    root = parse_xml(document)
    if root.tag != "Regulation":
        raise DocumentError(
            f"{document.name}, line {root.sourceline}: the document is <{root.tag}>; "
            "expected <Regulation> of Justice Laws"
        )
    printed = root.get("{http://www.w3.org/XML/1998/namespace}lang")
    if printed != lang:
        raise DocumentError(f"{document.name}: is in language {printed!r}; expected {lang!r}")
    return _Reader(document, descriptor, date, lang).reading(root)


@dataclass(slots=True)
class _Place:
    """An entry in the making: its own words come in pieces, some behind its children."""

    mark: str
    words: list[str] = field(default_factory=list)
    status: Status | None = None
    since: datetime.date | None = None

    def add(self, words: str, since: datetime.date | None) -> None:
        if words:
            self.words.append(words)
        if since is not None and (self.since is None or since > self.since):
            self.since = since


class _Reader:
    def __init__(
        self, document: Document, descriptor: ListDescriptor, date: datetime.date, lang: str
    ) -> None:
        self._source = Source(document.name, FORMAT, lang, document.sha256)
        self._grammar = descriptor.grammar
        self._assembly = Assembly(descriptor, date, lang)
        self._places: dict[str, _Place] = {}
        self._notes: list[tuple[str | None, NoteKind, str, str]] = []
        self._taken: set[etree._Element] = set()
        self._heading: str | None = None

    def reading(self, root: etree._Element) -> Reading:
        """Read definitions and schedules and return the finished reading."""
        parts: list[etree._Element] = []
        for definition in root.iterfind("Body//Definition"):
            parts.append(definition)
            self._definition(definition, None)
        for schedule in root.iterfind("Schedule"):
            if schedule.get("id") != _NOT_IN_FORCE:
                parts.append(schedule)
                self._schedule(schedule)
        for code, place in self._places.items():
            self._assembly.entry(
                code,
                "\n".join(place.words),
                mark=place.mark,
                status=place.status,
                in_force=Interval(place.since) if place.since else None,
            )
        for target, kind, text, mark in self._notes:
            self._assembly.note(target, kind, text, mark=mark)
        return self._assembly.reading(sum(map(characters_of, parts)), self._source)

    def _note(self, target: str | None, kind: NoteKind, text: str, mark: str = "") -> None:
        self._notes.append((target, kind, text, mark))

    def _schedule(self, schedule: etree._Element) -> None:
        self._heading = None
        for element in schedule:
            if element.tag == "Heading":
                self._read_heading(element)
            elif element.tag == "RegulationPiece":
                for section in element:
                    self._provision(section, self._heading)
            elif element.tag in LABELLED:
                self._provision(element, self._heading)
            elif element.tag == "ScheduleFormHeading":
                mark, *title = lines_of(element)
                self._note(None, NoteKind.REMARK, "\n".join(title), mark=mark)
            elif element.tag != "HistoricalNote":
                self._note(self._heading, NoteKind.REMARK, "\n".join(lines_of(element)))

    def _read_heading(self, heading: etree._Element) -> None:
        label, title = words_of(heading.find("Label")), words_of(heading.find("TitleText"))
        first, _, rest = title.partition(" ")
        if label and self._grammar.is_code(label):
            code, mark, words = label, label, title
        elif not label and self._grammar.is_code(first):
            code, mark, words = first, first, rest
        else:
            self._note(self._heading, NoteKind.REMARK, one_line(f"{label} {title}"))
            return
        self._heading = self._open(code, mark, heading)
        self._places[self._heading].add(words, date_of(heading))

    def _provision(self, element: etree._Element, above: str | None) -> None:
        """Read a provision, section or paragraph that stands under ``above``."""
        words = words_of(element.find("Text"))
        label = words_of(element.find("Label"))
        if not label and _NOTE.fullmatch(words):
            self._read_note(element, words, above)
            return
        target = above
        if label:
            target = self._open_labelled(label, element, above)
        self._own_words(target, words, element)
        for child in element:
            if child in self._taken:
                continue
            if child.tag in LABELLED:
                self._provision(child, target)
            elif child.tag == "Definition":
                self._definition(child, target)
            elif child.tag not in ("Label", "Text", "HistoricalNote"):
                self._own_words(target, "\n".join(lines_of(child)), child)

    def _read_note(self, note: etree._Element, mark: str, target: str | None) -> None:
        """Add a note with all that is nested in it, or with what follows it where it is empty."""
        inner = [line for child in note if child.tag != "Text" for line in lines_of(child)]
        if not inner:
            following = note.getnext()
            if following is not None and following.find("Label") is None:
                inner = lines_of(following)
                self._taken.add(following)
        self._note(target, NoteKind.NOTE, "\n".join(inner), mark)

    def _own_words(self, target: str | None, words: str, element: etree._Element) -> None:
        if target is not None:
            self._places[target].add(words, date_of(element))
        elif words:
            self._note(None, NoteKind.GENERAL_NOTE, words)

    def _open_labelled(self, label: str, element: etree._Element, above: str | None) -> str:
        """Add the entries of a label, several where it is a range, and return the first.

        :param label: as the document prints it
        :param element: that carries the label, which the error names by its line
        :param above: the code of the entry around it; None directly under the schedule
        :returns: the code under which what follows is read
        :raises DocumentError: if the label cannot be read where it stands
        """
        try:
            codes = [self._code(one, above) for one in labels_of(label)]
            first, *others = [self._open(code, label, element) for code in codes]
        except CodeError as error:
            raise DocumentError(
                f"{self._source.file}, line {element.sourceline}: label {label!r} under "
                f"{above or 'the schedule'}: {error}"
            ) from error
        for other in others:
            self._places[other].mark = ""
        return first

    def _code(self, label: str, above: str | None) -> str:
        """Return the code of a label: bracketed labels continue the code above them."""
        bracketed = re.fullmatch(r"\(?([A-Za-z0-9.]+)\)", label)
        if bracketed is None or above is None:
            return self._grammar.normalise(label)
        return self._grammar.normalise(f"{above}({bracketed.group(1)})")

    def _open(self, code: str, mark: str, element: etree._Element) -> str:
        printed = self._grammar.normalise(code)
        if printed in self._places:
            raise DocumentError(
                f"{self._source.file}, line {element.sourceline}: code {printed} stands twice; "
                "each provision stands once"
            )
        place = _Place(mark, since=date_of(element))
        repealed = element.find("Text/Repealed"), element.find("TitleText/Repealed")
        if any(found is not None for found in repealed):
            place.status = Status.RESERVED
        self._places[printed] = place
        return printed

    def _definition(self, definition: etree._Element, target: str | None) -> None:
        """Add a definition: of the list where it stands in the body, else of its item."""
        kind = NoteKind.DEFINITION if target is None else NoteKind.TECHNICAL_NOTE
        term = term_of(definition)
        text = "\n".join(lines_of(definition))
        self._note(target, kind, text.removeprefix(term).strip(), mark=term)
