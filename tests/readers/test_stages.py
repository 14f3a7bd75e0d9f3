"""Stages and exceptions in the words of software and technology entries (invented)."""

import pytest

from kgservice.codes import grammar_named
from kgservice.readers.stages import find_exceptions, find_groups, find_stages

GRAMMAR = grammar_named("five-character")


@pytest.mark.parametrize(
    ("text", "stages"),
    [
        ('"Software" for the "use" of devices', ("use",)),
        ("“Software” for the “production” or “development” of it", ("development", "production")),
        ("“Technology” for “development,” “production,” or repair", ("development", "production")),
        ("“Technology” for the “Production” of devices", ("production",)),
        ("« Logiciel » pour l'« utilisation » ou le « développement »", ("development", "use")),
        ('"Technology" for "use" (excluding operation) of devices', ("use",)),
        ('"Technology" for "production" (except "use" of devices in 9A998)', ("production",)),
        # No stage: words without marks, marks of local terms, longer terms, single activities.
        ("Software for use in production and development", ()),
        ("Software for the 'use' of devices", ()),
        ('Software for "production facilities" or "use-by dates"', ()),
        ("Software for the operation or maintenance of devices", ()),
        ("", ()),
    ],
)
def test_find_stages(text: str, stages: tuple[str, ...]) -> None:
    assert find_stages(text) == stages


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Software, other than that specified in 9D998, for 9A999", ("9D998",)),
        ("Software, not specified in 9D997 or 9D998, for 9A999", ("9D997", "9D998")),
        ("Software other than 9D996.a. or 9D996.c., for 9A999", ("9D996.a", "9D996.c")),
        ("Software for 9A999 (except 9A999.y), 9B999 (except 9B999.z)", ("9A999.y", "9B999.z")),
        ("for 9A999 or 9C999 (except for items controlled by ECCN 9A998)", ("9A998",)),
        ("other than that controlled by 9E999.a (for 9A999.f (as is)), for 9A998",
         ("9E999.a", "9A999.f")),
        ("for items in 9A999 (except 9A990 to 9A994)", ("9A990 to 9A994",)),
        # Nothing left out: no code in the phrase, a place elsewhere in the text, no phrase.
        ("for one subsystem, other than that one, in vehicles specified in 9A999", ()),
        ("for 9A999, also other than that specified in 9A999", ()),
        ("except for civil aircraft, software for 9A999", ()),
        ("Software for 9A999 or 9B999", ()),
    ],
)  # fmt: skip
def test_find_exceptions(text: str, codes: tuple[str, ...]) -> None:
    assert find_exceptions(text, GRAMMAR) == codes


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("equipment specified in 9A (except 9A991), 9B. or 9C", ("9A", "9B", "9C")),
        ("items controlled by ECCN 9A999.a., 9B999 to 9B998, 9C or 9D, as it is", ("9C", "9D")),
        ("goods specified in this Category.", ("9",)),
        ("equipment specified in 9A or software specified in 9D", ("9A", "9D")),
        # No group: a word of three dimensions, a group in an exception, a category of two parts.
        ("items specified in 9A999 for 3D printing", ()),
        ("software for 3D or 2D pictures", ()),
        ("items controlled by 9A999 (except 9B)", ()),
        ("items specified in 5A or 5B", ()),
        ("items specified in 9A999, of which 9B is another", ()),
    ],
)
def test_find_groups(text: str, groups: tuple[str, ...]) -> None:
    assert find_groups(text, GRAMMAR, "9E901") == groups
