"""What a type of problem document is."""

from dataclasses import dataclass
from typing import Final

from kgservice.namespaces import BASE

PROBLEMS: Final = BASE + "problem"


@dataclass(frozen=True, slots=True)
class ProblemType:
    """A type of problem.

    :ivar slug: end of its IRI
    :ivar status: of HTTP
    :ivar title: a phrase for people
    :ivar meaning: what has happened, in one sentence
    :ivar concerns: the limit or the input that it is about
    :ivar remedy: what who asked can do
    :ivar setting: name of the setting that is the limit, empty where none is
    """

    slug: str
    status: int
    title: str
    meaning: str
    concerns: str
    remedy: str
    setting: str = ""

    @property
    def iri(self) -> str:
        """Return what a problem document has as its ``type``."""
        return f"{PROBLEMS}/{self.slug}"
