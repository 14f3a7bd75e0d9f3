"""What looks like a limit and is none: codes, standards, reference levels of decibels, examples."""

import re
from typing import Final

_MASKED: Final = re.compile(
    r"\(\s*(?:re|ref\.?|reference|referenced to)\b[^()]*\)|\bre:? 1 µPa(?: at 1 m)?"
    r"|\b3 ?dB(?= \w*[ -]?(?:resolution|bandwidth|frequency|points?|real|beam|width))"
    r"|(?<=upper )3 ?dB|\(1 MeV equivalent\)"
    r"|\b\d[A-E](?:\d{3})?(?![\w-])|\((?:e\.g\.|for example|i\.e\.|see|par exemple"
    r"|p\. ex\.)[^()]*\)"
    r"|\b(?:ISO|IEC|IEEE|ASTM|MIL|EN|DIN|JIS|ANSI|ABMA|NIJ|ITU|ETSI|INFCIRC|STANAG|SAE|AMS|OACI"
    r"|ICAO)"
    r"[-/ ](?:STD|DTL|PRF|TR|TS|R)?[-\w./]*\d[\w.:/()-]*"
    r"|\b(?:Category|Categories|Part|Parts|Note|Notes|Table|Annex|Article|Schedule|Chapter|Group"
    r"|Section|Class|Type|Step|Figure"
    r"|Order|Supplement(?: No\.)?|paragraphs?|Cat(?:\.|égorie)|No\.|Level|Tolerance Class"
    r"|Col(?:umn|onne))\s\d[\w.()-]*"
    r"|\b[A-Z][a-z]+ \d{2,3}m?(?= \([A-Z][a-z]? ?\d)|\([A-Z][a-z]? ?\d{2,3}m?\)"
    r"|§+\s?[\d.]+(?:\([\w]+\))*|\b\d+ CFR\b|\b[12]\d{3}/\d+/[A-Z]+|\bCAS[\s\d()-]+",
)  # fmt: skip


def mask(text: str) -> str:
    """Return the text with what is no limit blotted out, place by place."""
    return _MASKED.sub(lambda match: "¤" * len(match.group()), text)
