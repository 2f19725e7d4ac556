"""What was said: the instance model and its readers. Worked filings stand in folders beside it."""

from .model import (
    DOCUMENT_TYPE,
    FACT_EXPLANATION,
    FACT_FOOTNOTE,
    STANDARD_LINK,
    Dimension,
    Entity,
    Fact,
    Footnote,
    Instance,
    Period,
    Unit,
    Value,
)
from .xbrl_json import read_json

__all__ = [
    "DOCUMENT_TYPE",
    "FACT_EXPLANATION",
    "FACT_FOOTNOTE",
    "STANDARD_LINK",
    "Dimension",
    "Entity",
    "Fact",
    "Footnote",
    "Instance",
    "Period",
    "Unit",
    "Value",
    "read_json",
]
