"""What kind of document is brought, and who checks it."""

import datetime
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from kgservice.errors import DocumentError, KgServiceError, SubmissionError
from kgservice.graph.editions import edition_lines
from kgservice.graph.labels import Labels
from kgservice.model import Reading
from kgservice.readers import rdf, table
from kgservice.readers.descriptors import ListDescriptor, list_ids, own_list, read_descriptor
from kgservice.readers.documents import Document
from kgservice.readers.formats import reader_of, recognise_format
from kgservice.submission.model import Found, Submission, SubmissionReport, SubmittedList
from kgservice.submission.nesting import refuse_deep
from kgservice.submission.tables import DAY, OWN, check_table, choose_grammar
from kgservice.submission.turtle import report_turtle
from kgservice.validation import read_shapes, validate_lines

Progress = Callable[[str, int, int], None]
SHOWN: Final = 80


def check_submission(submission: Submission, progress: Progress) -> SubmissionReport:
    """Validate a document, in this process.

    :param submission: a table, RDF, or an official document of a format we read
    :param progress: called with a step's name, what is done of it, and of how much
    :returns: all findings
    :raises InputError: if the document as a whole cannot be used; the message says why
    """
    document = _document(submission)
    form = rdf.FORMAT if submission.shapes is not None else recognise_format(document)
    if form == rdf.FORMAT:
        from kgservice.submission.graphs import check_graph  # its engine is slow to load

        progress("shapes", 0, 1)
        findings, turtle = check_graph(submission)
        progress("shapes", 1, 1)
        return SubmissionReport(document.name, form, not findings, None, 0, findings, turtle)
    read = _read(document, form, progress)
    found, entries = read.findings, len(read.edition.entries)
    turtle = report_turtle(document.name, found)
    return SubmissionReport(document.name, form, not found, read.grammar, entries, found, turtle)


def read_submission(submission: Submission, progress: Progress) -> tuple[str, SubmittedList]:
    """Read a document that is a list, in this process, with the numbers that its texts state.

    :param submission: a table, RDF, or an official document; its shapes are not looked at
    :param progress: called with a step's name, what is done of it, and of how much
    :returns: the name of its format, and the list with what is wrong with it; RDF is read and not
        held to the shapes
    :raises InputError: if the document as a whole cannot be used; the message says why
    """
    document = _document(submission)
    form = recognise_format(document)
    if form == rdf.FORMAT:
        refuse_deep(document)
        return form, _read_graph(document)
    read = _read(document, form, progress)
    if form == table.FORMAT:
        progress("thresholds", 0, 1)
        read = replace(read, edition=table.with_numbers(read.edition, read.rows.values()))
        progress("thresholds", 1, 1)
    return form, read


def _document(submission: Submission) -> Document:
    digest = hashlib.sha256(submission.data).hexdigest()
    document = Document(Path(submission.name), submission.data, digest)
    if not submission.data.strip():
        raise DocumentError(f"{document.name}: is empty; expected a list, as a table or as RDF")
    return document


def _read(document: Document, form: str, progress: Progress) -> SubmittedList:
    if form == table.FORMAT:
        return check_table(document, progress)
    reading, descriptor = _read_official(document, form)
    found = tuple(_official_findings(reading, descriptor))
    return SubmittedList(reading.edition, descriptor.grammar_name, found)


def _read_graph(document: Document) -> SubmittedList:
    """Read RDF by the grammar that reads most of its codes."""
    reading = rdf.read(document, own_list(OWN, "free"), DAY, "en")
    grammar = choose_grammar([entry.code for entry in reading.edition.entries]).name
    if grammar != "free":
        reading = rdf.read(document, own_list(OWN, grammar), DAY, "en")
    return SubmittedList(reading.edition, grammar, tuple(_unplaced_findings(reading)))


def _read_official(document: Document, form: str) -> tuple[Reading, ListDescriptor]:
    """Read an official document: as what it is known to be, else by the list that fits it best."""
    best: tuple[Reading, ListDescriptor] | None = None
    refused: KgServiceError | None = None
    for descriptor, date, lang in _candidates(document, form):
        try:
            reading = reader_of(form).read(document, descriptor, date, lang)
        except KgServiceError as error:
            refused = refused or error
            continue
        if best is None or reading.placed > best[0].placed:
            best = reading, descriptor
    if best is None:
        raise SubmissionError(f"{document.name}: cannot be read as {form}: {refused}")
    return best


def _candidates(document: Document, form: str) -> list[tuple[ListDescriptor, datetime.date, str]]:
    """Return the lists of which a document can be an edition, with the date and the language."""
    known = [
        (descriptor, edition.date, described)
        for descriptor in map(read_descriptor, list_ids())
        for edition in descriptor.editions
        for described in edition.documents
        if described.format == form
    ]
    own = [(lists, date, d.lang) for lists, date, d in known if d.sha256 == document.sha256]
    others = {lists.id: (lists, DAY, described.lang) for lists, _, described in known}
    return own or list(others.values())


def _unplaced_findings(reading: Reading) -> Iterator[Found]:
    for fragment in reading.unplaced:
        message = f"found no place: {fragment.reason}"
        yield Found(
            "Warning", message, "unplaced", place=fragment.where, value=fragment.text[:SHOWN]
        )


def _official_findings(reading: Reading, descriptor: ListDescriptor) -> Iterator[Found]:
    yield from _unplaced_findings(reading)
    for gap in reading.edition.gaps:
        message = f"{gap.code} is missing ({gap.kind.value})"
        yield Found("Warning", message, "code-sequence", place=gap.code)
    lines = edition_lines(reading.edition, descriptor, Labels())
    for found in validate_lines(lines, read_shapes()).findings:
        yield Found(
            found.severity,
            found.message,
            found.source_shape,
            focus_node=found.focus_node,
            path=found.path,
            value=found.value,
        )
