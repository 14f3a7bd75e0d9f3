"""Bad graphs made from a good one: for each constraint of a shape, one change that breaks it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, SH, XSD
from rdflib.term import Node

OTHER: Final = URIRef("https://law.example/other")
OTHER_PREDICATE: Final = URIRef("https://law.example/predicate")
CONSTRAINTS: Final = (
    "minCount", "maxCount", "datatype", "nodeKind", "class", "in", "hasValue", "pattern",
    "minLength", "maxLength", "minInclusive", "maxInclusive", "uniqueLang", "languageIn",
    "lessThanOrEquals", "or", "node", "closed",
)  # fmt: skip
_CHECKSUM: Final = URIRef("http://spdx.org/rdf/terms#checksum")


@dataclass(frozen=True, slots=True)
class Constraint:
    """One constraint of one shape, and the node shape that gives its targets."""

    owner: URIRef
    shape: URIRef
    name: str

    def __str__(self) -> str:
        """Return an id for a test."""
        return f"{self.shape.partition('#')[2]}-{self.name}"


def constraints(shapes: Graph) -> Iterator[Constraint]:
    """Yield each constraint of each shape that has a target, sorted.

    A choice between whole shapes, and a property that must not be, have tests of their own.
    """
    for owner in sorted(shapes.subjects(RDF.type, SH.NodeShape)):
        if not any(
            (owner, SH[name], None) in shapes for name in ("targetClass", "targetSubjectsOf")
        ):
            continue
        for shape in [owner, *sorted(shapes.objects(owner, SH.property))]:
            for name in CONSTRAINTS:
                own_test = (shape == owner and name == "or") or _forbids(shapes, shape, name)
                if (shape, SH[name], None) in shapes and not own_test:
                    yield Constraint(owner, shape, name)


def _forbids(shapes: Graph, shape: Node, name: str) -> bool:
    """Tell a constraint that no value of a good graph could break: that there be none."""
    return name == "maxCount" and shapes.value(shape, SH.maxCount) == Literal(0)


def alone(shapes: Graph, constraint: Constraint) -> Graph:
    """Return shapes that hold one constraint and nothing else, with what it refers to."""
    graph = Graph()
    kept = {SH[constraint.name], RDF.type, SH.path, SH.targetClass, SH.targetSubjectsOf}
    kept |= {SH.severity, SH.message}
    kept |= {SH.ignoredProperties} if constraint.name == "closed" else set()
    todo: list[Node] = []
    for subject in {constraint.owner, constraint.shape}:
        for predicate, value in shapes.predicate_objects(subject):
            own = subject == constraint.shape or predicate != SH[constraint.name]
            if predicate in kept and own:
                graph.add((subject, predicate, value))
                todo += [] if predicate in (RDF.type, SH["in"], SH["class"]) else [value]
                todo += [value] if isinstance(value, BNode) else []
    if constraint.shape != constraint.owner:
        graph.add((constraint.owner, SH.property, constraint.shape))
    elif constraint.name == "closed":
        _keep_allowed(shapes, constraint.owner, graph)
    _copy(shapes, todo, graph)
    return graph


def _keep_allowed(shapes: Graph, owner: URIRef, graph: Graph) -> None:
    """Keep the paths that a closed shape allows, without their constraints."""
    for allowed in shapes.objects(owner, SH.property):
        path = shapes.value(allowed, SH.path)
        if isinstance(path, URIRef):
            graph.add((owner, SH.property, allowed))
            graph.add((allowed, SH.path, path))


def _copy(shapes: Graph, todo: list[Node], graph: Graph) -> None:
    seen: set[Node] = set()
    while todo:
        subject = todo.pop()
        if subject in seen or isinstance(subject, Literal):
            continue
        seen.add(subject)
        for predicate, value in shapes.predicate_objects(subject):
            graph.add((subject, predicate, value))
            todo.append(value)


def targets(shapes: Graph, owner: URIRef, good: Graph) -> list[Node]:
    """Return the focus nodes of a node shape in a graph, sorted."""
    found: set[Node] = set()
    for kind in shapes.objects(owner, SH.targetClass):
        found.update(good.subjects(RDF.type, kind))
    for predicate in shapes.objects(owner, SH.targetSubjectsOf):
        found.update(good.subjects(predicate, None))
    return sorted(found)


def spoil(shapes: Graph, constraint: Constraint, good: Graph, bad: Graph) -> Node:
    """Change ``bad``, a copy of ``good``, so that it breaks a constraint; return the focus node."""
    path = shapes.value(constraint.shape, SH.path)
    if path is None:
        return _spoil_node(shapes, constraint, good, bad)
    predicates, inverse = _predicates(shapes, path)
    compared = shapes.value(constraint.shape, SH.lessThanOrEquals)
    for focus in targets(shapes, constraint.owner, good):
        if constraint.name == "lessThanOrEquals" and (focus, compared, None) not in good:
            continue
        pairs = [(p, o) for p in predicates for o in sorted(_values(good, focus, p, inverse))]
        if pairs:
            predicate, value = pairs[0]
            break
    else:
        raise LookupError(f"the good graph has no value at {constraint}")
    if constraint.name == "minCount":
        for predicate, value in pairs[int(shapes.value(constraint.shape, SH.minCount)) - 1 :]:
            bad.remove(_triple(focus, predicate, value, inverse))
    elif constraint.name == "maxCount":
        more = _another(value)
        bad.add(_triple(focus, predicate, more, inverse))
    elif constraint.name == "uniqueLang":
        bad.add((focus, predicate, Literal("again", lang=value.language)))
    elif constraint.name == "node":
        bad.remove((value, _CHECKSUM, None))
    else:
        bad.remove((focus, predicate, value))
        bad.add((focus, predicate, _WRONG[constraint.name](value)))
    return focus


def _spoil_node(shapes: Graph, constraint: Constraint, good: Graph, bad: Graph) -> Node:
    focus = targets(shapes, constraint.owner, good)[0]
    if constraint.name == "closed":
        bad.add((focus, OTHER_PREDICATE, Literal("x")))
        return focus
    other: Node = BNode("spoiled") if constraint.name == "nodeKind" else OTHER
    for predicate, value in good.predicate_objects(focus):
        bad.add((other, predicate, value))
    return other


def _predicates(shapes: Graph, path: Node) -> tuple[list[Node], bool]:
    inverse = shapes.value(path, SH.inversePath)
    if inverse is not None:
        return [inverse], True
    choice = shapes.value(path, SH.alternativePath)
    return ([path] if choice is None else list(Collection(shapes, choice))), False


def _values(graph: Graph, focus: Node, predicate: Node, inverse: bool) -> Iterator[Node]:
    yield from graph.subjects(predicate, focus) if inverse else graph.objects(focus, predicate)


def _triple(focus: Node, predicate: Node, value: Node, inverse: bool) -> tuple[Node, Node, Node]:
    return (value, predicate, focus) if inverse else (focus, predicate, value)


def _another(value: Node) -> Node:
    if not isinstance(value, Literal):
        return OTHER
    if value.datatype == XSD.date:
        return Literal("1999-09-09", datatype=XSD.date)
    if value.datatype == XSD.integer:
        return Literal(value.toPython() + 1)
    return Literal(f"{value}x", lang=value.language, datatype=value.datatype)


def _worded(text: str, like: Node) -> Node:
    if isinstance(like, Literal):
        return Literal(text, lang=like.language, datatype=like.datatype)
    return OTHER


_WRONG: Final[dict[str, Callable[[Node], Node]]] = {
    "datatype": lambda value: Literal("x", lang=None if value.language or value.datatype else "en"),
    "nodeKind": lambda value: Literal("x"),
    "class": lambda value: OTHER,
    "in": lambda value: OTHER,
    "hasValue": lambda value: OTHER,
    "or": lambda value: OTHER,
    "pattern": lambda value: (
        _worded(" !", value) if isinstance(value, Literal) else URIRef("urn:x")
    ),
    "minLength": lambda value: _worded("", value),
    "maxLength": lambda value: _worded("x" * 81, value),
    "minInclusive": lambda value: Literal(-1),
    "maxInclusive": lambda value: Literal(101),
    "languageIn": lambda value: Literal("x", lang="de"),
    "lessThanOrEquals": lambda value: Literal("9999-12-31", datatype=XSD.date),
}
