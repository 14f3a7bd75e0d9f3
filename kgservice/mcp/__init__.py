"""The service's questions as tools of the Model Context Protocol."""

from kgservice.mcp.server import make_server

__all__ = ["make_server"]
