"""The taxonomy as a page for people: what can be reported, how it is cut, in which units."""

from __future__ import annotations

from collections.abc import Iterator

from .model import Axis, Concept, Table, Taxonomy


def reference_page(taxonomy: Taxonomy) -> str:
    """Return a Markdown page that lists every concept, axis, member and unit spelling."""
    return "\n".join([*_concepts(taxonomy), *_axes(taxonomy), *_units(taxonomy)]) + "\n"


def _concepts(taxonomy: Taxonomy) -> Iterator[str]:
    yield f"# {taxonomy.labels['en']}"
    yield ""
    yield "Generated from `taxonomy/source/`. What a row of a table may name, in the order of the topics."
    yield ""
    yield "## Concepts"
    for table in taxonomy.tables.values():
        yield from ("", f"### {table.topic['en']}: {table.labels['en']}", "")
        if table.axes:
            axes = ", ".join(f"`{axis}` ({arithmetic})" for axis, arithmetic in table.axes.items())
            yield from (f"May be cut by {axes}.", "")
        yield from (
            "| concept | what it reports | time | kind of value | standards |",
            "| --- | --- | --- | --- | --- |",
        )
        yield from (_concept(taxonomy, table, taxonomy.concepts[name]) for name in table.concepts)


def _concept(taxonomy: Taxonomy, table: Table, concept: Concept) -> str:
    labels = " / ".join(concept.labels[language] for language in taxonomy.languages)
    time = "at the end" if concept.period == "instant" else "over the period"
    standards = ", ".join(f"{reference.standard} {reference.code}" for reference in concept.references)
    extra = f" Adds up from {', '.join(f'`{part}`' for part in concept.parts)}." if concept.parts else ""
    if concept.ratio:
        below = concept.ratio.denominator
        members = "".join(f", {member}" for _, member in below.members)
        extra += f" `{concept.ratio.numerator.concept}` ÷ `{below.concept}{members}`."
    kind = concept.type.quantity or concept.type.name
    return f"| `{concept.name}` | **{labels}** {concept.documentation['en']}{extra} | {time} | {kind} | {standards} |"


def _axes(taxonomy: Taxonomy) -> Iterator[str]:
    yield from ("", "## Axes and members", "", "| axis | what it cuts by | members |", "| --- | --- | --- |")
    yield from (_axis(taxonomy, axis) for axis in taxonomy.axes.values())


def _axis(taxonomy: Taxonomy, axis: Axis) -> str:
    labels = " / ".join(axis.labels[language] for language in taxonomy.languages)
    members = ", ".join(f"`{name}` ({member.labels['en']})" for name, member in axis.members.items())
    return f"| `{axis.name}` | {labels} | {members or 'declared by the disclosure, under `members`'} |"


def _units(taxonomy: Taxonomy) -> Iterator[str]:
    yield from ("", "## Units", "", "A quotient is written with a slash: `MWh/RMB million`.", "")
    yield from ("| measures | reported in | spellings |", "| --- | --- | --- |")
    for unit in taxonomy.units:
        power = f" × 10^{unit.exponent}" if unit.exponent else ""
        spellings = ", ".join(f"`{spelling}`" for spelling in unit.spellings)
        yield f"| {unit.quantity} | `{unit.measure}`{power} | {spellings} |"
    yield from ("", "These have more than one meaning; a disclosure says under `units` which it means.", "")
    yield from (f"- `{ambiguity.spelling}`: {ambiguity.reason}" for ambiguity in taxonomy.ambiguous_units)
