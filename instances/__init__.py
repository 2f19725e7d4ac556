"""What was said: the instance model and its readers. Worked filings stand in folders beside it."""

from .as_filed import (
    FiledFact,
    days_of,
    facts_as_filed,
    facts_of_json,
    facts_of_tree,
    language_of,
    measures_of,
)
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
    "days_of",
    "facts_as_filed",
    "facts_of_json",
    "facts_of_tree",
    "language_of",
    "measures_of",
    "read_json",
]
