"""Numbers with units that the words of a list ask for: read off text, converted, compared."""
