"""A text of a question read as a code of each list, in any spelling that its grammar accepts."""

from collections.abc import Iterable

from kgservice.codes import grammar_named
from kgservice.errors import CodeError
from kgservice.readers.descriptors import list_ids, read_descriptor


def codes_of(text: str, lists: Iterable[str]) -> dict[str, str]:
    """Return the code that a text is in each list, as that list prints it.

    :param text: as a person types it: ``3a001a7b``
    :param lists: ids; those that no descriptor describes are passed over
    :returns: codes by the id of their list
    """
    described = set(list_ids())
    found: dict[str, str] = {}
    for list_id in lists:
        if list_id not in described:
            continue
        try:
            found[list_id] = grammar_named(read_descriptor(list_id).grammar_name).normalise(text)
        except CodeError:
            continue
    return found


def stands_below(code: str, above: str) -> bool:
    """Tell whether a code as printed continues another one: ``3A001.a`` does ``3A001``."""
    rest = code[len(above) :]
    return code.startswith(above) and rest[:1] != "" and not rest[0].isalnum()
