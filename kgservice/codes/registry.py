"""The grammars by name, as list descriptors call them."""

from kgservice.codes.canada import ExportListGrammar, ImportListGrammar, NuclearGrammar
from kgservice.codes.free import FreeGrammar
from kgservice.codes.grammar import Grammar
from kgservice.codes.munitions import AustralianGrammar, MunitionsGrammar
from kgservice.codes.nrc import NrcGrammar
from kgservice.codes.numbered import NumberedGrammar
from kgservice.codes.regimes import MtcrGrammar, NsgPart1Grammar, NsgPart2Grammar
from kgservice.codes.usml import UsmlGrammar
from kgservice.errors import CodeError

_GRAMMARS: dict[str, type[Grammar]] = {
    "five-character": NumberedGrammar,
    "munitions": MunitionsGrammar,
    "au-dsgl": AustralianGrammar,
    "usml": UsmlGrammar,
    "nrc-110": NrcGrammar,
    "ca-nuclear": NuclearGrammar,
    "ca-ecl": ExportListGrammar,
    "ca-import": ImportListGrammar,
    "nsg-part-1": NsgPart1Grammar,
    "nsg-part-2": NsgPart2Grammar,
    "mtcr": MtcrGrammar,
    "free": FreeGrammar,
}


def grammar_named(name: str) -> Grammar:
    """Return the grammar of that name.

    :param name: as in the ``grammar`` key of a list's descriptor
    :returns: a grammar without state, made anew
    :raises CodeError: if there is none; the message lists the names there are
    """
    if name not in _GRAMMARS:
        raise CodeError(f"no code grammar is named {name!r}; there are {', '.join(_GRAMMARS)}")
    return _GRAMMARS[name]()
