"""The taxonomy as a web site that needs no server."""

from .example import Example, example_of
from .pages import site

__all__ = ["Example", "example_of", "site"]
