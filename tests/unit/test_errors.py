"""Errors come out of a process of its own as they went in."""

import pickle

from kgservice.errors import CellError, ReasonerLimitError


def test_a_limit_survives_the_way_between_processes() -> None:
    error = pickle.loads(pickle.dumps(ReasonerLimitError("too slow", "seconds", 60.0)))  # noqa: S301
    assert (type(error), str(error)) == (ReasonerLimitError, "too slow")
    assert (error.limit, error.value) == ("seconds", 60.0)


def test_a_cell_survives_the_way_between_processes() -> None:
    error = CellError("is empty", "list.xlsx", "Items", 7, "code")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert str(again) == "list.xlsx, sheet Items, row 7, column code: is empty"
    assert (again.reason, again.sheet, again.row, again.column) == ("is empty", "Items", 7, "code")
