"""Findings made up for tests, of every shape that there is."""

from __future__ import annotations

from hypothesis import strategies as st

from esgtag.findings import CODES, Finding, Location, Severity, codes

CELL = Location("form.xlsx", 12, "F", "Energy")
LINE = Location("energy.csv", 3, "2023")

PREFIX = codes.UNIT_PREFIX_IMPLAUSIBLE.finding(
    "Scope 1 2023 is 12,252.52 MtCO2e, more than any company can have.",
    hint="Look at the prefix of the unit.",
    location=LINE,
    facts=("GrossScope1.2023",),
    related=(Location("energy.csv", 4, "2023"),),
)
"""An error at a line, with a fact and a related place."""

PLACEHOLDER = codes.PLACEHOLDER_TEXT.finding('Policy on waste 2023 is "-", which says nothing.', location=CELL)
"""A warning in a cell of a workbook."""

SHOWN_ROUNDED = codes.CELL_SHOWN_ROUNDED.finding("A cell shows 5 and holds 4.7.", location=CELL)
"""A note."""

OF_ARELLE = Finding(
    "xbrl.4.6.3:itemContext", Severity.ERROR, "The fact has no context.", location=Location("r.xhtml", 7)
)
NOWHERE = codes.ENGINE_FAILED.finding("Arelle ended with a fault.")
ALL = (PREFIX, PLACEHOLDER, SHOWN_ROUNDED, OF_ARELLE, NOWHERE)


def members(count: int, file: str = "employees.csv") -> list[Finding]:
    """Findings of one cause, on as many lines."""
    return [
        codes.MEMBER_UNKNOWN.finding(
            f"Part-time{number} is not a member of EmploymentType.",
            hint="Did you mean PartTime?",
            location=Location(file, number + 2, "EmploymentType"),
        )
        for number in range(count)
    ]


_WORDS = st.sampled_from(
    [
        "Water",
        "is",
        "12,3.4",
        "t",
        "“x y”",
        "[1, 2]",
        "which",
        "says",
        "nothing",
        "能源",
        "a%b",
        "<&>",
        "\x07",
        "is:",
        "\n",
    ]
)
MESSAGES = st.lists(_WORDS, min_size=1, max_size=6).map(" ".join)
LOCATIONS = st.none() | st.builds(
    Location,
    st.sampled_from(["energy.csv", "a b/wäter.csv", "form.xlsx", "r.xhtml"]),
    st.none() | st.integers(1, 60),
    st.none() | st.sampled_from(["2023", "unit", "F"]),
    st.none() | st.sampled_from(["Energy", "Wäste & more"]),
)
FINDINGS = st.lists(
    st.builds(
        Finding,
        st.sampled_from([*sorted(CODES)[::7], "xbrl.4.6.3", "utre:x<y"]),
        st.sampled_from(Severity),
        MESSAGES,
        st.sampled_from(["", "Write it, please: 100 %."]),
        LOCATIONS,
        st.lists(st.sampled_from(["f1", "Energy.2023"]), max_size=2, unique=True).map(tuple),
        st.lists(LOCATIONS.filter(bool), max_size=2).map(tuple),
        st.none() | st.just("Agreed (A, until 2099-01-01)"),
    ),
    max_size=12,
)
