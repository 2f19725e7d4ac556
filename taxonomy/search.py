"""Finding a concept by what people call it: any language, part of a name, a paragraph's code, a word of a definition.

The documentation site searches with the same index and the same steps, in ``templates/site/site.js``; a test holds the
two to the same answers. Scores are whole numbers, so that both count alike. A text that holds the whole query beats
concepts that have its words scattered; among these, codes and names come before labels, labels before the titles of
paragraphs and tables, these before definitions, and definitions before the members that cut a concept.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from .model import Concept, Relation, Taxonomy, Text

_RUNS = re.compile("[a-zß-öø-ÿ]+|[0-9]+|[㐀-鿿]+")
_HAN = re.compile("[㐀-鿿]")
_WORD_LENGTH = 3
"""From so many letters on, the beginning of a word stands for the word."""
_SIMILAR = 60
"""How many hundredths of their pairs of letters two words must share for one to be a slip for the other."""
_MOST_PHRASINGS = 12


class HitKind(StrEnum):
    """What a query was found in."""

    CODE = "code"
    NAME = "name"
    LABEL = "label"
    TITLE = "title"
    DEFINITION = "definition"
    MEMBER = "member"

    @property
    def level(self) -> int:
        """How much a word counts that is found there."""
        return _LEVELS[self]


_LEVELS = {
    HitKind.CODE: 5,
    HitKind.NAME: 5,
    HitKind.LABEL: 4,
    HitKind.TITLE: 3,
    HitKind.DEFINITION: 2,
    HitKind.MEMBER: 1,
}


@dataclass(frozen=True, slots=True)
class Hit:
    """A concept that was found: where the query matched, and how well."""

    concept: str
    kind: HitKind
    text: str
    score: int


@dataclass(frozen=True, slots=True)
class Entry:
    """Texts of one kind, all of which lead to the same concepts; the concepts are positions in ``Index.names``.

    ``distance`` is how far the concepts are from what the texts say: 0 where they mean the same.
    """

    kind: HitKind
    texts: tuple[str, ...]
    concepts: tuple[int, ...] = ()
    distance: int = 0


@dataclass(frozen=True)
class Index:
    """What is searched.

    ``labels`` are the standard labels by language and ``weights`` what decides between equals, both in the order of
    ``names``: a total that many standards ask for comes before a detail.
    """

    prefix: str
    names: tuple[str, ...]
    labels: Mapping[str, tuple[str, ...]]
    weights: tuple[int, ...]
    entries: tuple[Entry, ...]
    synonyms: Mapping[str, tuple[str, ...]]

    def as_json(self) -> str:
        """Return the index for the documentation site. Kinds of hits are numbers, in the order of :class:`HitKind`."""
        kinds = list(HitKind)
        entries = [[kinds.index(one.kind), one.distance, one.texts, one.concepts] for one in self.entries]
        content = {
            "prefix": self.prefix,
            "names": self.names,
            "labels": self.labels,
            "weights": self.weights,
            "synonyms": self.synonyms,
            "kinds": [[kind.value, kind.level] for kind in kinds],
            "entries": entries,
        }
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"))

    def search(self, query: str, limit: int = 20) -> list[Hit]:
        """Return the concepts that a query finds, the best first; equals stand in the order of the taxonomy."""
        best: dict[int, Hit] = {}
        for phrase in self._phrasings(query.removeprefix(f"{self.prefix}:")):
            terms = dict(term for text in _terms(phrase) for term in self._resolved(text))
            for concept, hit in self._found(phrase, terms):
                if concept not in best or hit.score > best[concept].score:
                    best[concept] = hit
        return [best[concept] for concept in sorted(best, key=lambda one: (-best[one].score, one))[:limit]]

    def _phrasings(self, query: str) -> list[str]:
        """Return the folded query, and what it says in the taxonomy's own words."""
        phrases = list(dict.fromkeys(filter(None, (fold(query), fold(spaced(query))))))
        for said, ours in self._folded_synonyms:
            for phrase in list(phrases):
                if said in phrase and len(phrases) < _MOST_PHRASINGS:
                    phrases += [fold(phrase.replace(said, words)) for words in ours]
        return list(dict.fromkeys(phrases))

    @cached_property
    def _folded_synonyms(self) -> list[tuple[str, list[str]]]:
        return [(_bare(fold(said)), [_bare(fold(words)) for words in ours]) for said, ours in self.synonyms.items()]

    @cached_property
    def _folded(self) -> list[tuple[str, str, Entry]]:
        """Every text folded, and as it is shown, with its entry. A code is shown with its standard."""
        names = (Entry(HitKind.NAME, (name,), (at,)) for at, name in enumerate(self.names))
        labels = (
            Entry(HitKind.LABEL, (text,), (at,)) for texts in self.labels.values() for at, text in enumerate(texts)
        )
        return [
            (
                fold(spaced(text) if entry.kind is HitKind.NAME else text),
                entry.texts[0] if entry.kind is HitKind.CODE else text,
                entry,
            )
            for entry in (*names, *labels, *self.entries)
            for text in entry.texts
        ]

    @cached_property
    def _vocabulary(self) -> list[str]:
        return sorted({word for folded, *_ in self._folded for word in folded.split() if _is_long(word)})

    def _frequency(self, term: str) -> int:
        return len({concept for text, _, entry in self._folded if term in text for concept in entry.concepts})

    def _resolved(self, term: str) -> list[tuple[str, int]]:
        """Return a term with its weight, the rarer the more.

        What stands nowhere becomes its single characters, or the word that it is probably a slip for.
        """
        terms = [term]
        if not self._frequency(term):
            if _HAN.match(term):
                terms = list(term)
            elif _is_long(term.strip()):
                terms = [f" {_closest(term.strip(), self._vocabulary)}"]
        return [(one, max((len(self.names) // max(self._frequency(one), 1)).bit_length(), 1)) for one in terms]

    def _found(self, phrase: str, terms: Mapping[str, int]) -> Iterator[tuple[int, Hit]]:
        """Yield the concepts that have at least two thirds of what is asked for."""
        weights = list(terms.values())
        total = sum(weights)
        levels: dict[int, list[int]] = {}
        best: dict[int, tuple[int, HitKind, str]] = {}
        for folded, text, entry in self._folded:
            present = [weight if term in folded else 0 for term, weight in terms.items()]
            if not any(present) and entry.kind is not HitKind.NAME:
                continue
            if entry.kind is HitKind.CODE:  # its numbers and letters count together, as a phrase, or not at all
                present = [weight if _is_long(term.strip()) else 0 for term, weight in zip(terms, present, strict=True)]
            level = entry.kind.level
            quality = _quality(phrase, folded, entry.kind, all(present))
            score = level * sum(present) if quality is None else 1000 * level + quality - entry.distance
            if not score:
                continue
            reached = [level if weight else 0 for weight in present]
            for concept in entry.concepts:
                levels[concept] = list(map(max, levels.get(concept, reached), reached))
                if concept not in best or score > best[concept][0]:
                    best[concept] = (score, entry.kind, text)
        for concept, (score, kind, text) in best.items():
            if score < 1000:
                share = sum(weight for weight, level in zip(weights, levels[concept], strict=True) if level)
                worth = sum(weight * level for weight, level in zip(weights, levels[concept], strict=True))
                score = 1000 * worth * share // (total * total) if share * 3 >= total * 2 else 0
            if score:
                yield concept, Hit(self.names[concept], kind, text, score + self.weights[concept])


def fold(text: str) -> str:
    """Return a text in lower case with one space around each run of letters, digits or Chinese characters."""
    runs = _RUNS.findall(unicodedata.normalize("NFKC", text).lower())
    return f" {' '.join(runs)} " if runs else ""


def spaced(name: str) -> str:
    """Return a name with its words apart: ``GrossScope1Emissions`` becomes ``Gross Scope1 Emissions``."""
    return re.sub("([A-Z])([A-Z][a-z])", r"\1 \2", re.sub("([a-z0-9])([A-Z])", r"\1 \2", name))


def _bare(phrase: str) -> str:
    """Return a folded phrase as it may stand within a text: Chinese without its spaces, since words are not apart."""
    head = phrase[1:] if _HAN.match(phrase[1:2]) else phrase
    return head[:-1] if _HAN.match(head[-2:-1]) else head


def _is_long(word: str) -> bool:
    return len(word) >= _WORD_LENGTH and word[0] >= "a" and not _HAN.match(word)


def _terms(phrase: str) -> Iterator[str]:
    """Yield what of a folded phrase is looked for: words, numbers, pairs of Chinese characters.

    A long word, without the s of a plural, and the phrase's last one, which may still be being typed, stand for the
    words that begin with them.
    """
    runs = phrase.split()
    for at, run in enumerate(runs):
        if _HAN.match(run):
            yield from (run[start : start + 2] for start in range(max(len(run) - 1, 1)))
        else:
            yield f" {_singular(run)}" if _is_long(run) or at == len(runs) - 1 else f" {run} "


def _singular(word: str) -> str:
    return word[:-1] if len(word) > _WORD_LENGTH and re.search("[^s]s$", word) else word


def _quality(phrase: str, folded: str, kind: HitKind, has_all: bool) -> int | None:
    """Return how well a text holds the whole phrase, from 0 to 799; ``None`` if it does not."""
    begun = _bare(phrase).rstrip()
    if folded == phrase:
        degree = 700
    elif folded.startswith(f" {begun.lstrip()}") or (kind is HitKind.NAME and _is_begun(folded, phrase)):
        degree = 350
    elif begun in folded:
        degree = 300
    elif has_all and kind is not HitKind.CODE:
        degree = 0
    else:
        return None
    return degree + 99 * min(len(phrase), len(folded)) // len(folded)


def _is_begun(name: str, phrase: str) -> bool:
    """Whether a folded name begins with a phrase, wherever the words of the two are apart."""
    return name.replace(" ", "").startswith(phrase.replace(" ", ""))


def _closest(word: str, vocabulary: Iterable[str]) -> str:
    """Return the word that shares most pairs of letters with this one; the word itself if none shares enough."""
    pairs = _pairs(word)
    best, most = word, _SIMILAR - 1
    for known in vocabulary:
        theirs = _pairs(known)
        if (likeness := 200 * len(pairs & theirs) // (len(pairs) + len(theirs))) > most:
            best, most = known, likeness
    return best


def _pairs(word: str) -> set[str]:
    return {word[start : start + 2] for start in range(len(word) - 1)}


def search(taxonomy: Taxonomy, query: str, limit: int = 20) -> list[Hit]:
    """Return the concepts that a query finds, the best first."""
    return index_of(taxonomy).search(query, limit)


def index_of(taxonomy: Taxonomy) -> Index:
    """Return the index of a taxonomy."""
    tables = [name for table in taxonomy.tables.values() for name in table.concepts]
    names = tuple(name for name in dict.fromkeys((*tables, *taxonomy.concepts)) if name in taxonomy.concepts)
    labels = {
        language: tuple(taxonomy.concepts[name].labels.get(language, "") for name in names)
        for language in taxonomy.languages
    }
    positions = {name: at for at, name in enumerate(names)}
    entries = (
        replace(entry, concepts=tuple(sorted({positions[name] for name in concepts})))
        for entry, concepts in (*_of_concepts(taxonomy), *_of_codes(taxonomy), *_of_groups(taxonomy))
        if entry.texts and concepts
    )
    weights = tuple(_weight(taxonomy.concepts[name]) for name in names)
    return Index(taxonomy.prefix, names, labels, weights, tuple(entries), taxonomy.synonyms)


def _weight(concept: Concept) -> int:
    asked_for = sum(1 for reference in concept.references if reference.relation is not Relation.RELATED)
    return 25 * min(asked_for, 4) + (50 if concept.parts else 0)


def _of_concepts(taxonomy: Taxonomy) -> Iterator[tuple[Entry, list[str]]]:
    """Yield the other labels, the definition and the former names of each concept."""
    former = {new: old for old, new in taxonomy.renames.items()}
    for name, concept in taxonomy.concepts.items():
        known = {fold(text) for text in concept.labels.values()}
        others = [text for texts in (concept.terse, concept.total, concept.net) for text in texts.values()]
        yield Entry(HitKind.LABEL, tuple(text for text in dict.fromkeys(others) if fold(text) not in known)), [name]
        yield _entry(HitKind.DEFINITION, concept.documentation), [name]
        if name in former:
            yield Entry(HitKind.NAME, (former[name],)), [name]


def _of_codes(taxonomy: Taxonomy) -> Iterator[tuple[Entry, list[str]]]:
    """Yield the paragraphs of the standards by code and by title, first where a concept is just what they ask for."""
    answering: dict[tuple[str, str, Relation], list[str]] = {}
    for name, concept in taxonomy.concepts.items():
        for reference in concept.references:
            answering.setdefault((reference.standard, reference.code, reference.relation), []).append(name)
    for (standard, code, relation), concepts in answering.items():
        distance = list(Relation).index(relation)
        spellings = dict.fromkeys((f"{standard} {code}", code, code.removeprefix("para ")))
        yield Entry(HitKind.CODE, tuple(spellings), distance=distance), concepts
        yield _entry(HitKind.TITLE, taxonomy.standards[standard].codes[code].labels, distance), concepts


def _of_groups(taxonomy: Taxonomy) -> Iterator[tuple[Entry, list[str]]]:
    """Yield what leads to several concepts: their table, the axes and members that cut them, their choices."""
    cut: dict[str, list[str]] = {}
    by_member: dict[tuple[str, str], list[str]] = {}
    for table in taxonomy.tables.values():
        concepts = [name for name in table.concepts if name in taxonomy.concepts]
        yield _entry(HitKind.TITLE, table.labels), concepts
        for axis in table.axes:
            cut.setdefault(axis, []).extend(concepts)
            for member in taxonomy.axes[axis].members:
                if member in table.members.get(axis, (member,)):
                    by_member.setdefault((axis, member), []).extend(concepts)
    for axis, concepts in cut.items():
        yield _entry(HitKind.MEMBER, taxonomy.axes[axis].labels), concepts
    for (axis, member), concepts in by_member.items():
        yield _entry(HitKind.MEMBER, taxonomy.axes[axis].members[member].labels), concepts
    for choices in taxonomy.choices.values():
        concepts = [name for name, concept in taxonomy.concepts.items() if concept.choices == choices.name]
        for one in choices.members.values():
            yield _entry(HitKind.MEMBER, one.labels), concepts


def _entry(kind: HitKind, texts: Text, distance: int = 0) -> Entry:
    return Entry(kind, tuple(dict.fromkeys(texts.values())), distance=distance)
