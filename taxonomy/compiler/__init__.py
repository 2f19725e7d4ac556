"""From the model to valid XBRL: schemas, linkbases, formulas and the taxonomy package that holds them."""

from .package import package_files, package_name, release, releases

__all__ = ["package_files", "package_name", "release", "releases"]
