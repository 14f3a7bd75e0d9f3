"""Code grammars of the lists: parse, normalise, parent, level, sort key."""

from kgservice.codes.grammar import Grammar
from kgservice.codes.registry import grammar_named

__all__ = ["Grammar", "grammar_named"]
