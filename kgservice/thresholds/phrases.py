"""Turns of phrase around a number: by them it is a limit, a condition, a formula or nothing.

Every pattern is matched on text that :func:`kgservice.thresholds.numbers.plain` made plain.  What
differs by language and joins into longer patterns stands in ``language``.
"""

import re
from typing import Final

FUNCTION: Final = (
    "and|or|et|ou|with|having|that|which|for|if|when|while|at|in|into|on|over|under|within|to|from"
    "|than|of|by|per|as|but|not|none|is|are|be|each|any|using|measured|during|capable|designed|only"
    "|between|inclusive|without|through|along|avec|ayant|qui|pour|dont|à|de|des|du|en|sur|par|dans"
    "|pendant|lors|mais|est|sont|and/or|rms|cw|averaged|where|whose|after|before|above|below|up"
    "|across|one|two|un|une|deux|an?|the|working|pouvant"
    "|equal|greater|more|less|fewer|exceeding|higher|lower|larger|smaller"
)
_QUOTED: Final = r"""(?:\(?["'][^"']{1,30}["']\)?\s?)+(?:rate)?"""
FORMULA: Final = re.compile(
    r"\s*(?:parts? in\b|parties? (?:sur|par|pour)\b|x\s?\d|[+*/×÷^]\s*[(\w√]|x\s+[A-Z(]"
    r"|·\s*[A-Z(]|- ?[A-Z(]"
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
    r"(?:\s*(?:an?|the|of|any|only|its?|de|un|une|either|rms|par|plus or minus)\b)*\s*[(\[]?\s*",
    re.IGNORECASE,
)
TAIL: Final = re.compile(
    rf"[\s,]*(?:measured (?:\w+ ?){{1,3}}|[\w₀-₉]+ content|(?:in|by|of|at|per|en"
    rf"|de) (?:\w+ ?){{1,4}}"
    rf"|{_QUOTED}|rms|peak|cw|\((?:rms|peak)\))?[\s,]*"
    rf"|\s(?:[\"'(]*(?!(?:{FUNCTION})\b)[a-zà-ÿ][\w'-]*[\"')]*\s){{1,4}}",
    re.IGNORECASE,
)
ATTRIBUTIVE: Final = re.compile(rf"[ -][\"']?(?!(?:{FUNCTION})\b)(?=[a-zà-ÿ])", re.IGNORECASE)
"""How a noun begins that a number before it describes, as in ``300 mm wafers``."""
HEAD: Final = re.compile(rf" [\"']?(?!(?:{FUNCTION})\b)(?=[a-zà-ÿ])|-[a-z]", re.IGNORECASE)
"""How another noun follows, so that the noun before it is not the one counted."""
AGED: Final = re.compile(r"[- ]olds?\b")
GRAVITY: Final = re.compile(
    r"accelerat|vibr|bias|acceleromet|\bshock|\bload factor|g-?level|linear", re.IGNORECASE
)
INERTIAL: Final = re.compile(r"(?:linear )?(?:acceleromet|gyro)", re.IGNORECASE)
MASSES: Final = re.compile(r"\b(?:mass(?:es)?|weigh\w*)\b[^,;]{0,25}$", re.IGNORECASE)
CALIBRE: Final = re.compile(r"\s?(?:inch )?(?:caliber|calibre|cal\.)\s*\(\s*", re.IGNORECASE)
BETWEEN: Final = re.compile(r"\s?(?:and|to|-|–|through|à|et)\s?")
PER_TIME: Final = re.compile(r"\s(?:of|de|d')\s?[\w' -]{1,25}?\s(?:per|par)\b")
MACH: Final = re.compile(r"\bMach (?:numbers? (?:of )?)?$")
SPELLED: Final = re.compile(r" ?[a-zé]{4}[a-zé ]*")
"""A unit spelled out, which a number in words may have."""
FREEDOM: Final = re.compile(r" degrees? of")
LASTING: Final = re.compile(
    r"(?<=\bone) (?:year|month|week|day|hour|minute|second)\b(?!-)"
    r"| (?:years|months|weeks|days|hours|minutes|seconds)\b",
    re.IGNORECASE,
)
POWERED: Final = re.compile(r" ?[2-4](?=[;,.)\s]|$)(?!\. [A-Z])(?! ?(?:or|and|mm|cm|m|axes)\b)")
GOES_ON: Final = re.compile(
    r"[\s·]?[A-Za-zµ]{1,3}(?:⁻[¹²³]| ?-[123]\b)|\s(?:sec|cos|sin|tan) ?\("
    r"|\s(?:mm|N|s|h|V)(?:/|⁻| -\d)"
)
SPAN: Final = re.compile(r"(?:over|above|within|under) an? ", re.IGNORECASE)
SPANNING: Final = re.compile(r"\b(?:averaged|measured|integrated) over$", re.IGNORECASE)
"""What makes of ``over`` a span: ``averaged over 10 s``."""
NOUN: Final = re.compile(r" [a-z]+(?: [a-z]+)?(?= (?:or|ou) )")
DIGIT: Final = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|sixteen|[a-z]+ty|deux|trois"
    r"|quatre|cinq|sept|huit|neuf|dix|douze|vingt)\b",
    re.IGNORECASE,
)
BOUNDARY: Final = re.compile(r";|\.\s|:\s|\|")
LEADS: Final = re.compile(
    r"(?:\b(?:of|at|is|are|be|to|with|in|for|over|than|from|de|à|en|est|d'|per|under|by"
    r"|operating|rated)|=|±)\s*(?:an?\s|the\s|les?\s|la\s)?$",
    re.IGNORECASE,
)
OPENED: Final = re.compile(r"^[^()]{0,25}\([^()]*$")
ENCLOSED: Final = re.compile(r"\([^()]*\)")
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
UNCOUNTED: Final = re.compile(
    r"(?:\b(?:at|à|one|an?|une?|the|la|le|whose|its?)\s*|^\s*)$", re.IGNORECASE
)
"""What may stand before ``or more`` or ``maximum`` without being a number that is compared."""
BARELY: Final = re.compile(r"[\s,()]*(?:rms|peak|cw)?[\s,()]*", re.IGNORECASE)
FOR_ALL: Final = re.compile(r"\b(?:following|suivante?s) (?:at|when|à)\b[^;]*$", re.IGNORECASE)
FLATTENED: Final = re.compile(r"10(?:[1-9]|1\d)")
"""A power of ten whose exponent may no longer be raised."""
HYPHENED: Final = re.compile(r"[\d.,\s]+-\s?\d")
NONE: Final = re.compile(r"\bno (?!more|less|matter|later)[a-z-]+ (?:[\w-]+ ){0,4}$", re.IGNORECASE)
PERIOD: Final = re.compile(r"\bover (?:an? )?(?:time )?period of $", re.IGNORECASE)
CHAINED: Final = re.compile(r"[<>≤≥]\s*\w{1,3}\s*$")
CHAIN: Final = re.compile(r"\s*(?P<sign>[<≤])=?\s*(?:\w{1,3}|λ)\s*")
"""What stands between the bounds of ``10 Hz ≤ F ≤ 10 kHz``."""
SYMBOL: Final = re.compile(
    r"\(\s*(?:[A-Za-z]|λ)\w{0,2}\s*(?:(?:is|est)\s+)?(?:equal to|égale? à|=)\s*$"
)
"""How the value of a symbol is given, which limits nothing."""
AND_LAST: Final = re.compile(r"\w.*\b(?:and|or|et|ou)\s*$", re.IGNORECASE | re.DOTALL)
AND_ALSO: Final = re.compile(
    r"[\s,]*(?:and|et)\s+(?:(?:at|à|an?|the|une?|la|le)\s+)*(?:[\w-]+\s+){0,3}?(?:of\s+|de\s+|d')?\(?",
    re.IGNORECASE,
)
"""How a second circumstance follows the first: ``at 20 °C and a pressure of 1 kPa``."""
RANGED: Final = re.compile(
    r"\b(?:within|in|over|across) (?:the|an?) (?:[\w-]+ )?range (?:of |from )?$", re.IGNORECASE
)
WITHIN: Final = re.compile(r"within\b", re.IGNORECASE)
AND_FOR: Final = re.compile(r"\s*(?:and for|et pour)\b")
FUNCTIONS: Final = re.compile(
    r"\b(?:capable|designed|operat|usable|rated|specially|conçu|pouvant|capables)", re.IGNORECASE
)
OF: Final = re.compile(r"\s*(?:of|is|de|est)?\s*", re.IGNORECASE)
ALTERNATIVE: Final = re.compile(r"[\s,]*(?:or|ou) (?:the|an?|le|la|une?) ", re.IGNORECASE)
MEASURED: Final = re.compile(
    r"\b(?:measured|determined|tested|calculated|cured) (?:at|over|in)\b[^,;]*$", re.IGNORECASE
)
ASIDE: Final = re.compile(
    r",\s*(?:at|over|during|under|within|for|pendant|sous|à)\s[^,]*$", re.IGNORECASE
)
