"""``python -m kgservice`` is the command ``kgservice``."""

from kgservice.cli import main

if __name__ == "__main__":
    main()
