"""CCL node files: the Commerce Control List on seven dates."""
