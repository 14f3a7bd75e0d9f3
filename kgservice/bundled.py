"""Where the ontology, shapes, queries and data lie: in a checkout, or inside the wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def bundled(name: str) -> Path:
    """Return a bundled folder: ``ontology``, ``shapes``, ``queries`` or ``data``.

    In a checkout it stands beside the package; a wheel carries it inside.
    """
    inside = _PACKAGE / "_bundled" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name
