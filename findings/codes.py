"""The codes of the findings that esgtag raises itself.

A code's number is stable for ever and never used for another rule; its tail is for people. Group 0 is about
reading what the user wrote; the other groups are those of the filing rules: 1 contexts, 2 units, 3 periods,
4 facts, 5 dimensions and use of the taxonomy, 6 document, 7 package. Group 8 is about the source of a taxonomy, group
9 about the validation itself. Messages of Arelle that have no rule of ours keep Arelle's own code.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .model import Finding, Location, Severity


class Stage(StrEnum):
    """What a rule can be decided on."""

    INPUT = "input"
    """What the user wrote, while it is read."""
    RECORDS = "records"
    """The records, before anything is built; of a finished report, its facts."""
    REPORT = "report"
    """The report as a file: its syntax, its contexts and units, its package."""
    LAST_YEAR = "last year"
    """The report beside that of last year."""
    TAXONOMY = "taxonomy"
    """The source of a taxonomy."""
    VALIDATION = "validation"
    """The validation itself: waivers, budgets."""


_OF_GROUP = {"0": Stage.INPUT, "8": Stage.TAXONOMY, "9": Stage.VALIDATION}


@dataclass(frozen=True, slots=True)
class Code:
    """A rule's identity: its code, its severity, the rule in one sentence, and the stages that it is decided at."""

    code: str
    severity: Severity
    rule: str
    stages: tuple[Stage, ...]

    @property
    def number(self) -> str:
        """The code without its tail: ``ESG.2.07``."""
        return self.code.rpartition(".")[0]

    @property
    def is_filing_rule(self) -> bool:
        """Whether it is a rule about filings, and not about reading, taxonomies or the validation itself."""
        return self.code.split(".")[1] not in _OF_GROUP

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


