"""Searching an index: a question in, one page of hits out."""

import contextlib
import difflib
import sqlite3
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Final

from kgservice.errors import IndexBuildError, InputError
from kgservice.search.index import FORMAT
from kgservice.search.matching import (
    best_by_item,
    expression_of,
    match_codes,
    match_numbers,
    match_words,
)
from kgservice.search.model import Found, Question
from kgservice.search.showing import show_match
from kgservice.search.words import MOST_WORDS, Vocabulary, squeeze, words_of

LONGEST: Final = 400


class SearchIndex:
    """An index, opened for reading by any thread.

    :param path: of a file that :func:`write_index` wrote
    :raises IndexBuildError: if it is no index of this format
    """

    def __init__(self, path: Path) -> None:
        self._address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        try:
            with self._connected() as connection:
                about = dict(connection.execute("SELECT key, value FROM about"))
                words = _column(connection, "SELECT word FROM vocabulary ORDER BY word")
                lists = _column(connection, "SELECT DISTINCT list FROM item ORDER BY list")
                langs = _column(connection, "SELECT DISTINCT lang FROM segment ORDER BY lang")
        except sqlite3.Error as error:
            raise IndexBuildError(f"{path}: is no search index: {error}") from error
        if about.get("format") != FORMAT:
            raise IndexBuildError(
                f"{path}: is a search index of format {about.get('format')}; expected {FORMAT}"
            )
        self.release: str = about["release"]
        self.lists = tuple(filter(None, lists))
        self.languages = tuple(filter(None, langs))
        self._vocabulary = Vocabulary(words)

    def search(self, question: Question) -> Found:
        """Return what answers a question, the best first.

        :param question: its text has a letter or digit
        :returns: one page of hits, and how many there are in all
        :raises InputError: if the text holds nothing to search for or is too long, or the list or
            language is none of the index
        """
        self._check(question)
        readings = {word: self._vocabulary.readings(word) for word in words_of(question.text)}
        joined = " OR " if question.loose else " AND "
        with self._connected() as connection:
            exact = [
                *match_codes(connection, question, self.lists),
                *match_numbers(connection, question),
            ]
            expression, whole = expression_of(readings, joined), all(readings.values())
            searched = whole or question.loose
            by_words = match_words(connection, question, expression) if searched else iter(())
            found = best_by_item(chain(exact, by_words))
            if not found:
                expression, whole = expression_of(readings, " OR "), False
                found = best_by_item(match_words(connection, question, expression))
            page = found[question.offset : question.offset + question.limit]
            hits = tuple(show_match(connection, each, expression, question.lang) for each in page)
        return Found(
            text=question.text,
            total=len(found),
            offset=question.offset,
            hits=hits,
            whole=(whole and not question.loose) or bool(exact),
            corrected={
                word: readings[word] for word in readings if self._vocabulary.corrects(word)
            },
            release=self.release,
        )

    def _check(self, question: Question) -> None:
        if not squeeze(question.text):
            raise InputError("the text to search for has no letter or digit; expected some")
        if len(question.text) > LONGEST:
            raise InputError(f"the text to search for has more than {LONGEST} characters")
        if (count := len(words_of(question.text))) > MOST_WORDS:
            raise InputError(f"the text has {count} words; expected {MOST_WORDS} at most")
        _require("list", question.list, self.lists)
        _require("language", question.lang, self.languages)

    @contextlib.contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        with contextlib.closing(sqlite3.connect(self._address, uri=True)) as connection:
            yield connection


def _require(name: str, value: str | None, known: tuple[str, ...]) -> None:
    if value is not None and value not in known:
        near = difflib.get_close_matches(value[:80], known, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known) or 'none'}"
        raise InputError(f"there is no {name} {value[:80]!r} in this release; {hint}")


def _column(connection: sqlite3.Connection, statement: str) -> list[str]:
    return [value for (value,) in connection.execute(statement)]
