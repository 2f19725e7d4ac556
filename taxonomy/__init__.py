"""What can be said: the ESG taxonomy, its compiler, and the model that every other room queries.

YAML source comes in through :func:`read_taxonomy`; XBRL goes out through :func:`package_files`.
"""

from .model import (
    NAMESPACES,
    Arithmetic,
    Axis,
    Concept,
    ItemType,
    Member,
    Operand,
    QName,
    Ratio,
    Reference,
    Table,
    Taxonomy,
    Text,
    UnitSpelling,
    normalise_unit,
    similar,
)
from .package import package_files, package_name
from .reading import SOURCE, esg_taxonomy, read_taxonomy
from .reference_page import reference_page

__all__ = [
    "NAMESPACES",
    "SOURCE",
    "Arithmetic",
    "Axis",
    "Concept",
    "ItemType",
    "Member",
    "Operand",
    "QName",
    "Ratio",
    "Reference",
    "Table",
    "Taxonomy",
    "Text",
    "UnitSpelling",
    "esg_taxonomy",
    "normalise_unit",
    "package_files",
    "package_name",
    "read_taxonomy",
    "reference_page",
    "similar",
]
