"""What an entry's or note's words name: CAS numbers, chemicals, other entries, a free place."""

import re
from typing import Final

from kgservice.codes import Grammar
from kgservice.model import Chemical, NoteKind, Polarity, Status
from kgservice.text import normalise_text, one_line

_CAS: Final = re.compile(r"(?<![\d-])(\d{2,7})[-–](\d{2})[-–](\d)(?![\d-])")
_CAS_MARK: Final = re.compile(
    r"[(\[]?\s*\bC\.?\s?A\.?\s?S\.?(?:\s*(?:RN|No\.?|Nos\.?|numbers?|#|:))*\s*#?\s*"
    r"(?:\d{2,7}[-–]\d{2}[-–]\d(?:\s*(?:,|;|and|or|&)\s*#?)?\s*)+[)\]]?",
    re.IGNORECASE,
)
_RESERVED: Final = re.compile(
    r"\W*(?:(?:is|are)\s+)?(?:reserved|not used|unused|deleted|repealed|"
    r"réservé|abrogée?s?|supprimée?s?)\W*(?:[;.,]\W*)?",
    re.IGNORECASE,
)
_EXCLUDES: Final = re.compile(
    r"(?:does|do) not (?:\w+ ){0,2}?(?:control|apply|include)|is not controlled|are not controlled"
    r"|except(?:ed)? from control|ne vis(?:e|ent) pas|ne s'appliqu(?:e|ent) pas",
    re.IGNORECASE,
)
_EXTENDS: Final = re.compile(
    r"(?:also|further) (?:controls?|appl(?:y|ies)|includes?)|\b(?:includes?|y compris|comprend)\b",
    re.IGNORECASE,
)
_LIMITS: Final = re.compile(
    r"(?:appl(?:y|ies)|controls?) only|only (?:applies|controls)|ne s'appliqu(?:e|ent) qu",
    re.IGNORECASE,
)
_LEADING: Final = re.compile(
    r"(?:(?:\(\d\)|also known as|mixed with|included are|such as|e\.g\.,?)\s+)+", re.IGNORECASE
)
_REFERENCE: Final = re.compile(
    r"\W*see (?:also )?(?:the )?(?:military goods controls|munitions list|ECCN|USML)\b",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z-]+")
MOST_WORDS: Final = 7
_SENTENCE: Final = re.compile(r"\b(?:is|are|which|that|comprised|containing|est|sont|qui)\b")
_POINTER: Final = re.compile(r"^SEE [A-Z0-9' .-]+? (?:FOR|for)\s+")
LONGEST_NAME: Final = 120


def cas_is_valid(number: str) -> bool:
    """Tell whether a CAS number's check digit holds (the weighted digit sum modulo 10)."""
    digits = number.replace("-", "")
    total = sum(weight * int(digit) for weight, digit in enumerate(reversed(digits[:-1]), 1))
    return total % 10 == int(digits[-1])


def find_cas_numbers(text: str) -> tuple[str, ...]:
    """Return the CAS numbers of a text whose check digit holds, in order, each once."""
    found = ("-".join(match.groups()) for match in _CAS.finditer(normalise_text(text)))
    return tuple(dict.fromkeys(number for number in found if cas_is_valid(number)))


def find_wrong_cas_numbers(text: str) -> tuple[str, ...]:
    """Return what a text gives as CAS numbers though the check digit does not hold, each once."""
    if "AS" not in text.upper():
        return ()
    marked = (match.group() for match in _CAS_MARK.finditer(normalise_text(text)))
    found = ("-".join(match.groups()) for mark in marked for match in _CAS.finditer(mark))
    return tuple(dict.fromkeys(number for number in found if not cas_is_valid(number)))


