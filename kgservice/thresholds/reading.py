"""From the words of one paragraph to the numbers it asks for, and how they are joined.

A number becomes a :class:`~kgservice.criteria.Parameter` only where its quantity, comparison,
value and unit are certain; what is not is kept as printed among the unparsed.
"""

import re
from dataclasses import dataclass, field, replace
from typing import Final

from kgservice.criteria import Comparator, Group, Parameter, Role
from kgservice.thresholds import phrases
from kgservice.thresholds.language import Language, Sign, language_of, sign_of
from kgservice.thresholds.masking import mask
from kgservice.thresholds.measures import Measure, find_measures
from kgservice.thresholds.naming import Namer
from kgservice.thresholds.numbers import Style, plain
from kgservice.thresholds.quantities import find_named
from kgservice.thresholds.ranges import join_bounds
from kgservice.thresholds.roles import role_of
from kgservice.thresholds.senses import comparator_of
from kgservice.thresholds.trees import Placed, join_limits

_SIGNED: Final = ("Cel", "[degF]", "dB", "dB[mW]", "dB/Hz", "dB[mW]/Hz", "deg")
_AMBIENT: Final = ("temperature", "pressure", "time", "frequency")
_CONTRARY: Final = {Sign.GREATER: Sign.LESS_OR_EQUAL, Sign.GREATER_OR_EQUAL: Sign.LESS}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What one paragraph says in numbers.

    :ivar criterion: its parameters, joined as its words say; None where it states none
    :ivar unparsed: number phrases that could not be read with certainty, as printed
    """

    criterion: Parameter | Group | None = None
    unparsed: tuple[str, ...] = ()


def read_paragraph(
    text: str, lang: str, *, role: Role = Role.CONTROL, style: Style = Style.POINT, above: str = ""
) -> Paragraph:
    """Read the numbers of one paragraph.

    :param text: as printed
    :param lang: a BCP 47 tag; of a language that is not read nothing is said
    :param role: what the numbers limit where the words do not say otherwise
    :param style: how the list writes decimals
    :param above: the text of the entry above, which may name the quantity
    :returns: an empty paragraph where no number limits anything
    """
    language = language_of(lang)
    if language is None or not phrases.DIGIT.search(text):
        return Paragraph()
    return _Reader(text, lang.partition("-")[0].lower(), language, role, style, above).paragraph()


@dataclass(slots=True)
class _Reader:
    printed: str
    lang: str
    language: Language
    role: Role
    style: Style
    above: str
    text: str = field(init=False)
    unparsed: list[str] = field(default_factory=list)
    placed: list[Placed] = field(default_factory=list)
    waiting: list[Parameter] = field(default_factory=list)
    lost: bool = False
    held: bool = False
    began: int = 0

    def __post_init__(self) -> None:
        self.text = mask(plain(self.printed))

    def paragraph(self) -> Paragraph:
        measures = find_measures(self.text, self.printed, self.language, self.style)
        measures = join_bounds(measures, self.text, self.printed, self.language)
        if not measures:
            return Paragraph()
        namer = Namer(self.text, self.lang, measures, plain(self.above))
        for place, measure in enumerate(measures):
            self._read(measure, place, measures, namer)
        self.unparsed += [waiting.as_written for waiting in self.waiting]
        criterion = join_limits(self.placed, self.text, self.language)
        return Paragraph(criterion, tuple(dict.fromkeys(self.unparsed)))

    def _read(self, measure: Measure, place: int, measures: list[Measure], namer: Namer) -> None:
        start, fresh = self._context(measure, measures[place - 1] if place else None)
        behind = namer.ends.get(place - 1, 0)
        start = max(start, behind) if behind <= measure.start else start
        context = self.text[start : measure.start]
        self.lost = self.lost or self._compares(context)
        names_from = start
        if self.waiting and phrases.OF.fullmatch(context):
            names_from = self.began
        self.began = start
        measure = self._with_sign_above(measure, context) if not place else measure
        parameter = self._parameter(measure, context, namer.quantity(place, names_from))
        if parameter is None:
            if measure.unit != "1" or measure.sign not in (None, Sign.EQUAL):
                self._lose(measure)
            return
        following = measures[place + 1] if place + 1 < len(measures) else None
        if self._stands_before(measure, context, following, fresh):
            if following is None:
                self._lose(measure)
            else:
                self.waiting.append(parameter)
        else:
            self._place(measure, context, parameter, fresh)

    def _compares(self, context: str) -> bool:
        """Tell a comparison of what was not read as a number, as in ``one in ten or less``."""
        if self.language.compares.search(context):
            return True
        found = self.language.after.finditer(context)
        return any(not phrases.UNCOUNTED.search(context, 0, after.start()) for after in found)

    def _place(self, measure: Measure, context: str, parameter: Parameter, fresh: bool) -> None:
        """Put a parameter among the limits, or under the last one as its condition."""
        lone = measure.sign in (None, Sign.EQUAL) and not phrases.LEADS.search(context)
        if not fresh and self.placed and self._is_other(context):
            self._lose(measure)
        elif not fresh and self._is_condition(measure, context):
            if self.lost or not self.placed:
                self._lose(measure)
            else:
                self.placed[-1] = self.placed[-1].at(parameter, measure.end)
                self.held = True
        elif self.lost and self._is_left(measure, parameter):
            self._lose(measure)
        elif (
            lone
            or self._is_astray(measure, context)
            or (not fresh and phrases.OPENED.search(context))
        ):
            self._lose(measure)
        else:
            self.lost = self.held = False
            self.placed.append(Placed(parameter, measure.start, measure.end, tuple(self.waiting)))
            self.waiting = []

    def _stands_before(
        self, measure: Measure, context: str, following: Measure | None, fresh: bool
    ) -> bool:
        """Tell a condition that stands before its limit, or without one."""
        if measure.sign is None and phrases.MEASURED.search(context) and (fresh or not self.placed):
            return True
        return following is not None and self._is_aside(measure, context, following)

    def _context(self, measure: Measure, earlier: Measure | None) -> tuple[int, bool]:
        """Return where the words that belong to a measure begin, and whether a clause begins."""
        floor = 0
        if earlier:
            floor = earlier.end if earlier.end <= measure.start else earlier.middle
        ends = [match.end() for match in phrases.BOUNDARY.finditer(self.text, floor, measure.start)]
        self.lost = self.lost and not ends
        return (ends[-1], True) if ends else (floor, earlier is None)

    def _lose(self, measure: Measure) -> None:
        """Keep a number phrase as unparsed; conditions that follow have then no limit."""
        self.unparsed.append(measure.written)
        self.lost, self.held = True, False

    def _is_condition(self, measure: Measure, context: str) -> bool:
        if measure.sign is Sign.BETWEEN and phrases.BARELY.fullmatch(context):
            return True
        if measure.kind == "time" and phrases.WITHIN.match(self.text, measure.start):
            return not context.strip()
        if measure.sign is None and phrases.PERIOD.search(context):
            return True
        if self.placed and re.match(r"\s*and at\b", context):
            if phrases.AT.search(self.text[: self.placed[-1].start]):
                return False
        own = self.language.property.search(context) or phrases.AND_FOR.match(context)
        if self.held and measure.sign in (None, Sign.EQUAL) and phrases.AND_ALSO.fullmatch(context):
            return not own or measure.kind in _AMBIENT
        if own:
            return False
        apart = phrases.AND_LAST.search(context)
        return bool(self.language.condition.match(context)) and not apart

    def _is_astray(self, measure: Measure, context: str) -> bool:
        """Tell a circumstance of what stands elsewhere from a number that the item must have."""
        if phrases.FOR_ALL.search(context) or (
            measure.sign is None and phrases.PERIOD.search(context)
        ):
            return True
        ranged = measure.sign is Sign.BETWEEN and phrases.HYPHENED.match(plain(measure.written))
        if not (ranged or measure.sign in (None, Sign.EQUAL)):
            return False
        at = phrases.AT.search(context) and not phrases.FUNCTIONS.search(context)
        return bool(at) or (measure.sign is None and self._is_attribute(measure))

    def _is_left(self, measure: Measure, parameter: Parameter) -> bool:
        """Tell a circumstance whose limit was not read."""
        ranged = phrases.RANGED.search(self.text[: measure.number.start])
        return parameter.comparator is Comparator.EQUAL or bool(ranged)

    def _is_attribute(self, measure: Measure) -> bool:
        """Tell a number that describes the noun behind it: ``300 mm wafers``."""
        noun = phrases.ATTRIBUTIVE.match(self.text, measure.end)
        if noun is None:
            return False
        return all(named.start != noun.end() for named in find_named(self.text, self.lang))

    def _is_other(self, context: str) -> bool:
        """Tell an alternative to a condition, which no limit holds under."""
        return bool(self.placed[-1].parameter.conditions) and bool(
            phrases.ALTERNATIVE.match(context)
        )

    def _is_aside(self, measure: Measure, context: str, following: Measure) -> bool:
        """Tell a condition that stands before its limit: ``at 298 K of 2 g/ml or more``."""
        if measure.sign not in (None, Sign.EQUAL):
            return False
        then = self.text[measure.end : following.start]
        before = (
            phrases.AT.search(context) and phrases.OF.fullmatch(then) and following.sign is not None
        )
        return bool(before or phrases.ASIDE.search(context))

    def _with_sign_above(self, measure: Measure, context: str) -> Measure:
        """Return a bare number with the comparison by which the text above ends."""
        above = plain(self.above)
        if measure.sign is not None or context.strip() or not above:
            return measure
        for match in self.language.before.finditer(above):
            if self.language.below.fullmatch(above, match.end()):
                return replace(measure, sign=sign_of(match))
        return measure

    def _parameter(self, measure: Measure, context: str, quantity: str | None) -> Parameter | None:
        if quantity is None or not measure.certain or _is_flattened(measure):
            return None
        if self.language.vague.search(context) or self.language.negated.search(context):
            return None
        sign = self._sign(measure, context)
        if self._is_loose(measure, context) or (sign is None and self._is_named(measure, context)):
            return None
        if sign in (None, Sign.EQUAL) and self.language.compares.search(context):
            return None
        comparator = comparator_of(sign, quantity, measure, self.lang)
        if comparator is None:
            return None
        if measure.number.signed == "-" and measure.unit not in _SIGNED:
            return None
        return Parameter(
            quantity,
            comparator,
            measure.value,
            measure.unit,
            measure.written,
            measure.upper if comparator is Comparator.BETWEEN else None,
            role_of(self.text, measure, self.language, self.role),
            (),
            measure.lower_open,
            measure.upper_open,
        )

    def _is_loose(self, measure: Measure, context: str) -> bool:
        """Tell a number that is typical, one end of an open range or of a chain of comparisons."""
        sentence = phrases.ENCLOSED.sub("", self.text[: measure.start]).rpartition(". ")[2]
        if phrases.TYPICAL.search(sentence):
            return True
        if phrases.CHAIN.match(self.text, measure.unit_end):
            return True
        if phrases.SYMBOL.search(self.text[: measure.number.start]):
            return True
        if phrases.CHAINED.search(context) or (
            measure.sign is None and phrases.UNBOUND.search(context)
        ):
            return True
        return bool(phrases.FROM.search(context)) and measure.sign not in (None, Sign.BETWEEN)

    def _is_named(self, measure: Measure, context: str) -> bool:
        """Tell a bare number that is merely named, or that something may deviate by."""
        if measure.number.signed == "±" and measure.unit in ("K", "Cel"):
            return True
        return self.role is Role.DEFINITION and not self._holds(context)

    def _holds(self, context: str) -> bool:
        """Tell a bare number that may be a condition from one that a definition merely names."""
        return bool(self.placed) and bool(self.language.condition.match(context))

    def _sign(self, measure: Measure, context: str) -> Sign | None:
        """Return the sign of a number that words apart compare: ``a maximum width of 5 mm``."""
        if measure.sign in _CONTRARY and phrases.NONE.search(context):
            return _CONTRARY[measure.sign]
        found = phrases.APART.search(context) if measure.sign is None else None
        defined = self.role is Role.DEFINITION and found and found.lastgroup in ("most", "least")
        if found is None or defined:
            return measure.sign
        return {
            "most": Sign.LESS_OR_EQUAL,
            "least": Sign.GREATER_OR_EQUAL,
            "meet": Sign.GREATER_OR_EQUAL,
            "under": Sign.LESS_OR_EQUAL,
            "exceed": Sign.GREATER,
            "short": Sign.LESS,
        }[str(found.lastgroup)]


def _is_flattened(measure: Measure) -> bool:
    """Tell a plain number that may be a power of ten whose exponent is no longer raised: 10³."""
    return measure.unit == "1" and bool(phrases.FLATTENED.fullmatch(measure.written))
