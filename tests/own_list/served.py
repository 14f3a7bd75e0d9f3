"""A store of an invented list in two editions, and a table that follows the older."""

from pathlib import Path

from tests.harmonization.invented import NEW, OLD, edition
from tests.harmonization.test_recalling import write_dataset

TABLE = (
    b"code,text,lang\n9X999,Invented things as follows:,en\n9X999.a,Zorbs of glass;,en\n"
    b"9X999.b,Blue glims;,en\n9X999.c,=Quells;,en\n"
)


def write_lists(folder: Path) -> Path:
    """Write the invented list as a dataset, and return the file."""
    old = edition(OLD, a="Zorbs of glass;", b="Blue glims;")
    new = edition(NEW, a="Zorbs of glass;", b="Blue glims, polished;")
    return write_dataset(folder, old, new)
