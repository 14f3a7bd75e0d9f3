"""From model values and curated facts to triples."""
