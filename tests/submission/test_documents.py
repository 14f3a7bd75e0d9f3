"""Official documents are read as what they are, and what they lost is told as a warning."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kgservice.submission import SubmissionReport

Check = Callable[[str, bytes], SubmissionReport]


@pytest.mark.parametrize(
    ("name", "grammar", "entries"),
    [
        ("canada/SOR-2000-210.xml", "ca-nuclear", 579),
        ("canada/SOR-89-202.xml", "ca-ecl", 284),
        ("european-union/annex-I-02021R0821-20251115.json", "five-character", 3501),
        ("united-states/ecfr/title-10-part-110.2026-03-25.xml", "nrc-110", 241),
    ],
)
def test_it_is_read_as_its_list(
    documents: Path, check: Check, name: str, grammar: str, entries: int
) -> None:
    report = check(Path(name).name, (documents / name).read_bytes())
    assert (report.grammar, report.entries, report.violations) == (grammar, entries, 0)


def test_an_unknown_version_is_read_by_the_list_that_fits(documents: Path, check: Check) -> None:
    data = (documents / "canada/SOR-89-202.xml").read_bytes() + b"\n"
    assert check("other.xml", data).grammar == "ca-ecl"
