"""``python -m esgtag``."""

from .cli import main

main()
