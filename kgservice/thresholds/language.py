"""The words by which a language compares, joins, conditions and releases.

Every pattern is matched on text that :func:`kgservice.thresholds.numbers.plain` made plain.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final


class Sign(StrEnum):
    """What a phrase says of a number; BETTER leaves the direction to the quantity."""

    GREATER = ">"
    GREATER_OR_EQUAL = "≥"
    LESS = "<"
    LESS_OR_EQUAL = "≤"
    EQUAL = "="
    BETTER = "better"
    BETTER_OR_EQUAL = "better-or-equal"
    WORSE = "worse"
    WORSE_OR_EQUAL = "worse-or-equal"
    BETWEEN = "between"


@dataclass(frozen=True, slots=True)
class Language:
    """The patterns of one language.

    :ivar before: a comparison that stands before its number, one named group a sign
    :ivar after: one that stands after the number and its unit
    :ivar joint: what may stand between the two bounds of one quantity
    :ivar condition: how words begin that say under which circumstances a limit holds
    :ivar property: words by which a number is the item's own, whatever stands before
    :ivar released: words after which a number takes away
    :ivar below: what may follow a comparison that the entries below complete
    :ivar compares: a comparison that a bare number after it belongs to in no certain way
    :ivar negated: words that turn what follows into its contrary
    :ivar each: what a unit may be per without becoming another unit (``per pulse``)
    :ivar vague: words before a number that make it no limit
    """

    before: re.Pattern[str]
    after: re.Pattern[str]
    joint: re.Pattern[str]
    condition: re.Pattern[str]
    property: re.Pattern[str]
    released: re.Pattern[str]
    below: re.Pattern[str]
    compares: re.Pattern[str]
    negated: re.Pattern[str]
    each: re.Pattern[str]
    vague: re.Pattern[str]


_GROUPS: Final = {
    "ge": Sign.GREATER_OR_EQUAL,
    "le": Sign.LESS_OR_EQUAL,
    "gt": Sign.GREATER,
    "lt": Sign.LESS,
    "eq": Sign.EQUAL,
    "be": Sign.BETTER_OR_EQUAL,
    "bt": Sign.BETTER,
    "wo": Sign.WORSE,
    "we": Sign.WORSE_OR_EQUAL,
    "bw": Sign.BETWEEN,
}


def sign_of(match: re.Match[str]) -> Sign:
    """Return the sign of a match of ``before`` or ``after``."""
    return _GROUPS[str(match.lastgroup)]


def _compiled(patterns: dict[str, str]) -> re.Pattern[str]:
    joined = "|".join(f"(?P<{name}>{pattern})" for name, pattern in patterns.items())
    return re.compile(f"(?:{joined})", re.IGNORECASE)


_MORE: Final = r"(?:greater|more|higher|larger|longer|heavier|wider|thicker|faster|deeper|bigger)"
_FEWER: Final = r"(?:less|lower|smaller|fewer|shorter|finer|thinner|narrower|slower|lighter)"
_GOOD: Final = r"(?:\s*\((?:better|less|lower|greater|higher|smaller|finer|more|larger|shorter)\))?"
_ENGLISH_BEFORE: Final = {
    "ge": rf"\b(?:(?:equal(?: to)?|equalling|at),? or (?:{_MORE}{_GOOD}(?: than)?|exceed(?:ing"
    rf"|s)?|in excess of|above|over)"
    rf"|better \({_MORE}\) than or equal to|{_MORE}{_GOOD} than,? or equal(?:ing)?(?: to)?"
    rf"|{_MORE} or equal to"
    rf"|exceed(?:ing|s)? or equal(?:ing)? to"
    rf"|(?:not|no)(?: to)?(?: be)? {_FEWER} than|not (?:below|under)|at least"
    r"|(?:a )?minimum(?: of)?|at or above)\b|≥|>=",
    "le": rf"\b(?:(?:equal(?: to)?|at),? or (?:{_FEWER}{_GOOD}(?: than)?|below|under"
    rf"|better \({_FEWER}\)(?: than)?)"
    rf"|better \({_FEWER}\) than or equal to|{_FEWER}{_GOOD} than,? or equal(?: to)?"
    rf"|{_FEWER} or equal to|limited to"
    rf"|(?:not|no)(?: to)?(?: be)? {_MORE}{_GOOD} than|(?:not|nor)(?: to)?"
    rf" (?:exceed(?:ing)?|in excess of|above|over)|below or equal to"
    rf"|up to(?:,? and including)?|(?:a )?maximum of|at most|(?:to )?within|down to)(?! an?\b)\b"
    rf"|≤|<=",
    "be": rf"\b(?:equal to or better{_GOOD}(?: than)?|better than or equal to"
    r"|(?:not|no) worse than)\b",
    "we": r"\b(?:not|no) better than\b",
    "gt": rf"\b(?:better \({_MORE}\) than"
    rf"|more \(worse\) than|worse \({_MORE}\) than"
    rf"|{_MORE}{_GOOD}['\"]? than|exceed(?:ing"
    rf"|s)?|in excess of|above|over|beyond)\b|better than \({_MORE} than\)|>",
    "lt": rf"better than \({_FEWER} than\)|{_FEWER} than \(better than\)"
    rf"|\b(?:better \({_FEWER}\) than|{_FEWER}{_GOOD}['\"]? than|below|under)\b|<",
    "bt": r"\bbetter than\b",
    "eq": r"\b(?:equal to|equals)\b|=",
    "bw": r"\bbetween\b",
}
_ENGLISH_AFTER: Final = {
    "ge": rf"or (?:{_MORE}{_GOOD}|above|over|better \({_MORE}\))(?! than| ?[-+±]?\.?\d)(?!\w)"
    rf"|(?:and|&) (?:above|over|greater|higher|more|up)\b(?! than| or equal)|minimum\b",
    "le": rf"or (?:{_FEWER}{_GOOD}|below|under|better \({_FEWER}\))(?! than| ?[-+±]?\.?\d)(?!\w)"
    rf"|and (?:below|under|less|lower|smaller)\b(?! than| or equal| \()|maximum\b",
    "be": r"or better\b",
}
_ENGLISH: Final = Language(
    _compiled(_ENGLISH_BEFORE),
    _compiled(_ENGLISH_AFTER),
    re.compile(
        r"[\s,]*(?:(?:but|and|yet|to|-|also|is|are|does|\(?inclusive\)?)[\s,]*)*", re.IGNORECASE
    ),
    re.compile(
        r"[\s,()¤]*(?:(?:and|if|while|as|once|when|being|measured|maintained|determined"
        r"|operat(?:ing|ed)"
        r"|calculated|tested|specified|averaged|anywhere|on any channel|rms|uniformly?|of ice"
        r"|\w+ly)[\s,]+)*"
        r"(?:at|over|in|within|for|across|under|throughout|during|into|from|around|when|using"
        r"|to(?= (?:an?|the|any|its?|at|\d|[\w-]+ (?:of|in excess|exceeding|equal|greater|less"
        r"|above|below|over|up)\b))|with(?= an? (?:[\w-]+ )?payload\b)"
        r"|with respect to"
        r"|relative to|of the|of full|referenced?|exceeding the|per)\b",
        re.IGNORECASE,
    ),
    re.compile(
        r",\s+an?\s|\b(?:having|with(?! respect| an? (?:[\w-]+ )?payload\b)|and an?|capable"
        r"|designed"
        r"|(?<!at )(?<!at a )(?<!at the )rated|contain(?:s|ing)?"
        r"|and (?:pressures?"
        r"|output|power|capable|manufactured)"
        r"|usable|specially|weigh(?:s|ing)|operates?|operating|operation)\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:except(?:ing)?|excluding|other than(?= those|(?: [\w-]+){0,2} ?$)"
        r"|but not including|not including|unless|do(?:es)? not (?:apply|control|include)"
        r"|exclud(?:es|ed)|not (?:controlled|subject)|excepted)\b(?P<rest>[^,]*)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\s*(?:(?:(?:any|one|either|each)(?: one)? of )?the following[^.;]{0,30})?:?\s*",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\bexceed|\b{_MORE}{_GOOD} than(?! one\b)|\b{_FEWER}{_GOOD} than|\bat least(?! one\b)"
        r"|in excess of|worse than",
        re.IGNORECASE,
    ),
    re.compile(
        r"\bnone of (?:which|the)\b"
        r"|(?<!with or )\b(?:not|cannot|never|incapable of|without(?= (?:[\w-]+ ){0,4}$))"
        r" (?!(?:specified|control"
        r"|enumerated|elsewhere|described|limited|more|less|subject|otherwise|apply|include|error|being))",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:pulse|package|element|channel|link|array|gate|device|port|board|side|axis|cylinder"
        r"|chemical|unit|sheet"
        r"|generator|module|line|lane|solid state|minute of use|(?:full )?frame|litre of|package"
        r"|injection(?: per cylinder)?|flash|star coordinate|axle|plane)\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:approximately|about|around|roughly|nominal(?:ly)?|typical(?:ly)?|usually|normally"
        r"|corresponds? to"
        r"|e\.g\.,?|for example,?|such as|i\.e\.,?|approx\.?|equivalent to|say|assum(?:es|ing)"
        r"|equals?)\s*(?:an?\s+|of\s+)?$",
        re.IGNORECASE,
    ),
)
_PLUS: Final = r"sup[ée]rieure?s?"
_MOINS: Final = r"inf[ée]rieure?s?"
_FRENCH_BEFORE: Final = {
    "ge": rf"\b(?:[ée]ga(?:le?s?|ux|les) ou {_PLUS}(?: à| aux?)?|{_PLUS} ou [ée]ga(?:le?s?"
    rf"|ux) (?:à|aux?)"
    rf"|(?:non|pas) {_MOINS} (?:à|aux?)|pas moins de|au moins|au minimum"
    rf"|minimum de|minimale de|minimal de|d'au moins)\b|≥",
    "le": rf"\b(?:[ée]ga(?:le?s?|ux) (?:à )?ou (?:à )?meilleure?s? (?:que|à) \({_MOINS} (?:à"
    rf"|aux?)\)"
    rf"|[ée]ga(?:le?s?|ux) ou {_MOINS}(?: \((?:meilleure?|plus petite?) que\))?(?: à"
    rf"| aux?)?|{_MOINS} ou [ée]ga(?:le?s?|ux) (?:à|aux?)"
    rf"|n'exc[ée]d(?:e|ant|ent) pas|n'exc[èe]d(?:e|ent) pas|n'exc[èe]de|ne d[ée]pass(?:e|ant"
    rf"|ent) pas|(?:non|pas) {_PLUS} (?:à|aux?)|pas plus de|jusqu'à|au plus|au maximum|maximum de"
    rf"|maximale de|maximal de|pouvant atteindre)(?!\w)|≤",
    "gt": rf"\b(?:{_PLUS} (?:à|aux?)|plus de"
    rf"|d[ée]pass(?:ant|e|ent)|exc[ée]d(?:ant|ent)"
    rf"|exc[èe]dent?|au-dessus de|au-delà de)(?!\w)|>",
    "lt": rf"\b(?:meilleure?s? (?:que|à) \({_MOINS} (?:à|aux?)\)|{_MOINS} (?:\((?:meilleure?"
    rf"|plus petite?) (?:que|à)\) ?)?(?:à|aux?)"
    rf"|{_MOINS} \(meilleure? que\)|moins de|au-dessous de)(?!\w)|<",
    "bt": r"\b(?:meilleure?s? (?:que|à)|mieux que)(?!\w)",
    "wo": rf"\bmoins bonnes? que \((?:{_PLUS}|{_MOINS}) à\)",
    "eq": r"\b[ée]gale?s? à(?!\w)|=",
    "bw": r"\b(?:entre|comprise?s? entre)\b",
}
_FRENCH_AFTER: Final = {
    "ge": rf"ou (?:plus|davantage|{_PLUS})\b|et plus\b|minimum\b|au moins\b|au minimum\b",
    "le": rf"ou (?:moins|{_MOINS})\b|et moins\b|maximum\b|au plus\b|au maximum\b",
    "be": r"ou mieux\b|ou meilleure?\b",
}
_FRENCH: Final = Language(
    _compiled(_FRENCH_BEFORE),
    _compiled(_FRENCH_AFTER),
    re.compile(r"[\s,]*(?:(?:mais|et|à|-|que)[\s,]*)*", re.IGNORECASE),
    re.compile(
        r"[\s,()¤]*(?:(?:mesurée?s?|lorsque|et|chauffée?s?|maintenue?s?)[\s,]+)*"
        r"(?:à(?! l'ex)|sur|dans(?! le cas)|pendant|sous|pour|durant|lors|par|en|de la déviation"
        r"|au cours|entre)(?!\w)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:ayant|avec|capables?|conçue?s?|dotée?s?|contenant|pouvant|possédant|présentant"
        r"|et à des)\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:à l'exception|sauf|à l'exclusion|autres? que|excepté|ne (?:vise|contrôle"
        r"|s'applique)\w* pas|sont exclu\w*)\b(?P<rest>[^,]*)",
        re.IGNORECASE,
    ),
    re.compile(r"\s*(?:l'une? des )?(?:valeurs )?suivante?s\s*:?\s*", re.IGNORECASE),
    re.compile(
        r"\bexc[èé]d|\bd[ée]pass|\bsup[ée]rieur|\binf[ée]rieur|\bau moins|\bplus de|\bmoins de",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:incapables?|sans pouvoir|ne (?:peu\w+|doi\w+))\b", re.IGNORECASE),
    re.compile(r"(?:impulsion|canal|élément|feuille|unité|plan)\b", re.IGNORECASE),
    re.compile(
        r"\b(?:environ|approximativement|à peu près|généralement|p\. ?ex\.,?|par exemple,?"
        r"|tels? que|équivalente?s? à)\s*(?:de\s+)?$",
        re.IGNORECASE,
    ),
)


@cache
def language_of(lang: str) -> Language | None:
    """Return the patterns of a language.

    :param lang: a BCP 47 tag
    :returns: None for a language that is not read
    """
    return {"en": _ENGLISH, "fr": _FRENCH}.get(lang.partition("-")[0].lower())
