"""The Australian list as XHTML of the Federal Register of Legislation."""
