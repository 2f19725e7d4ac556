"""The codes of the findings that esgtag raises itself.

A code's number is stable for ever and never used for another rule; its tail is for people. Group 0 is about
reading what the user wrote; the other groups are those of the filing rules: 1 contexts, 2 units, 3 periods,
4 facts, 5 dimensions and use of the taxonomy, 6 document, 7 package. Group 8 is about the source of a taxonomy.
Messages of Arelle that have no rule of ours keep Arelle's own code.
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


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

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
TABLE_WITHOUT_FIGURES = _code(
    "ESG.0.17.tableWithoutFigures", _E, "A disclosure has figures or texts, a table at least one row and one period."
)
CELL_SHOWN_ROUNDED = _code(
    "ESG.0.18.cellShownRounded", _N, "A cell of a workbook shows all the digits that it holds; it is read as shown."
)
SHEET_HAZARD = _code(
    "ESG.0.19.sheetHazard", _W, "Nothing stands on a sheet where people overlook it: hidden, or beside the form."
)
ROW_GONE = _code("ESG.0.20.rowGone", _W, "What a form came filled with is still there when it is read.")
TEXT_REDUCED = _code(
    "ESG.0.21.textReduced",
    _N,
    "A text from a file has only what a report can show: paragraphs, lists, tables, emphasis.",
)
NOT_CARRIED = _code(
    "ESG.0.22.notCarried", _W, "A conversion or a migration carries everything over; what it cannot is named."
)
TABLE_UNKNOWN = _code("ESG.0.23.tableUnknown", _E, "Every row belongs to a table that the disclosure has.")
LAST_YEAR_OF_ANOTHER = _code("ESG.0.24.lastYearOfAnother", _W, "The report of last year is by who reports now.")
SCHEME_NOT_ALLOWED = _code(
    "ESG.1.01.entitySchemeNotAllowed",
    _E,
    "The entity is identified in a known register: by its LEI, or as the register writes its identifiers.",
)
LEI_INVALID = _code(
    "ESG.1.02.leiInvalid",
    _E,
    "A legal entity identifier has 20 characters and ISO 7064 mod 97-10 check digits.",
)
UNIT_WRONG_FOR_TYPE = _code(
    "ESG.2.02.unitWrongForType", _E, "The unit measures the kind of quantity that the concept reports."
)
MIXED_CURRENCY = _code(
    "ESG.2.05.mixedCurrency",
    _W,
    "Amounts of money are in the currency of the report, unless the concept is of another.",
)
UNIT_DIFFERS = _code(
    "ESG.2.06.unitDiffersBetweenPeriods", _W, "A figure is in the same unit in every period, and as last year."
)
UNIT_PREFIX_IMPLAUSIBLE = _code(
    "ESG.2.07.unitPrefixImplausible",
    _E,
    "A figure, in base units, is one that a company can have; a slip in the unit's prefix is a factor of a thousand "
    "or a million.",
)
AFTER_PERIOD_END = _code(
    "ESG.3.04.afterPeriodEnd", _E, "Only a concept that looks ahead is reported for a time after the reporting period."
)
ODD_LENGTH = _code(
    "ESG.3.05.oddLength", _W, "A reporting year has 360 to 371 days, or the reason for another length is stated."
)
COMPARATIVE_MISSING = _code(
    "ESG.3.06.comparativeMissing",
    _W,
    "A figure that recurs has a value or a coded reason in each period between its first and its last, and is still "
    "reported a year later.",
)
INCONSISTENT_DUPLICATE = _code(
    "ESG.4.01.inconsistentDuplicate",
    _E,
    "Facts with the same aspects have values that can be roundings of one number.",
)
DECIMALS_OVERCLAIMED = _code(
    "ESG.4.03.decimalsOverclaimed",
    _W,
    "A figure claims no more accuracy than it can have: no finer than the smallest sensible step of its unit.",
)
NIL_WITHOUT_REASON = _code(
    "ESG.4.05.nilWithoutReason", _E, "A figure that is not given has a coded reason and an explanation."
)
PLACEHOLDER_TEXT = _code("ESG.4.06.placeholderText", _W, "A text says something: no dash, N/A, nil, TBD or 0.")
NEGATIVE_VALUE = _code(
    "ESG.4.13.negativeValue", _W, "A value is not negative unless the taxonomy says that the concept may be."
)
PERCENT_ABOVE_ONE = _code(
    "ESG.4.14.percentAboveOne", _W, "A percentage is not above 100 % unless the taxonomy says that the concept may be."
)
SCALE_SLIP = _code(
    "ESG.4.15.scaleSlip",
    _W,
    "A figure is not a hundred, a thousand or a million times that of the year before, or of last year's filing.",
)
RESTATEMENT_UNEXPLAINED = _code(
    "ESG.4.16.restatementUnexplained",
    _W,
    "A figure of an earlier period is what last year's filing said, or a restatement gives the reason.",
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
DISCLOSURE_MISSING = _code(
    "ESG.4.23.disclosureMissing",
    _E,
    "What every report must have is there. What a standard that the report names asks for is reported or omitted: "
    "a warning, or a note where it may be explained.",
)
TYPED_MEMBER_UNSTABLE = _code(
    "ESG.5.03.typedMemberUnstable",
    _W,
    "What is the filer's own has an identifier that says what it is, not a number in a list, and keeps it.",
)
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
DEPRECATED_CONCEPT = _code(
    "ESG.5.05.deprecatedConcept", _W, "A disclosure uses the present names; a superseded one is read as its successor."
)
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
PACKAGE_UNUSABLE = _code(
    "ESG.7.06.packageUnusable",
    _E,
    "A taxonomy package is one of Taxonomy Packages 1.0, with an entry point of one document that Arelle can load.",
)
ELEMENT_NAME_TAKEN = _code(
    "ESG.8.01.elementNameTaken",
    _E,
    "Every element, link role and file that the source compiles to has a name of its own.",
)
NAME_NOT_IN_FULL = _code(
    "ESG.8.02.nameNotInFull",
    _W,
    "A name is made of whole words (L3C): no abbreviations but those in everyday use, and at most 100 letters.",
)
NAME_SUFFIX_RESERVED = _code(
    "ESG.8.03.nameSuffixReserved", _W, "No name ends in a word by which the compiler marks a kind of element."
)
NAME_AGAINST_TYPE = _code(
    "ESG.8.04.nameAgainstType",
    _W,
    "A name that says what kind of value it stands for (NumberOf, PercentageOf, DescriptionOf …) has that type.",
)
SPELLING_NOT_BRITISH = _code("ESG.8.05.spellingNotBritish", _W, "English texts are in British spelling.")
PUNCTUATION_ASKEW = _code(
    "ESG.8.06.punctuationAskew",
    _W,
    "Spaces are single, brackets and quotation marks close; a documentation ends with a stop and a label does not.",
)
SCRIPT_MIXED = _code(
    "ESG.8.07.scriptMixed",
    _W,
    "A text has the characters, the punctuation and the quotation marks of its language.",
)
DOCUMENTATION_THIN = _code("ESG.8.08.documentationThin", _W, "A documentation says more than the label.")
LABEL_REPEATED = _code(
    "ESG.8.09.labelRepeated",
    _W,
    "No two elements of a kind have the same label; short labels differ within a table, members within their axis.",
)
TOTAL_LABEL_MISSING = _code(
    "ESG.8.10.totalLabelMissing", _W, "A figure that others add up to has a label for its use as a total."
)
TERSE_LABEL_LONG = _code(
    "ESG.8.11.terseLabelLong",
    _W,
    "A short label is shorter than the label, in at least one language and longer in none.",
)
CONCEPT_ANSWERS_NOTHING = _code(
    "ESG.8.12.conceptAnswersNothing",
    _N,
    "A concept refers to a code of a standard, or stands in a ratio, in weights or in a sum.",
)
REFERENCE_REPEATED = _code("ESG.8.13.referenceRepeated", _W, "A concept refers to a code once, with one relation.")
CODE_UNANSWERED = _code(
    "ESG.8.14.codeUnanswered",
    _W,
    "Every code of a standard that has an entry point of its own is answered by a concept.",
)
STANDARD_IN_PART = _code(
    "ESG.8.15.standardInPart",
    _N,
    "Every code of a standard without an entry point of its own is answered by a concept.",
)
DIMENSION_UNUSED = _code(
    "ESG.8.16.dimensionUnused", _W, "Every axis cuts a table, and every list of choices is chosen from."
)
TYPE_UNUSED = _code("ESG.8.17.typeUnused", _N, "Every type is that of a concept, and every unit measures a type.")
TYPE_WITHOUT_UNIT = _code("ESG.8.18.typeWithoutUnit", _E, "There is a unit for the quantity that a concept measures.")
SPELLING_TAKEN = _code("ESG.8.19.spellingTaken", _E, "A spelling stands for one unit, or is declared ambiguous.")
PLAUSIBLE_EMPTY = _code("ESG.8.20.plausibleEmpty", _E, "A figure can lie within its plausible bounds.")
ARITHMETIC_UNFIT = _code(
    "ESG.8.21.arithmeticUnfit",
    _E,
    "Only amounts and numbers add up, only percentages are shares, only figures have a mean; the members of a typed "
    "axis are separate.",
)
AXIS_WITHOUT_MEMBERS = _code(
    "ESG.8.22.axisWithoutMembers",
    _E,
    "An explicit axis has members and a label for all of them together; a typed axis has neither.",
)
RULE_NEVER_APPLIES = _code(
    "ESG.8.23.ruleNeverApplies",
    _W,
    "What a ratio, a part or an average is computed from can be reported with the members that the rule needs.",
)
AVERAGE_UNWEIGHTED = _code(
    "ESG.8.24.averageUnweighted",
    _N,
    "An average has weights; without them it is only checked to lie between its members.",
)
RATIO_PERIOD_UNFIT = _code(
    "ESG.8.25.ratioPeriodUnfit",
    _W,
    "A ratio is over a period if one of its figures is, and at a point in time if both are.",
)
BALANCE_CLASH = _code(
    "ESG.8.26.balanceClash",
    _E,
    "Only monetary concepts have a balance, and a total has that of its parts (XBRL 2.1, 5.1.1.2).",
)
PROPERTY_WITHOUT_EFFECT = _code(
    "ESG.8.27.propertyWithoutEffect",
    _W,
    "Every property that a concept or a table is given means something for its type.",
)
RULES_LEFT_OUT = _code(
    "ESG.8.28.rulesLeftOut", _N, "An entry point has the concepts that the rules about its concepts need."
)
ENTRY_POINT_EMPTY = _code("ESG.8.29.entryPointEmpty", _W, "Every standard of an entry point is answered by a concept.")
TOPIC_ORDER_TAKEN = _code("ESG.8.30.topicOrderTaken", _W, "Every topic has a place of its own in the order of topics.")
