"""The technical standards that a text names: limits by different ones cannot be compared.

ISO 230-2 of 1988 and of 2006 measure a machine tool's accuracy in different ways, so that 6 µm by
the one may be 4.5 µm by the other.
"""

import re
from typing import Final

_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_YEAR: Final = r"(?:19|20)\d\d"
_STANDARDS: Final = tuple(
    (re.compile(pattern), form)
    for pattern, form in (
        (
            r"\b(?P<body>ISO/IEC|ISO|IEC)[ -](?P<number>\d{3,5})(?:[-/](?P<part>\d{1,2})(?!\d))?"
            rf"(?:(?: ?: ?| ?\(| |-)(?P<year>{_YEAR}))?",
            "{body} {number}-{part}:{year}",
        ),
        (
            r"\bASTM\)?(?: [Ss]tandard)?[ -](?P<number>[A-Z])[ -]?(?P<part>\d{1,4})(?!\d)"
            r"(?:(?: ?- ?| )(?P<year>\d\d)(?![\d.]))?",
            "ASTM {number}{part}:{year}",
        ),
        (
            r"\bIEEE[ -](?:STD |Std |Standard )?(?P<number>\d{3,4}(?:\.\d+)?)(?!\d)"
            rf"(?:[-/](?P<year>{_YEAR}))?",
            "IEEE {number}:{year}",
        ),
        (r"\bNIJ (?:[Ss]tandard )?(?P<number>\d{4}\.\d\d)", "NIJ {number}"),
        (r"\b(?P<number>MIL-(?:STD|DTL|PRF)-\d+[A-Z]?)", "{number}"),
        (r"\bASME (?P<number>B\d+(?:\.\d+)?)", "ASME {number}"),
        (r"\bSAE (?P<number>ARP|AMS) ?(?P<part>\d+[A-Z]?)", "SAE {number}{part}"),
        (r"\b3GPP TS (?P<number>\d+\.\d+)", "3GPP TS {number}"),
    )
)


def read_standards(text: str) -> tuple[str, ...]:
    """Return the standards that a text names, each once, sorted, in one spelling.

    :param text: in whatever language
    :returns: ``ISO 230-2:2006`` for ``ISO 230/2 (2006)``, ``ASTM D7028:07`` for ``ASTM D 7028-07``;
        without a year where none is printed
    """
    plain = text.translate(_DASHES)
    found = (
        form.format_map({name: part or "" for name, part in match.groupdict().items()})
        for pattern, form in _STANDARDS
        for match in pattern.finditer(plain)
    )
    return tuple(sorted({name.rstrip(":").replace("-:", ":").rstrip("-") for name in found}))
