"""What was said: the instance model and its readers. Worked filings stand in folders beside it."""

from .as_filed import FiledFact, facts_as_filed
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
    "FiledFact",
    "Footnote",
    "Instance",
    "Period",
    "Unit",
    "Value",
    "facts_as_filed",
    "read_json",
]
