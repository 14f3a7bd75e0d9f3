"""Turns of phrase around a number: by them it is a limit, a condition, a formula or nothing.

Every pattern is matched on text that :func:`kgservice.thresholds.numbers.plain` made plain.  What
differs by language and joins into longer patterns stands in ``language``.
"""

import re
from typing import Final

_QUOTED: Final = r"""(?:\(?["'][^"']{1,30}["']\)?\s?)+(?:rate)?"""
FORMULA: Final = re.compile(
    r"\s*(?:parts? in\b|parties? (?:sur|par)\b|[+*/×÷^]\s*[(\w√]|x\s+[A-Z(]|·\s*[A-Z(]|- ?[A-Z(]"
    r"|divided\b|times\b|multiplied\b|log"
    r"|plus or minus|div[ié]s|\^)"
)
PER: Final = re.compile(r"\s?(?:/|per |par )\s?(?=[A-Za-zÀ-ÿ(°])")
FOLLOWED: Final = re.compile(
    r"\s*(?:of|or more of|or both of|des|ou plusieurs des) (?:the |these )?(?:following|items"
    r"|above|suivant|éléments)",
    re.IGNORECASE,
)
INCHES: Final = re.compile(r"\s(?:or|ou)\s\d[\d.,]*\s?(?:\"|in(?:ch(?:es)?|\.)?\b)")
INSIDE: Final = re.compile(r"\s*\(")
LEADING: Final = re.compile(
    r"(?:\s*(?:an?|the|of|any|only|its?|de|un|une|either|rms|par)\b)*\s*[(\[]?\s*", re.IGNORECASE
)
TAIL: Final = re.compile(
    rf"[\s,]*(?:measured (?:\w+ ?){{1,3}}|[\w₀-₉]+ content|(?:in|by|of|at|per|en"
    rf"|de) (?:\w+ ?){{1,4}}"
    rf"|{_QUOTED}|rms|thick|wide|long|high|deep|peak|(?:outside |inside )?(?:diameter|length"
    rf"|width|thickness|height)|\((?:rms|peak)\))?[\s,]*",
    re.IGNORECASE,
)
GRAVITY: Final = re.compile(
    r"accelerat|vibr|bias|acceleromet|\bshock|\bload factor|g-?level|linear", re.IGNORECASE
)
CALIBRE: Final = re.compile(r"\s?(?:inch )?(?:caliber|calibre|cal\.)\s*\(\s*", re.IGNORECASE)
BETWEEN: Final = re.compile(r"\s?(?:and|to|-|–|through|à|et)\s?")
PER_TIME: Final = re.compile(r"\s(?:of|de|d')\s?[\w' -]{1,25}?\s(?:per|par)\b")
LASTING: Final = re.compile(
    r"(?<=\bone) (?:year|month|week|day|hour|minute|second)\b(?!-)"
    r"| (?:years|months|weeks|days|hours|minutes|seconds)\b",
    re.IGNORECASE,
)
POWERED: Final = re.compile(r" ?[2-4](?=[;,.)\s]|$)(?! ?(?:or|and|mm|cm|m|axes)\b)")
GOES_ON: Final = re.compile(r"[\s·]?[A-Za-zµ]{1,3}⁻[¹²³]|\s(?:sec|cos|sin|tan) ?\(")
SPAN: Final = re.compile(r"(?:over|above|within|under) an? ", re.IGNORECASE)
NOUN: Final = re.compile(r" [a-z]+(?: [a-z]+)?(?= (?:or|ou) )")
DIGIT: Final = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|sixteen|twenty|deux|trois"
    r"|quatre|cinq|sept|huit|neuf|dix)\b",
    re.IGNORECASE,
)
BOUNDARY: Final = re.compile(r";|\.\s|:\s|\|")
LEADS: Final = re.compile(
    r"(?:\b(?:of|at|is|are|be|to|with|in|for|over|than|from|de|à|en|est|d'|per|under|by"
    r"|operating|rated)|=|±)\s*(?:an?\s|the\s|les?\s|la\s)?$",
    re.IGNORECASE,
)
OPENED: Final = re.compile(r"^[^()]{0,25}\([^()]*$")
TYPICAL: Final = re.compile(
    r"\b(?:typically|generally|usually|typical dimensions?)\b", re.IGNORECASE
)
UNBOUND: Final = re.compile(r"(?:\bzero|\brange\b[^,;]*|\bfrom\b[^,;]*)\s+to\s*$", re.IGNORECASE)
FROM: Final = re.compile(r"(?<!made )\bfrom\s*$|^\s*to\s*$", re.IGNORECASE)
APART: Final = re.compile(
    r"\b(?:an?|the|une?) (?:(?P<most>maximum)|(?P<least>minimum)) (?:[\w-]+ ){1,4}(?:of|de) ?$"
    r"|\b(?:(?P<meet>(?:meet|equal)s? or exceeds?|at or above)"
    r"|(?P<under>not exceed(?:ing)?|at or below)|(?P<exceed>exceed(?:s|ing)?|above)"
    r"|(?P<short>below))"
    r" (?:an? |the )?(?:[\w-]+ ){1,5}of ?$",
    re.IGNORECASE,
)
AT: Final = re.compile(
    r"\b(?:at|à)(?: an?| the| une?)?(?: \w+){0,2}(?: of| de)?\s*$", re.IGNORECASE
)
BARELY: Final = re.compile(r"[\s,()]*(?:rms|peak|cw)?[\s,()]*", re.IGNORECASE)
FOR_ALL: Final = re.compile(r"\b(?:following|suivante?s) (?:at|when|à)\b[^;]*$", re.IGNORECASE)
HYPHENED: Final = re.compile(r"[\d.,\s]+-\s?\d")
NONE: Final = re.compile(r"\bno (?!more|less|matter|later)[a-z-]+ (?:[\w-]+ ){0,4}$", re.IGNORECASE)
PERIOD: Final = re.compile(r"\bover (?:an? )?(?:time )?period of $", re.IGNORECASE)
CHAINED: Final = re.compile(r"[<>≤≥]\s*\w{1,3}\s*$")
OF: Final = re.compile(r"\s*(?:of|is|de|est)?\s*", re.IGNORECASE)
ALTERNATIVE: Final = re.compile(r"[\s,]*(?:or|ou) (?:the|an?|le|la|une?) ", re.IGNORECASE)
MEASURED: Final = re.compile(
    r"\b(?:measured|determined|tested|calculated|cured) (?:at|over|in)\b[^,;]*$", re.IGNORECASE
)
ASIDE: Final = re.compile(
    r",\s*(?:at|over|during|under|within|for|pendant|sous|à)\s[^,]*$", re.IGNORECASE
)
