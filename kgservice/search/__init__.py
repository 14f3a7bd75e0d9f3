"""Search over a release: codes in any spelling, labels, names, CAS numbers, official text.

An index is one SQLite file made from a release by SPARQL, and never changed afterwards.
"""

from kgservice.search.gathering import gather_items
from kgservice.search.index import INDEX, write_index
from kgservice.search.keeping import IndexKeeper
from kgservice.search.model import Found, Hit, Item, Question, Words
from kgservice.search.searching import SearchIndex

__all__ = [
    "INDEX",
    "Found",
    "Hit",
    "IndexKeeper",
    "Item",
    "Question",
    "SearchIndex",
    "Words",
    "gather_items",
    "write_index",
]
