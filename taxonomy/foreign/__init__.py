"""Anyone's taxonomy package, loaded with Arelle into the model that the other rooms query."""

from .loading import load_archive, load_package

__all__ = ["load_archive", "load_package"]
