"""The codes of the findings that esgtag raises itself.

A code's number is stable for ever and never used for another rule; its tail is for people. Group 0 is about
reading what the user wrote; the other groups are those of the filing rules: 1 contexts, 2 units, 3 periods,
4 facts, 5 dimensions and use of the taxonomy, 6 document, 7 package. Messages of Arelle that have no rule of
ours keep Arelle's own code.
"""

from __future__ import annotations

from dataclasses import dataclass

from .model import Finding, Location, Severity


@dataclass(frozen=True, slots=True)
class Code:
    """A rule's identity: its code, its severity and the rule in one sentence."""

    code: str
    severity: Severity
    rule: str

    def finding(
        self,
        message: str,
        *,
        hint: str = "",
        location: Location | None = None,
        facts: tuple[str, ...] = (),
        related: tuple[Location, ...] = (),
    ) -> Finding:
        """Return a finding of this code."""
        return Finding(self.code, self.severity, message, hint, location, facts, related)


CODES: dict[str, Code] = {}


def _code(code: str, severity: Severity, rule: str) -> Code:
    CODES[code] = declared = Code(code, severity, rule)
    return declared


_E, _W = Severity.ERROR, Severity.WARNING

INPUT_UNREADABLE = _code(
    "ESG.0.01.inputUnreadable", _E, "Every file of a disclosure exists, is UTF-8 and is well-formed."
)
MANIFEST_INVALID = _code(
    "ESG.0.02.manifestInvalid",
    _E,
    "A YAML file has the keys it needs, no others, with values of the right kind.",
)
COLUMN_UNKNOWN = _code(
    "ESG.0.03.columnUnknown", _E, "Every column of a table is a known heading, an axis or a declared period."
)
CONCEPT_UNKNOWN = _code("ESG.0.04.conceptUnknown", _E, "Every record names a concept of the taxonomy.")
MEMBER_UNKNOWN = _code("ESG.0.05.memberUnknown", _E, "Every member belongs to the axis it is given for.")
VALUE_UNREADABLE = _code(
    "ESG.0.06.valueUnreadable",
    _E,
    "A cell holds a number as printed, a declared omission mark or, for a text concept, text.",
)
CELL_EMPTY = _code("ESG.0.07.cellEmpty", _E, "No cell is empty: an absent figure is marked as an omission.")
UNIT_UNKNOWN = _code("ESG.0.08.unitUnknown", _E, "Every unit is spelt in a way that has one meaning.")
RECORD_REPEATED = _code("ESG.0.09.recordRepeated", _E, "A table gives each figure once.")
FOOTNOTE_UNKNOWN = _code("ESG.0.10.footnoteUnknown", _E, "Every footnote that is referred to is declared.")
PERIOD_NOT_DECLARED = _code(
    "ESG.0.11.periodNotDeclared", _E, "Every period column is a period that the disclosure declares."
)
TAXONOMY_UNKNOWN = _code("ESG.0.12.taxonomyUnknown", _E, "The disclosure names an entry point that is at hand.")
ROW_MALFORMED = _code("ESG.0.13.rowMalformed", _E, "Every row of a table has as many cells as the header.")
SOURCE_INCONSISTENT = _code(
    "ESG.0.14.sourceInconsistent",
    _E,
    "The taxonomy's source refers only to names that it declares, each declared once.",
)
FILE_NOT_VALIDATED = _code(
    "ESG.0.15.fileNotValidated", _E, "Arelle can load every file it is asked to validate, and finishes."
)
PERIOD_NAME_MISLEADS = _code(
    "ESG.0.16.periodNameMisleads", _W, "A period that is named by a year has days in that year."
)
TABLE_WITHOUT_FIGURES = _code("ESG.0.17.tableWithoutFigures", _E, "A table has at least one row and one period column.")
LEI_INVALID = _code(
    "ESG.1.02.leiInvalid",
    _E,
    "A legal entity identifier has 20 characters and ISO 7064 mod 97-10 check digits.",
)
UNIT_WRONG_FOR_TYPE = _code(
    "ESG.2.02.unitWrongForType", _E, "The unit measures the kind of quantity that the concept reports."
)
AFTER_PERIOD_END = _code(
    "ESG.3.04.afterPeriodEnd", _E, "Only a concept that looks ahead is reported for a time after the reporting period."
)
INCONSISTENT_DUPLICATE = _code(
    "ESG.4.01.inconsistentDuplicate",
    _E,
    "Facts with the same aspects have values that can be roundings of one number.",
)
NEGATIVE_VALUE = _code(
    "ESG.4.13.negativeValue", _W, "A value is not negative unless the taxonomy says that the concept may be."
)
PERCENT_ABOVE_ONE = _code(
    "ESG.4.14.percentAboveOne", _W, "A percentage is not above 100 % unless the taxonomy says that the concept may be."
)
RATIO_DOES_NOT_FOLLOW = _code(
    "ESG.4.17.ratioDoesNotFollow",
    _W,
    "A ratio equals its numerator divided by its denominator, within rounding.",
)
TOTAL_DOES_NOT_ADD = _code(
    "ESG.4.18.totalDoesNotAdd", _W, "A total equals the sum of its parts, within rounding (Calculations 1.1)."
)
REPORT_LANGUAGE_MISSING = _code(
    "ESG.4.08.reportLanguageMissing", _E, "Every text fact exists in every language of the report."
)
FOOTNOTE_ADRIFT = _code("ESG.4.22.footnoteAdrift", _W, "Every declared footnote qualifies at least one fact.")
NO_HYPERCUBE = _code("ESG.5.02.noHypercube", _E, "A concept is cut only by the axes that the taxonomy gives it.")
BREAKDOWN_DOES_NOT_ADD = _code(
    "ESG.5.04.breakdownDoesNotAdd",
    _W,
    "The members of a complete breakdown add up to the total, and shares to 100 %, within rounding.",
)
AVERAGE_DOES_NOT_FOLLOW = _code(
    "ESG.5.07.averageDoesNotFollow",
    _W,
    "A total rate is the mean of its members' rates weighted by their shares; without shares it lies between them.",
)
PART_EXCEEDS_WHOLE = _code("ESG.5.08.partExceedsWhole", _W, "What is a part of a figure is not more than the figure.")
UNRESOLVED = _code(
    "ESG.7.03.unresolved",
    _E,
    "Every schema and linkbase resolves from the package and the taxonomy packages at hand.",
)
UNSAFE_ARCHIVE = _code(
    "ESG.7.04.unsafeArchive",
    _E,
    "An archive is a readable ZIP, has no absolute names and none that leave it, no encryption, and expands to less "
    "than 100 MB.",
)
