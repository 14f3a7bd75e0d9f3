"""What pages ask for again and again, asked once of each release.

A release never changes, so nothing has to be thrown out for being old: when another release is
served, all that is kept of the one before goes.
"""

from collections.abc import Callable
from typing import Any, Final, TypeVar, cast

from flask import current_app

from kgservice.web.rows import release_asked

KEPT: Final = "kgservice.kept"
T = TypeVar("T")


def kept(name: str, make: Callable[[], T]) -> T:
    """Return a value that holds for the release of this page.

    :param name: tells the value from others
    :param make: asks the graph for it by ``rows``
    :returns: what ``make`` returned for this release; not to be changed
    """
    release = release_asked()
    memory = cast(
        tuple[str, dict[str, Any]], current_app.extensions.setdefault(KEPT, (release, {}))
    )
    if memory[0] != release:
        memory = current_app.extensions[KEPT] = (release, {})
    if name not in memory[1]:
        memory[1][name] = make()
    return cast(T, memory[1][name])
