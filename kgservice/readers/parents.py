"""Circles among the parents that a document states."""

from collections.abc import Mapping


def find_circle(parents: Mapping[str, str | None]) -> tuple[str, ...] | None:
    """Return the codes of a circle, the first again at the end; None where there is none.

    :param parents: the code above each code; a code that is no key has none above it
    :returns: such as ``("a", "b", "a")``, the first circle in the order of the keys
    """
    clear: set[str] = set()
    for start in parents:
        path: dict[str, None] = {}
        above: str | None = start
        while above is not None and above not in clear:
            if above in path:
                codes = list(path)
                return (*codes[codes.index(above) :], above)
            path[above] = None
            above = parents.get(above)
        clear.update(path)
    return None
