"""Numbers exactly as printed; units with one meaning or none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esgtag.generator.numbers import plain_digits, read_figure, read_number, trailing_notes, why_not_a_number
from esgtag.generator.sources.checking import is_lei
from esgtag.generator.units import PrintedUnit, UnitProblem, resolve_unit
from esgtag.taxonomy import Taxonomy


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30), st.integers(-9, 9))
def test_a_printed_number_is_read_exactly(value: Decimal, exponent: int) -> None:
    printed = f"{value:,f}"
    number = read_number(printed)
    assert number is not None
    shown_places = len(printed.partition(".")[2])
    sign, digits, own = value.as_tuple()
    assert isinstance(own, int)
    exact = Decimal((sign, digits, own + exponent)) if value else Decimal(0)
    assert number.value(exponent) == exact
    assert number.decimals(exponent) == shown_places - exponent
    assert number.shown == printed.lstrip("-")


@pytest.mark.parametrize(
    "printed",
    ["", "-", "1O", "1,00", "12,34,567", "1.", ".5", "1e3", "0x10", "１２", "1 000", "--1", "1%%", "NaN", "(1.2)", "1,000,00.5"],
)  # fmt: skip
def test_what_is_not_a_number_is_not_guessed(printed: str) -> None:
    assert read_number(printed) is None


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        ("5,19O.84", "5,190.84"),
        ("70,5", "70.5"),
        ("１３４００", "13400"),
        ("13 400", "13400"),
        ("13\u00a0400", "U+00A0"),
        ("(13400)", "minus sign"),
        ("13'400", "commas"),
        ("1.34E+04", "power of ten"),
        ("#REF!", "spreadsheet"),
        ("=B2+B3", "formula"),
        ("13,400 tCO2e", "unit"),
        ("–", "dash"),
    ],
)
def test_a_slip_is_answered_with_what_to_write(printed: str, told: str) -> None:
    assert read_number(printed) is None
    assert told in why_not_a_number(printed)


def test_zero_keeps_its_places_and_loses_its_sign() -> None:
    number = read_number("-0.00")
    assert number is not None
    assert (number.value(0), number.decimals(-2), number.negative) == (Decimal("0.00"), 4, False)
    assert not number.value(0).is_signed()


@pytest.mark.parametrize(
    ("printed", "unit", "exponent", "quantity"),
    [
        ("MWh", "utr:MWh", 0, "energy"),
        ("tonne (Mt)", "utr:t", 0, "mass"),
        ("tonne (Mt) of CO₂e", "utr:tCO2e", 0, "ghg"),
        ("tonne (Mt) of CO ₂ e", "utr:tCO2e", 0, "ghg"),
        ("KGCO2e", "utr:tCO2e", -3, "ghg"),
        ("Kg/person", "utr:kg/esg:person", 0, "mass/person"),
        ("MWh/RMB million", "utr:MWh/iso4217:CNY", -6, "energy/money"),
        ("tonne (Mt) of CO2e / RMB million", "utr:tCO2e/iso4217:CNY", -6, "ghg/money"),
        ("%", "xbrli:pure", -2, "ratio"),
        ("百万元人民币", "iso4217:CNY", 6, "money"),
    ],
)
def test_units_as_reports_print_them(taxonomy: Taxonomy, printed: str, unit: str, exponent: int, quantity: str) -> None:
    found = resolve_unit(printed, taxonomy, {})
    assert isinstance(found, PrintedUnit)
    assert (str(found.unit), found.exponent, found.quantity) == (unit, exponent, quantity)


@pytest.mark.parametrize("printed", ["Mt", "MT", "Mt CO2e", "MtCO₂e", "ton", "Mt/person"])
def test_an_ambiguous_unit_is_never_taken_silently(taxonomy: Taxonomy, printed: str) -> None:
    found = resolve_unit(printed, taxonomy, {})
    assert isinstance(found, UnitProblem)
    assert "more than one meaning" in found.message


def test_a_disclosure_says_once_what_it_means(taxonomy: Taxonomy) -> None:
    found = resolve_unit("Mt CO2e", taxonomy, {"Mt CO2e": "tCO2e"})
    assert isinstance(found, PrintedUnit)
    assert str(found.unit) == "utr:tCO2e"


def test_a_slip_in_a_unit_is_answered_with_a_proposal(taxonomy: Taxonomy) -> None:
    found = resolve_unit("mwh", taxonomy, {})
    assert isinstance(found, UnitProblem)
    assert found.hint == "Did you mean MWh?"


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("30", [("30", None)]),
        ("at least 30", [("30", "AtLeast")]),
        ("≥30", [("30", "AtLeast")]),
        ("不少于30", [("30", "AtLeast")]),
        ("more than 1,200", [("1200", "MoreThan")]),
        (">5%", [("5", "MoreThan")]),
        ("about −3.2", [("-3.2", "About")]),
        ("约50", [("50", "About")]),
        ("< 0.5", [("0.5", "LessThan")]),
        ("up to 7", [("7", "AtMost")]),
        ("30–40", [("30", "AtLeast"), ("40", "AtMost")]),
        ("30-40 %", [("30", "AtLeast"), ("40", "AtMost")]),
        ("1,000 to 1,200", [("1000", "AtLeast"), ("1200", "AtMost")]),
        ("40–30", []),
        ("at least", []),
        ("at least about 5", []),
        ("5 or more", []),
        ("≥ ≤ 5", []),
    ],
)
def test_bounds_and_ranges_are_read(printed: str, expected: list[tuple[str, str | None]]) -> None:
    found = read_figure(printed)
    assert [(str(one.number.value(0)), one.qualifier) for one in found] == expected


@pytest.mark.parametrize(
    ("printed", "figure", "notes"),
    [
        ("19.42 ⁸⁶", "19.42", ("86",)),
        ("19.42⁸⁶", "19.42", ("86",)),
        ("5% ¹ ²", "5%", ("1", "2")),
        ("at least 30³", "at least 30", ("3",)),
        ("19.42", "19.42", ()),
        ("⁸⁶", "⁸⁶", ()),
        ("m²", "m²", ()),
    ],
)
def test_raised_numbers_behind_a_figure_are_footnotes(printed: str, figure: str, notes: tuple[str, ...]) -> None:
    assert trailing_notes(printed) == (figure, notes)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [("１２，２５２．５２", "12,252.52"), ("７％", "7%"), ("－３", "-3"), ("12", "12"), ("－", "－")],
)
def test_full_width_digits_are_digits(printed: str, expected: str) -> None:
    assert plain_digits(printed) == expected


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        ("EXAMPLE0000000000087", True),
        ("EXAMPLE0000000000078", False),
        ("31570010000000006400", True),  # issued with 00 instead of 97
        ("315700X8JQ3IU0NGK501", True),  # issued with 01 instead of 98
        ("example0000000000087", False),
        ("EXAMPLE000000000008", False),
    ],
)
def test_check_digits_of_legal_entity_identifiers(identifier: str, expected: bool) -> None:
    assert is_lei(identifier) is expected
