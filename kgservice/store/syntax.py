"""The engine's syntax messages, said so that the writer of the query understands them."""

import re

MOST = 6
CLASSES = {"[_]": "", "['%']": ""}
QUOTED = re.compile(r'"[^"]+"|[A-Za-z]{2,}')


def explain(text: str, line: int, column: int, expected: str) -> str:
    """Return one sentence that names the place, what stands there, and what could.

    :param text: the query
    :param line: where the engine stopped, from 1; 0 if it does not say
    :param column: column of that line, from 1
    :param expected: the engine's own words
    """
    if not line:
        return f"the query cannot be read: {expected}"
    lines = text.split("\n")
    rest = lines[line - 1][column - 1 :].strip() if line <= len(lines) else ""
    following = " ".join([rest, *lines[line:]]).split()
    met = f"{following[0][:40]!r} cannot stand here" if following else "the query ends too early"
    return f"line {line}, column {column}: {met}{_choices(expected)}"


def _choices(expected: str) -> str:
    """Return the keywords and marks among what the engine expected; nothing if none helps."""
    if not expected.startswith("expected "):
        return f" ({expected})"
    words = expected.removeprefix("expected ").removeprefix("one of ").split(", ")
    useful = [word.strip('"') for word in words if QUOTED.fullmatch(word)]
    if not useful or len(useful) > MOST:
        return ""
    return f"; expected {' or '.join(useful)}"
