"""Which items a software or technology entry covers, and at which stages of their life.

Read are only sentences of the form in which the EU, US, Australian and Norwegian lists word
their groups D and E: *software or technology* … ``for the`` *stages* ``of`` *items*
``specified in`` *codes*.  What is worded otherwise is not guessed: the answer is empty.
Stages are the defined terms in double quotation marks; single activities stand beside them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from kgservice.codes import Grammar
from kgservice.model import Coverage, Entry, Linkage
from kgservice.readers.covered_codes import HEADS_A_LIST, read_covered_codes
from kgservice.text import normalise_text

STAGES: Final = ("development", "production", "use")
ACTIVITIES: Final = (
    "design", "operation", "installation", "maintenance", "repair", "overhaul", "refurbishing",
)  # fmt: skip
_SPELLINGS: Final = {"refurbishment": "refurbishing", "refurbushing": "refurbishing"}
_STAGE: Final = r'"(?:development|production|use),?"'
_OTHER: Final = "failure analysis|anomaly resolution"
_ACTIVITY: Final = "|".join((*ACTIVITIES, *_SPELLINGS, _OTHER))
_REMARK: Final = r"(?: \((?:checking|re-machining|including [^()]*)\))?"
_WITHOUT: Final = rf"(?: \(excluding (?:{_ACTIVITY})\))?"
_TERM: Final = rf"(?:{_STAGE}{_WITHOUT}|(?:{_ACTIVITY}){_REMARK})"
_TERMS: Final = rf"{_TERM}(?:(?:,? (?:or|and)|,)? {_TERM})*"
_PHRASE: Final = re.compile(
    rf"\b(?P<lead>for|or)(?: the)? (?P<terms>{_TERMS}),? of ", re.IGNORECASE
)
_TERM_PART: Final = re.compile(
    rf"(?P<without>\(excluding (?P<left>{_ACTIVITY})\))|"
    rf'"(?P<stage>[a-z]+),?"|(?P<activity>{_ACTIVITY})',
    re.IGNORECASE,
)
_NEXT: Final = re.compile(
    r'[;,]? or(?: "?(?:software|technology)"?)?(?: "?(?:specially designed|required)"?)?'
    r"(?: or modified)?\s*$",
    re.IGNORECASE,
)
"""What leads over from the items of one phrase to the stages of the next."""
_GROUPS: Final = ("D", "E")
_HEADING: Final = 2
_HEAD: Final = re.compile(
    r'\W*(?:specific )?"? ?(?:software|technology|source code)\b[",]*', re.IGNORECASE
)
_VOID: Final = re.compile(
    r"no (?:software|technology|commodities|items) (?:is |are )?currently (?:are )?controlled|"
    r'\((?:these items are|this entry is) "subject to the ITAR|'
    r'\(this "?(?:software|technology)"? is controlled by',
    re.IGNORECASE,
)
_SPECIALLY: Final = re.compile(r"specially designed", re.IGNORECASE)
_REQUIRED: Final = re.compile(r'"required"|general technology note', re.IGNORECASE)
_DIRECTLY: Final = re.compile(r"nuclear technology note", re.IGNORECASE)
_BRACKETS: Final = re.compile(r"\((?:[^()]|\([^()]*\))*\)")
_ANY_OF: Final = re.compile(
    r"(?:any of the following|the following|[^:;()]{0,60}? as follows)\s*:$", re.IGNORECASE
)
_ITEM_LIST: Final = re.compile(
    r'(?:equipment|items|goods|commodities|materials|"?software"?|,| or | and )+ as follows\s*:$',
    re.IGNORECASE,
)
_LISTED: Final = re.compile(
    r'\W*(?:equipment|items|goods|commodities|materials|"software") '
    r"(?:specified|controlled|described) ",
    re.IGNORECASE,
)


def read_coverages(
    text: str, grammar: Grammar, own_code: str, above: tuple[Coverage, ...] = ()
) -> tuple[Coverage, ...]:
    """Return what the words of an entry cover: one value for each phrase of stages and items.

    :param text: the entry's own words
    :param grammar: of the list; tells the product group of the entry
    :param own_code: of the entry; ``this Category`` is completed from it
    :param above: what the entry right above covers; where its items are ``the following``,
        its stages hold for the items that this text names
    :returns: the coverages in the order of the text; those whose items stand nowhere by code too
    """
    line = normalise_text(text)
    if grammar.product_group(own_code) not in _GROUPS or _VOID.search(line):
        return ()
    if pending := [coverage for coverage in above if coverage.continues]:
        return tuple(_continued(line, own_code, pending[0]))
    return tuple(_read_phrases(line, own_code))


def with_coverages(entries: Iterable[Entry], grammar: Grammar) -> Iterator[Entry]:
    """Yield entries, in reading order, with what their English texts cover.

    A coverage whose items stand nowhere by code is left out.  An entry whose own text says that
    it controls nothing here (``No commodities are currently controlled``) is taken away from
    the items of every coverage.
    """
    found: dict[str | None, tuple[Coverage, ...]] = {}
    entries = tuple(entries)
    void = tuple(entry.code for entry in entries if _VOID.search(normalise_text(_english(entry))))
    for entry in entries:
        text = _english(entry)
        if not text or entry.product_group not in _GROUPS:
            yield entry
            continue
        above = found.get(entry.parent, ())
        found[entry.code] = read_coverages(text, grammar, entry.code, above)
        covers = (_without_void(one, void) for one in found[entry.code])
        yield replace(entry, covers=tuple(one for one in covers if one.items))


def _english(entry: Entry) -> str:
    return next((text.value or "" for text in entry.texts if text.lang.startswith("en")), "")


def _without_void(coverage: Coverage, void: tuple[str, ...]) -> Coverage:
    """Take away what controls nothing: from the items where named, else by exception."""
    items = tuple(item for item in coverage.items if item not in void)
    heads = tuple(item[:2] for item in items if len(item) == _HEADING or " to " in item)
    taken = tuple(code for code in void if code[:2] in heads and code not in coverage.excepted)
    return replace(coverage, items=items, excepted=coverage.excepted + taken)


def read_coverage(
    text: str, grammar: Grammar, own_code: str, above: tuple[Coverage, ...] = ()
) -> Coverage:
    """Return the first coverage of :func:`read_coverages`, an empty one where there is none."""
    return next(iter(read_coverages(text, grammar, own_code, above)), Coverage())


def _continued(line: str, own_code: str, pending: Coverage) -> Iterator[Coverage]:
    if _ITEM_LIST.fullmatch(line):
        yield pending
    elif _LISTED.match(line):
        codes = read_covered_codes(line, own_code)
        if codes is not None and codes.items:
            yield replace(
                pending, items=codes.items, excepted=codes.excepted, reasons=codes.reasons,
                qualified=pending.qualified or codes.qualified, continues=False,
            )  # fmt: skip


def _read_phrases(line: str, own_code: str) -> Iterator[Coverage]:
    phrases = list(_phrases(line))
    ends = [*(phrase.start() for phrase in phrases), len(line)][1:]
    for phrase, end in zip(phrases, ends, strict=True):
        rest = _NEXT.sub("", line[phrase.end() : end])
        stages, activities, without = _terms(phrase["terms"])
        found = Coverage(stages, activities, without, linkage=_linkage(line[: phrase.start()]))
        if _ANY_OF.fullmatch(rest.strip()):
            yield replace(found, continues=True)
            continue
        if HEADS_A_LIST.search(rest):
            return
        codes = read_covered_codes(rest, own_code)
        if codes is None:
            yield found
        else:
            yield replace(
                found, items=codes.items, excepted=codes.excepted, reasons=codes.reasons,
                qualified=codes.qualified,
            )  # fmt: skip


def _phrases(line: str) -> Iterator[re.Match[str]]:
    """Yield the phrases of stages that say what the software or technology is for.

    The first follows the head of the sentence without another ``for`` between; a later one
    follows ``or``.  Phrases inside brackets do not count.
    """
    head = _HEAD.match(line)
    if head is None:
        return
    brackets = [match.span() for match in _BRACKETS.finditer(line)]
    first = True
    for phrase in _PHRASE.finditer(line, head.end()):
        if any(start < phrase.start() < end for start, end in brackets):
            continue
        if first:
            between = _BRACKETS.sub("", line[head.end() : phrase.start()])
            if phrase["lead"].lower() != "for" or re.search(
                r"\b(?:for|which|whose)\b|[:;]", between
            ):
                return
            first = False
        yield phrase


def _terms(words: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return stages, activities named on their own, and activities taken away."""
    stages, activities, without = set(), set(), set()
    for part in _TERM_PART.finditer(re.sub(r"\((?:including|checking|re-)[^()]*\)", "", words)):
        if part["stage"]:
            stages.add(part["stage"].lower())
        elif part["left"]:
            without.add(_spelled(part["left"]))
        else:
            activities.add(_spelled(part["activity"]))
    return (
        tuple(stage for stage in STAGES if stage in stages),
        tuple(name for name in ACTIVITIES if name in activities),
        tuple(name for name in ACTIVITIES if name in without),
    )


def _spelled(word: str) -> str:
    return _SPELLINGS.get(word.lower(), word.lower())


def _linkage(line: str) -> Linkage | None:
    if _SPECIALLY.search(line):
        return Linkage.SPECIALLY_DESIGNED
    if _DIRECTLY.search(line):
        return Linkage.DIRECTLY_ASSOCIATED
    return Linkage.REQUIRED if _REQUIRED.search(line) else None
