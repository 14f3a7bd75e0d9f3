"""Knowledge graph of strategic-trade control lists, and the service that publishes it."""

__version__ = "0.1.0"
