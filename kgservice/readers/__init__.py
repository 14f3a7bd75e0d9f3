"""Readers: one module a publication format, from a document to an edition."""