def find_chemicals(text: str) -> tuple[Chemical, ...]:
    """Return the chemicals a text names with a CAS number.

    A name is the words beside the number: before ``(CAS …)``, or after it where the text
    starts with the number.  Several numbers behind one name share it.  A stretch of more
    than seven words or 120 characters, or with a colon before the name, is no name and is left out.
    """
    line = one_line(text.replace("\u2011", "-"))
    found: list[Chemical] = []
    marks = list(_CAS_MARK.finditer(line))
    start = 0
    for index, mark in enumerate(marks):
        name = _name(line[start : mark.start()])
        if not line[: mark.start()].strip(" -\u2013") and len(marks) == 1:
            name = _name(line[mark.end() :])
        numbers = ["-".join(match.groups()) for match in _CAS.finditer(mark.group())]
        found += [Chemical(name, number) for number in numbers if cas_is_valid(number)]
        start = marks[index].end()
    named = {chemical.cas for chemical in found}
    found += [Chemical(None, cas) for cas in find_cas_numbers(line) if cas not in named]
    return tuple(dict.fromkeys(found))


def _name(stretch: str) -> str | None:
    """Return the name that ends a stretch: behind its last semicolon, brackets in pairs."""
    name = re.sub(r"^(?:\W*(?:and|or|et|ou)\b)?[\s,;:/.–-]+|[\s,;:.–-]+$", "", " " + stretch)
    name = _last_part(name.strip())
    name = _POINTER.sub("", name)
    if leading := _LEADING.match(name):
        name = name[leading.end() :]
    if name.count("(") == name.count(")") + 1 and name.startswith("("):
        name = name[1:]
    if _SENTENCE.search(name) or len(_WORD.findall(name)) > MOST_WORDS:
        return None
    if not name or len(name) > LONGEST_NAME or ": " in name or not re.search(r"[A-Za-z]{2}", name):
        return None
    return name if name.count("(") == name.count(")") else None


def _last_part(name: str) -> str:
    """Return what stands behind the last semicolon that is in no brackets."""
    depth = start = 0
    for place, sign in enumerate(name):
        depth += (sign in "([") - (sign in ")]")
        if sign == ";" and depth <= 0:
            start = place + 1
    return name[start:].strip()


def is_reserved(text: str) -> bool:
    """Tell whether a text says only that its place is kept free (``[Reserved]``, ``Not used``)."""
    return _RESERVED.fullmatch(normalise_text(text)) is not None


def status_of(text: str) -> Status:
    """Return what a text prints at its code: an item, a free place, or a reference elsewhere.

    A reference begins with *See Military Goods Controls*, *See Munitions List*, *See ECCN* or
    *See USML*, in any case.
    """
    if is_reserved(text):
        return Status.RESERVED
    return Status.REFERENCE if _REFERENCE.match(text) else Status.LISTED


def polarity_of(kind: NoteKind, text: str) -> Polarity:
    """Return what a note does to its entry's reach, by its kind and its first words.

    Technical notes, definitions and references explain.  A note that says what is *not*
    controlled excludes; one that says *only* limits; one that names inclusions extends.
    """
    if kind is not NoteKind.NOTE and kind is not NoteKind.GENERAL_NOTE:
        return Polarity.EXPLAINS
    opening = normalise_text(text)[:200]
    if _EXCLUDES.search(opening):
        return Polarity.EXCLUDES
    if _LIMITS.search(opening):
        return Polarity.LIMITS
    if _EXTENDS.search(opening):
        return Polarity.EXTENDS
    return Polarity.EXPLAINS


def find_references(
    text: str, grammar: Grammar, own_code: str | None = None, *, within: str | None = None
) -> tuple[str, ...]:
    """Return the codes of the same list that a text names, in order, each once.

    A range (``a.1 to a.12``, ``through``) stands as ``FIRST to LAST``; a shortened end
    (``1C350.a through .d``) is completed from its start.  The entry's own code is left out.

    :param text: of an entry or a note
    :param grammar: of the list's codes
    :param own_code: the code of the entry whose text it is; None keeps every mention
    :param within: the code that the text stands at, from which a grammar may complete references
    :returns: codes in printed form, ranges not expanded
    """
    found: list[str] = []
    for first, last in grammar.mentions_within(normalise_text(text), within):
        if last is not None and last != first:
            found.append(f"{first} to {last}")
        elif first != own_code:
            found.append(first)
    return tuple(dict.fromkeys(found))
