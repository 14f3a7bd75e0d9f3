"""Technical standards named in texts, in one spelling; the sentences are ours."""

import pytest

from kgservice.thresholds.standards import read_standards

NAMED = {
    "accuracy by ISO 230/2 (2006) of zorbs": "ISO 230-2:2006",
    "accuracy by ISO 230-2:1988 (6) or alike": "ISO 230-2:1988",
    "a footnote runs in: ISO 230-2:19886": "ISO 230-2:1988",
    "flatness by ISO 230/1‑1986, paragraph 5": "ISO 230-1:1986",
    "in ISO 10360–2(2009);": "ISO 10360-2:2009",
    "in ISO 7498‑2‑1988 (E)": "ISO 7498-2:1988",
    "in ISO 230/2: 1988.": "ISO 230-2:1988",
    "in ISO 492 class 4": "ISO 492",
    "in ISO/IEC 7498-1": "ISO/IEC 7498-1",
    "by ASTM D 7028 -07, or": "ASTM D7028:07",
    "by ASTM E 2160 04 or": "ASTM E2160:04",
    "by ASTM standard G‑31 or": "ASTM G31",
    "by IEEE STD 528‑2001 (one sigma)": "IEEE 528:2001",
    "by IEEE-754.": "IEEE 754",
    "by NIJ 0101.06, July": "NIJ 0101.06",
    "by MIL-STD-461;": "MIL-STD-461",
    "by ASME B36.10 pipes": "ASME B36.10",
    "by SAE ARP 755A)": "SAE ARP755A",
    "by 3GPP TS 33.108)": "3GPP TS 33.108",
}


@pytest.mark.parametrize("text", NAMED)
def test_one_spelling(text: str) -> None:
    assert read_standards(text) == (NAMED[text],)


def test_each_once_and_sorted() -> None:
    text = "by MIL-STD-461, ISO 230/2 (2006), and again ISO 230-2:2006"
    assert read_standards(text) == ("ISO 230-2:2006", "MIL-STD-461")


@pytest.mark.parametrize("text", ["isolated 230 W", "an ISO container of 40 feet", "SAE 300 steel"])
def test_what_is_none(text: str) -> None:
    assert read_standards(text) == ()
