"""CQ-003 asked for days and codes whose answer has another form than its example's."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store, Variable

from kgservice.namespaces import ID, STC, XSD
from kgservice.queries import find_query

HERE = Path(__file__).parent
QUERIES = HERE.parents[1] / "queries" / "competency"


@pytest.mark.parametrize(
    ("code", "date", "edition", "status"),
    [
        ("9X999.b", "2021-06-01", "2021-01-01", "Listed"),  # an excerpt that carries the code
        ("9X999.a", "2020-01-01", "2020-01-01", "Listed"),  # the edition's first day
        ("9X999.a", "2019-12-31", "2019-01-01", "Reserved"),  # the older edition's last
        ("9X999.a", "2023-01-01", "2023-01-01", None),  # a whole edition without the code
    ],
)
def test_edition_that_answers(code: str, date: str, edition: str, status: str | None) -> None:
    (row,) = ask(code, date)
    assert row["edition"] == NamedNode(f"{ID}zz-list/{edition}")
    assert row["status"] == (status and NamedNode(STC + status))


def test_no_edition_held_for_the_day() -> None:
    assert ask("9X999.a", "2018-12-31") == []


def ask(code: str, date: str) -> list[dict[str, object]]:
    """Return the answer's rows without those of a second language."""
    store = Store()
    store.load(path=str(HERE / "cq-003.data.trig"))
    values = {
        Variable("list"): NamedNode(ID + "zz-list"),
        Variable("code"): Literal(code),
        Variable("date"): Literal(date, datatype=NamedNode(XSD + "date")),
    }
    answer = store.query(find_query("cq-003", QUERIES).text, substitutions=values)
    assert isinstance(answer, QuerySolutions)
    names = [variable.value for variable in answer.variables]
    rows = [{name: row[name] for name in names} for row in answer]
    return [row for row in rows if row["lang"] in (None, Literal("en"))]
