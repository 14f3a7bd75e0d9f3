"""Canadian lists as Justice Laws XML."""
