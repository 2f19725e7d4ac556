"""What is wrong with a taxonomy's source beyond what makes it unreadable, each at its line."""

from .linting import lint

__all__ = ["lint"]
