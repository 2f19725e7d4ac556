"""Which concepts answer which paragraph: the taxonomy against the standards, as a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .model import Code, Concept, Relation, Standard, Taxonomy

ANSWERING = (Relation.SAME, Relation.NARROWER, Relation.WIDER)
"""The relations with which a concept answers what a paragraph asks for, whole or in part."""


def answers(taxonomy: Taxonomy, standard: str) -> Mapping[str, list[tuple[Relation, Concept]]]:
    """Return, for every code of a standard, the concepts that refer to it with their relation, in reading order."""
    found: dict[str, list[tuple[Relation, Concept]]] = {code: [] for code in taxonomy.standards[standard].codes}
    for concept in taxonomy.concepts.values():
        for reference in concept.references:
            if reference.standard == standard:
                found[reference.code].append((reference.relation, concept))
    return found


def unanswered(taxonomy: Taxonomy, standard: str) -> list[str]:
    """Return the codes of a standard that no concept answers, not even in part."""
    return [
        code
        for code, concepts in answers(taxonomy, standard).items()
        if not any(relation in ANSWERING for relation, _ in concepts)
    ]


def coverage_page(taxonomy: Taxonomy) -> str:
    """Return a Markdown page with every code of every standard against the concepts that answer it."""
    return "\n".join(_page(taxonomy)) + "\n"


def _page(taxonomy: Taxonomy) -> Iterator[str]:
    yield from (
        "# Coverage",
        "",
        "Generated from `taxonomy/source/`: every code of the standards that the taxonomy refers to, and the concepts "
        "that answer it. How a concept relates to a code:",
        "",
        "- **same**: the concept is what the code asks for;",
        "- **narrower**: it is one part of that;",
        "- **wider**: it takes in more than that;",
        "- **related**: it helps to answer the code, or is close to what it asks for.",
        "",
        "The relations come from reading the code beside the concept's definition. Where the codes themselves were "
        "checked:",
        "",
        "| standard | codes | answered | only related | checked against |",
        "| --- | ---: | ---: | ---: | --- |",
    )
    for standard in taxonomy.standards.values():
        found = answers(taxonomy, standard.name)
        open_ = unanswered(taxonomy, standard.name)
        related = sum(1 for code in open_ if found[code])
        yield (
            f"| [{standard.labels['en']}]({standard.url}) | {len(found)} | {len(found) - len(open_)} | {related} "
            f"| {standard.verified} |"
        )
    for standard in taxonomy.standards.values():
        yield from _standard(taxonomy, standard)


def _standard(taxonomy: Taxonomy, standard: Standard) -> Iterator[str]:
    yield from ("", f"## {standard.labels['en']}", "", f"{standard.publisher}.", "")
    yield from ("| code | what it asks for | obligation | concepts |", "| --- | --- | --- | --- |")
    for code, concepts in answers(taxonomy, standard.name).items():
        yield _row(standard.codes[code], concepts)


def _row(code: Code, concepts: list[tuple[Relation, Concept]]) -> str:
    by_relation = {
        relation: ", ".join(f"`{concept.name}`" for found, concept in concepts if found is relation)
        for relation in Relation
    }
    named = "; ".join(f"{relation.value}: {names}" for relation, names in by_relation.items() if names)
    return f"| {code.code} | {code.labels['en']} | {code.obligation or ''} | {named or 'none'} |"