def _code(code: str, severity: Severity, rule: str, *stages: Stage) -> Code:
    CODES[code] = declared = Code(code, severity, rule, stages or (_OF_GROUP[code.split(".")[1]],))
    return declared


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE
_R, _I, _X = Stage.RECORDS, Stage.REPORT, Stage.LAST_YEAR

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
FIGURES_NOT_JUDGED = _code(
    "ESG.0.25.figuresNotJudged", _W, "A finished report says enough for the rules on figures to be applied to it."
)
SCHEME_NOT_ALLOWED = _code(
    "ESG.1.01.entitySchemeNotAllowed",
    _E,
    "The entity is identified in a known register: by its LEI, or as the register writes its identifiers.",
    _R,
)
LEI_INVALID = _code(
    "ESG.1.02.leiInvalid", _E, "A legal entity identifier has 20 characters and ISO 7064 mod 97-10 check digits.", _R
)
UNIT_WRONG_FOR_TYPE = _code(
    "ESG.2.02.unitWrongForType", _E, "The unit measures the kind of quantity that the concept reports.", _R
)
MIXED_CURRENCY = _code(
    "ESG.2.05.mixedCurrency",
    _W,
    "Amounts of money are in the currency of the report, unless the concept is of another.",
    _R,
)
UNIT_DIFFERS = _code(
    "ESG.2.06.unitDiffersBetweenPeriods", _W, "A figure is in the same unit in every period, and as last year.", _R, _X
)
UNIT_PREFIX_IMPLAUSIBLE = _code(
    "ESG.2.07.unitPrefixImplausible",
    _E,
    "A figure, in base units, is one that a company can have; a slip in the unit's prefix is a factor of a thousand "
    "or a million.",
    _R,
)
AFTER_PERIOD_END = _code(
    "ESG.3.04.afterPeriodEnd",
    _E,
    "Only a concept that looks ahead is reported for a time after the reporting period.",
    _R,
)
ODD_LENGTH = _code(
    "ESG.3.05.oddLength", _W, "A reporting year has 360 to 371 days, or the reason for another length is stated.", _R
)
COMPARATIVE_MISSING = _code(
    "ESG.3.06.comparativeMissing",
    _W,
    "A figure that recurs has a value or a coded reason for the year before, if others of its table have, in each "
    "period between its first and its last, and a year later.",
    _R,
    _X,
)
INCONSISTENT_DUPLICATE = _code(
    "ESG.4.01.inconsistentDuplicate",
    _E,
    "Facts with the same aspects have values that can be roundings of one number.",
    _R,
    _I,
)
DECIMALS_OVERCLAIMED = _code(
    "ESG.4.03.decimalsOverclaimed",
    _W,
    "A figure claims no more accuracy than it can have: no finer than the smallest sensible step of its unit.",
    _R,
)
NIL_WITHOUT_REASON = _code(
    "ESG.4.05.nilWithoutReason", _E, "A figure that is not given has a coded reason and an explanation.", _R
)
PLACEHOLDER_TEXT = _code("ESG.4.06.placeholderText", _W, "A text says something: no dash, N/A, nil, TBD or 0.", _R)
NEGATIVE_VALUE = _code(
    "ESG.4.13.negativeValue", _W, "A value is not negative unless the taxonomy says that the concept may be.", _R
)
PERCENT_ABOVE_ONE = _code(
    "ESG.4.14.percentAboveOne",
    _W,
    "A percentage is not above 100 % unless the taxonomy says that the concept may be.",
    _R,
)
SCALE_SLIP = _code(
    "ESG.4.15.scaleSlip",
    _W,
    "A figure is not a hundred, a thousand or a million times that of the year before, or of last year's filing.",
    _R,
    _X,
)
RESTATEMENT_UNEXPLAINED = _code(
    "ESG.4.16.restatementUnexplained",
    _W,
    "A figure of an earlier period is what last year's filing said, or a restatement gives the reason.",
    _X,
)
RATIO_DOES_NOT_FOLLOW = _code(
    "ESG.4.17.ratioDoesNotFollow", _W, "A ratio equals its numerator divided by its denominator, within rounding.", _R
)
TOTAL_DOES_NOT_ADD = _code(
    "ESG.4.18.totalDoesNotAdd", _W, "A total equals the sum of its parts, within rounding (Calculations 1.1).", _R, _I
)
REPORT_LANGUAGE_MISSING = _code(
    "ESG.4.08.reportLanguageMissing", _E, "Every text fact exists in every language of the report.", _R
)
FOOTNOTE_ADRIFT = _code("ESG.4.22.footnoteAdrift", _W, "Every declared footnote qualifies at least one fact.", _R, _I)
DISCLOSURE_MISSING = _code(
    "ESG.4.23.disclosureMissing",
    _E,
    "What every report must have is there. What a standard that the report names asks for is reported or omitted: "
    "a warning, or a note where it may be explained.",
    _R,
)
TYPED_MEMBER_UNSTABLE = _code(
    "ESG.5.03.typedMemberUnstable",
    _W,
    "What is the filer's own has an identifier that says what it is, not a number in a list, and keeps it next year.",
    _R,
    _X,
)
NO_HYPERCUBE = _code("ESG.5.02.noHypercube", _E, "A concept is cut only by the axes that the taxonomy gives it.", _R)
BREAKDOWN_DOES_NOT_ADD = _code(
    "ESG.5.04.breakdownDoesNotAdd",
    _W,
    "The members of a complete breakdown add up to the total, and shares to 100 %, within rounding.",
    _R,
)
AVERAGE_DOES_NOT_FOLLOW = _code(
    "ESG.5.07.averageDoesNotFollow",
    _W,
    "A total rate is the mean of its members' rates weighted by their shares; without shares it lies between them.",
    _R,
)
PART_EXCEEDS_WHOLE = _code(
    "ESG.5.08.partExceedsWhole", _W, "What is a part of a figure is not more than the figure.", _R
)
DEPRECATED_CONCEPT = _code(
    "ESG.5.05.deprecatedConcept",
    _W,
    "A disclosure uses the present names; a superseded one is read as its successor.",
    _R,
)
UNRESOLVED = _code(
    "ESG.7.03.unresolved",
    _E,
    "Every schema and linkbase resolves from the package and the taxonomy packages at hand.",
    _I,
)
UNSAFE_ARCHIVE = _code(
    "ESG.7.04.unsafeArchive",
    _E,
    "An archive is a readable ZIP, has no absolute names and none that leave it, no encryption, and expands to less "
    "than 100 MB.",
    _I,
)
PACKAGE_UNUSABLE = _code(
    "ESG.7.06.packageUnusable",
    _E,
    "A taxonomy package is one of Taxonomy Packages 1.0, with an entry point of one document that Arelle can load.",
    _I,
)
SEVERAL_ENTITIES = _code(
    "ESG.1.03.severalEntities", _E, "A report is about one entity, by one identifier in one scheme.", _I
)
PERIOD_HAS_TIME = _code("ESG.1.04.periodHasTime", _E, "A period is given in days: no time of day, no time zone.", _I)
FOREVER_PERIOD = _code("ESG.1.05.foreverPeriod", _E, "No period is for ever.", _I)
SEGMENT_USED = _code("ESG.1.06.segmentUsed", _E, "Dimensions stand in the scenario of a context, not its segment.", _I)
SCENARIO_NOT_DIMENSIONAL = _code(
    "ESG.1.07.scenarioNotDimensional", _E, "A scenario holds nothing but dimension members.", _I
)
DUPLICATE_CONTEXT = _code("ESG.1.08.duplicateContext", _E, "No two contexts say the same.", _I)
UNUSED_CONTEXT = _code("ESG.1.09.unusedContext", _E, "Every context is used by a fact.", _I)
UNIT_NOT_IN_REGISTRY = _code(
    "ESG.2.01.unitNotInRegistry",
    _E,
    "A measure is in the Unit Types Registry, a currency of ISO 4217, or declared by the taxonomy and in no registry.",
    _I,
)
DUPLICATE_UNIT = _code("ESG.2.03.duplicateUnit", _E, "No two units say the same.", _I)
UNUSED_UNIT = _code("ESG.2.04.unusedUnit", _W, "Every unit is used by a fact.", _I)
REPORTING_PERIOD_MISSING = _code(
    "ESG.3.01.reportingPeriodMissing",
    _E,
    "The first and the last day of the reporting period are facts, once each.",
    _R,
)
DURATION_NOT_DECLARED = _code(
    "ESG.3.02.durationNotDeclared",
    _W,
    "Every period of time is the reporting period, one that it is compared with, a base period or that of a target.",
    _R,
)
INSTANT_NOT_PERIOD_END = _code(
    "ESG.3.03.instantNotPeriodEnd", _W, "Every point in time is the last day of such a period, not the day after.", _R
)
PRECISION_USED = _code("ESG.4.02.precisionUsed", _E, "Accuracy is given by decimals, never by precision.", _I)
ROUNDED_AWAY = _code("ESG.4.04.roundedAwayValue", _W, "A figure that is shown as 0 is 0.", _I)
LANGUAGE_MISSING = _code("ESG.4.07.languageMissing", _E, "Every text and every footnote says its language.", _I)
TEXT_BLOCK_NOT_ESCAPED = _code(
    "ESG.4.09.textBlockNotEscaped", _E, "Text blocks are filed as markup (escape), and nothing else is.", _I
)
TEXT_BLOCK_BROKEN = _code(
    "ESG.4.10.textBlockBroken",
    _E,
    "A text block is well-formed XHTML with a text in it, and reads in the order of the page.",
    _I,
)
HIDDEN_BUT_TRANSFORMABLE = _code(
    "ESG.4.11.hiddenButTransformable", _E, "A fact is hidden only if no transformation could show it.", _I
)
HIDDEN_NOT_SHOWN = _code("ESG.4.12.hiddenNotShown", _E, "Every hidden fact is tied to a text that people see.", _I)
OLD_TRANSFORMATIONS = _code("ESG.4.19.oldTransformations", _E, "Transformations are of registry 4 or a later one.", _I)
FACT_ID_MISSING = _code("ESG.4.20.factIdMissing", _E, "Every fact has an id, and no other has the same.", _I)
TUPLE_OR_FRACTION = _code("ESG.4.21.tupleOrFraction", _E, "There are no tuples and no fractions.", _I)
DEFAULT_REPORTED = _code("ESG.5.01.defaultReported", _E, "The default member of a dimension is never written out.", _I)
ENTRY_POINT_UNEXPECTED = _code(
    "ESG.5.06.entryPointUnexpected",
    _E,
    "A report names one schema, a published entry point by its full address, and no linkbase.",
    _I,
)
EXECUTABLE_CODE = _code("ESG.6.01.executableCode", _E, "A report holds nothing that runs.", _I)
EXTERNAL_REFERENCE = _code(
    "ESG.6.02.externalReference", _E, "A report shows itself without anything from elsewhere.", _I
)
ENCODING = _code(
    "ESG.6.03.encoding",
    _E,
    "A document is well-formed XML in UTF-8, without a byte order mark or control characters.",
    _I,
)
IMAGE = _code("ESG.6.04.image", _E, "An image is inside the report, is of the type it says, and has a text.", _I)
BASE_USED = _code("ESG.6.05.baseUsed", _E, "A document has no base address and no DOCTYPE.", _I)
TAGGED_BUT_HIDDEN = _code("ESG.6.06.taggedButHidden", _E, "No style hides a fact from people.", _I)
TARGET_USED = _code("ESG.6.07.targetUsed", _W, "All facts are for the default target document.", _I)
RESERVED_CLASS = _code(
    "ESG.6.08.reservedClass", _W, "No class has a name that is reserved for viewers (-ixv-, -ixh-).", _I
)
HEAVY_DOCUMENT = _code(
    "ESG.6.09.heavyDocument", _W, "A document has fewer than 10,000 continuations and a size that browsers bear.", _I
)
PACKAGE_TYPE = _code(
    "ESG.7.01.packageType",
    _E,
    "A report package has the ending and the type of Report Packages 1.0, one top folder, and reports in reports/.",
    _I,
)
FILE_NAME = _code(
    "ESG.7.02.fileName",
    _W,
    "A report is named by the company, the last day and the language: example-2023-12-31-en.",
    _I,
)
UNEXPECTED_FILE = _code(
    "ESG.7.05.unexpectedFile", _W, "A filing holds what its manifest lists, with the sums that it lists.", _I
)
WAIVER_UNUSED = _code("ESG.9.01.waiverUnused", _W, "Every waiver is about something that is found.")
WAIVER_EXPIRED = _code("ESG.9.02.waiverExpired", _W, "A waiver is renewed, with a reason, before it expires.")
BUDGET_EXCEEDED = _code(
    "ESG.9.03.budgetExceeded", _E, "A report is validated within the time and the memory that it is given."
)
ENGINE_FAILED = _code("ESG.9.04.engineFailed", _E, "Arelle finishes its work on a report.")
ENGINE_COLD = _code(
    "ESG.9.05.engineCold", _N, "Processes can be forked; where not, every report is validated by itself, slowly."
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
