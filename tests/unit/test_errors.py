"""Errors come out of a process of its own as they went in."""

import pickle

from kgservice.errors import ReasonerLimitError


def test_a_limit_survives_the_way_between_processes() -> None:
    error = pickle.loads(pickle.dumps(ReasonerLimitError("too slow", "seconds", 60.0)))  # noqa: S301
    assert (type(error), str(error)) == (ReasonerLimitError, "too slow")
    assert (error.limit, error.value) == ("seconds", 60.0)
