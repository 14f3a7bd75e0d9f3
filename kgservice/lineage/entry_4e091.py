"""What the text of 4E091 of the Commerce Control List says, as numbers, dates and sources.

Read in the editions of 2025-01-16 and 2025-09-29, which agree word for word.
"""

import datetime
from decimal import Decimal
from typing import Final

from kgservice.lineage.findings import Fact

CODE: Final = "4E091"
THRESHOLD: Final = Decimal("1e26")
"""Heading: operations from which on it describes the parameters of a model."""
ADDITIONAL: Final = Decimal("2.5e25")
"""Note 1: additional operations up to which a model derived from a published one is out."""
ADDITIONAL_SHARE: Final = Decimal("0.25")
"""Note 1: or up to this share of the operations of Note 2, whichever is higher."""
FIRST_DAY: Final = datetime.date(2025, 1, 13)
LAST_SEEN: Final = datetime.date(2026, 7, 23)
"""The newest printing in which the entry was seen."""

_PLACE: Final = "15 CFR Part 774, Supplement No. 1, 4E091"
HEADING: Final = f"{_PLACE}, heading"
TECHNICAL_NOTE_2: Final = f"{_PLACE}, Technical Note 2"
TECHNICAL_NOTE_3: Final = f"{_PLACE}, Technical Note 3"
NOTE_1: Final = f"{_PLACE}, Note 1"
NOTE_2: Final = f"{_PLACE}, Note 2"
RULE: Final = "90 FR 4544"

FACTS: Final = (
    Fact(FIRST_DAY, "the entry took effect", RULE),
    Fact(
        datetime.date(2025, 5, 13),
        "non-enforcement was announced; the text was not changed by it",
        "BIS press release of 13 May 2025",
    ),
    Fact(datetime.date(2025, 5, 15), "compliance date of the rule that brought the entry", RULE),
    Fact(
        datetime.date(2026, 5, 12),
        "that announcement was found to be a rule under the Congressional Review Act",
        "GAO B-337935",
    ),
    Fact(LAST_SEEN, "the entry was still printed", "eCFR, title 15, part 774"),
)
