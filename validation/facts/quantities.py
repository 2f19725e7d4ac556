"""What a unit measures, told by its name: energy, emissions, mass and volume with their prefixes, and money."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from ...instances import Unit
from ...taxonomy import NAMESPACES, QName


class Quantity(StrEnum):
    """A physical quantity; the base units are the joule, the tonne of CO2e, the tonne, the cubic metre."""

    ENERGY = "energy"
    EMISSIONS = "emissions"
    MASS = "mass"
    VOLUME = "volume"


@dataclass(frozen=True, slots=True)
class Measured:
    """What a unit measures, the factor from it to the base unit, and its spelling without the prefix."""

    quantity: Quantity
    factor: Fraction
    prefix: str
    stem: str


MOST: Mapping[Quantity, tuple[Fraction, str]] = {
    Quantity.ENERGY: (Fraction(2 * 10**19), "no company uses more than 20 EJ"),
    Quantity.EMISSIONS: (Fraction(3 * 10**9), "no company causes more than 3 Gt of CO2e"),
    Quantity.MASS: (Fraction(10**10), "no company moves more than 10 Gt"),
    Quantity.VOLUME: (Fraction(10**11), "no company uses more than 100 km³"),
}
"""The most that a company can report of a quantity for a year, in base units and in words."""

PREFIXES: Mapping[str, int] = {"": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15}
_STEMS: tuple[tuple[str, Quantity, Fraction], ...] = (
    (r"Wh", Quantity.ENERGY, Fraction(3600)),
    (r"[Jj]oules?|J", Quantity.ENERGY, Fraction(1)),
    (r"t(?:onnes?)?_?CO2(?:e|eq)?|t_?CO₂e?", Quantity.EMISSIONS, Fraction(1)),
    (r"g_?CO2(?:e|eq)?", Quantity.EMISSIONS, Fraction(1, 10**6)),
    (r"t|[Tt]onnes?", Quantity.MASS, Fraction(1)),
    (r"g|[Gg]rams?", Quantity.MASS, Fraction(1, 10**6)),
    (r"m3", Quantity.VOLUME, Fraction(1)),
    (r"[lL]|[Ll]it(?:re|er)s?", Quantity.VOLUME, Fraction(1, 10**3)),
)
_WORDS: Mapping[str, str] = {"kilo": "k", "mega": "M", "giga": "G", "tera": "T", "peta": "P"}
_SPELT = re.compile(rf"(?P<prefix>{'|'.join(_WORDS)})", re.IGNORECASE)


def measured(unit: Unit) -> Measured | None:
    """Return what a simple unit measures; ``None`` for a quotient, and where its name does not tell."""
    return None if unit.denominators or len(unit.numerators) != 1 else measure(unit.numerators[0])


def measure(name: QName) -> Measured | None:
    """Return what a measure stands for, by its local name."""
    if name.namespace == NAMESPACES["iso4217"]:
        return None
    text = name.local
    if spelt := _SPELT.match(text):
        text = _WORDS[spelt["prefix"].lower()] + text[spelt.end() :]
    for stem, quantity, factor in _STEMS:
        for prefix, power in PREFIXES.items():
            if re.fullmatch(f"{prefix}(?:{stem})", text):
                return Measured(quantity, factor * 10**power, prefix, text.removeprefix(prefix))
    return None


def is_money(unit: Unit) -> bool:
    """Whether a unit is one currency."""
    return not unit.denominators and [name.namespace for name in unit.numerators] == [NAMESPACES["iso4217"]]


OF_WHAT: Mapping[Quantity, str] = {
    Quantity.ENERGY: "energy",
    Quantity.EMISSIONS: "emissions",
    Quantity.MASS: "waste",
    Quantity.VOLUME: "water",
}
"""What the names of amounts that are told by :func:`quantity_by_name` speak of."""
_NAMED: tuple[tuple[str, Quantity], ...] = (
    (r"Energy|Electricity|Fuel", Quantity.ENERGY),
    (r"Emissions?|GreenhouseGas|Ghg|GHG", Quantity.EMISSIONS),
    (r"Water(?:Withdrawal|Consumption|Discharged?)|VolumeOfWater", Quantity.VOLUME),
    (r"Waste", Quantity.MASS),
)
_NO_AMOUNT = re.compile(
    r"Percent|Number|Count(?!ry)|Ratio|Rate|Share|Proportion|Intensity|Per[A-Z]|Frequency|Whether|Unit|Index|Reduc|"
    r"Target|Cost|Expen|Revenue|Spend|Invest|Fine|Penalt|Hours|Days|Complain|Incident|Training|Wastewater.*Quality"
)


def quantity_by_name(concept: str) -> Quantity | None:
    """Return the quantity that a concept's name says it is an amount of; ``None`` where it may be something else."""
    if _NO_AMOUNT.search(concept.replace("PerArea", "")):
        return None
    return next((quantity for pattern, quantity in _NAMED if re.search(pattern, concept)), None)
