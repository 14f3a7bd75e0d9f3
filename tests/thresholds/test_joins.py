"""How entries below a paragraph are joined; every sentence is invented."""

import pytest

from kgservice.criteria import Connective
from kgservice.thresholds.joins import Joins, read_joins

ALL, ANY, NONE = Joins(Connective.ALL), Joins(Connective.ANY), Joins(Connective.NONE)
TWO = Joins(Connective.AT_LEAST, 2)
PLAIN = ("Blue;", "Red;", "Green.")
AND = ("Blue;", "Red; and", "Green.")
OR = ("Blue;", "Red; or", "Green.")


@pytest.mark.parametrize(
    ("text", "below", "wanted"),
    [
        ("Kites having all of the following:", AND, ALL),
        ("Kites having both of the following characteristics:", AND, ALL),
        ("Kites having any of the following:", OR, ANY),
        ("Kites meeting one or more of the following:", PLAIN, ANY),
        ("Kites with either of the following:", PLAIN, ANY),
        ("Kites having none of the following:", PLAIN, NONE),
        ("Kites having two or more of the following:", OR, TWO),
        ("Kites having at least two of the following:", OR, TWO),
        ("Kites having the following characteristics:", AND, ALL),
        ("Kites as follows:", AND, Joins()),
        ("Kites as follows:", OR, ANY),
        ("Kites having any of the following:", AND, Joins()),
        ("Kites having all of the following:", OR, Joins()),
        ("Kites:", PLAIN, Joins()),
        ("Kites having all of the following:", ("Blue.",), Joins()),
        ("Kites having any of the following. They fly:", PLAIN, Joins()),
    ],
)
def test_the_last_words_join(text: str, below: tuple[str, ...], wanted: Joins) -> None:
    assert read_joins(text, below, "en") == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Cerfs-volants possédant toutes les caractéristiques suivantes :", ALL),
        ("Cerfs-volants possédant l'une des caractéristiques suivantes :", ANY),
        ("Cerfs-volants, comme suit :", Joins()),
    ],
)
def test_french_joins(text: str, wanted: Joins) -> None:
    assert read_joins(text, ("Bleu ;", "Rouge ;", "Vert."), "fr") == wanted


def test_another_language_joins_nothing() -> None:
    assert read_joins("Drachen mit allen:", AND, "de") == Joins()
