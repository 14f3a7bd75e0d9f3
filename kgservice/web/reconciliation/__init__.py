"""``/reconcile``: the W3C community's Reconciliation Service API, version 0.2."""

from kgservice.web.reconciliation.routes import blueprint

__all__ = ["blueprint"]
