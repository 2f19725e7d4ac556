"""The changes between two versions of a taxonomy as text, as JSON, and as a page for people."""

from __future__ import annotations

import difflib
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..compiler.package import package_name
from ..model import Taxonomy
from .differences import Change, ChangeKind, What

_TEMPLATES = Path(__file__).parent.parent / "templates"


def changes_text(changes: Sequence[Change], old: Taxonomy, new: Taxonomy) -> str:
    """Return the changes as plain text: by what they break, kind and reason, ending in a line that counts them."""
    lines = [f"{package_name(old)} → {package_name(new)}"]
    for group in _groups(changes):
        heading = f"{'BREAKING ' if group.is_breaking else ''}{group.kind} ({len(group.changes)})"
        lines += ["", heading, f"  {group.why}", *_rows(group.changes)]
    return "\n".join([*lines, "", changes_summary(changes), ""])


def changes_summary(changes: Sequence[Change]) -> str:
    """Return one line such as ``3 changes, 1 breaking: 1 removed, 2 added``, or ``No changes``."""
    if not changes:
        return "No changes"
    counts = Counter(change.kind for change in changes)
    kinds = ", ".join(f"{counts[kind]} {kind}" for kind in ChangeKind if counts[kind])
    return f"{_counted(changes)}, {_breaking(changes) or 'none'} breaking: {kinds}"


def changes_json(changes: Sequence[Change], old: Taxonomy, new: Taxonomy) -> str:
    """Return the changes as a JSON object: the two versions, counts by kind, and each :class:`Change` in order."""
    counts = Counter(change.kind for change in changes)
    report = {
        "old": _version(old),
        "new": _version(new),
        "counts": {
            "changes": len(changes),
            "breaking": _breaking(changes),
            "kinds": {kind.value: counts[kind] for kind in ChangeKind},
        },
        "changes": [asdict(change) for change in changes],
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def changes_page(changes: Sequence[Change], old: Taxonomy, new: Taxonomy) -> str:
    """Return the changes as an HTML page that needs nothing but itself; differences are marked word by word."""
    page = _environment().get_template("changes.html.j2")
    groups = _groups(changes)
    return page.render(
        old=old,
        new=new,
        title=next(iter(new.labels.values()), package_name(new)),
        counted=_counted(changes),
        breaking=_breaking(changes),
        overview=[_overview(kind, changes) for kind in ChangeKind if any(change.kind is kind for change in changes)],
        parts=[[group for group in groups if group.is_breaking is is_breaking] for is_breaking in (True, False)],
    )


def _counted(changes: Sequence[Change]) -> str:
    return f"{len(changes):,} change{'' if len(changes) == 1 else 's'}"


def _breaking(changes: Sequence[Change]) -> int:
    return sum(change.is_breaking for change in changes)


def _version(taxonomy: Taxonomy) -> dict[str, str | None]:
    published = taxonomy.date.isoformat() if taxonomy.date else None
    return {"namespace": taxonomy.namespace, "version": taxonomy.version, "date": published}


@dataclass(frozen=True, slots=True)
class _Group:
    """Changes of one kind that are breaking, or not, for one reason."""

    kind: ChangeKind
    is_breaking: bool
    why: str
    changes: tuple[Change, ...]

    @property
    def id(self) -> str:
        """Where it stands in the page, shared with the other groups of the kind."""
        return f"{'breaking' if self.is_breaking else 'other'}-{self.kind}"

    @property
    def subjects(self) -> list[tuple[What, list[_Entry]]]:
        """The changes by what they are about."""
        ordered = sorted(self.changes, key=lambda change: list(What).index(change.what))
        return [(what, list(map(_Entry, each))) for what, each in groupby(ordered, key=lambda change: change.what)]


def _groups(changes: Sequence[Change]) -> list[_Group]:
    found: dict[tuple[bool, int, str], list[Change]] = {}
    for change in changes:
        place = not change.is_breaking, list(ChangeKind).index(change.kind), change.why
        found.setdefault(place, []).append(change)
    return [_Group(each[0].kind, each[0].is_breaking, each[0].why, tuple(each)) for _, each in sorted(found.items())]


_SHORT = 100
"""The longest pair of texts, in characters, that is shown on one line."""


def _rows(changes: Sequence[Change]) -> Iterator[str]:
    names = [_name(change) for change in changes]
    what_width, name_width = max(len(change.what) for change in changes), max(map(len, names))
    for change, name in zip(changes, names, strict=True):
        start = f"  {change.what:{what_width}}  {name:{name_width}}"
        texts = _texts(change)
        if sum(map(len, texts)) <= _SHORT:
            yield f"{start}  {' → '.join(texts)}".rstrip()
        else:
            yield start.rstrip()
            yield from (f"      {mark} {text}" for mark, text in zip("-+", _pair(change), strict=True) if text)
        if change.hint:
            yield f"      {change.hint}"


def _name(change: Change) -> str:
    owner = f"{change.within}: " if change.what in (What.MEMBER, What.CHOICE) else ""
    aspect = f" [{change.aspect}]" if change.aspect else ""
    return f"{owner}{change.name}{aspect}"


def _pair(change: Change) -> tuple[str | None, str | None]:
    return change.before, change.after


def _texts(change: Change) -> list[str]:
    if change.kind in (ChangeKind.ADDED, ChangeKind.REMOVED):
        return [text for text in _pair(change) if text]
    return [text or "none" for text in _pair(change)]


_MEANINGS = {
    ChangeKind.REMOVED: "what can no longer be reported or used",
    ChangeKind.RENAMED: "the same thing under another name",
    ChangeKind.RETYPED: "another kind of value",
    ChangeKind.RETIMED: "a day instead of a period, or the other way round",
    ChangeKind.REBALANCED: "debit or credit",
    ChangeKind.REDIMENSIONED: "other ways to cut the figures of a table",
    ChangeKind.RECHOSEN: "another list of answers to choose from",
    ChangeKind.RESCOPED: "what an entry point leads to",
    ChangeKind.RERULED: "other rules for figures",
    ChangeKind.MOVED: "in another place",
    ChangeKind.RESPELLED: "other ways to write a unit",
    ChangeKind.RELABELLED: "another label",
    ChangeKind.REDEFINED: "another wording of the definition",
    ChangeKind.REREFERENCED: "other paragraphs of the standards",
    ChangeKind.ADDED: "what is new",
}


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the page's overview."""

    kind: ChangeKind
    meaning: str
    breaking: int
    other: int


def _overview(kind: ChangeKind, changes: Sequence[Change]) -> _Row:
    counts = Counter(change.is_breaking for change in changes if change.kind is kind)
    return _Row(kind, _MEANINGS[kind], counts[True], counts[False])


Segments = list[tuple[str, bool]]
"""A text in pieces, each with whether it is only here."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A change as the page shows it."""

    change: Change

    @property
    def language(self) -> str | None:
        """The language of what is compared, if it is a text of the taxonomy."""
        is_text = self.change.kind in (ChangeKind.RELABELLED, ChangeKind.REDEFINED)
        return self.change.aspect.rpartition(", ")[2] if is_text else None

    @property
    def is_listed(self) -> bool:
        """Whether there is nothing to set side by side."""
        return self.change.kind in (ChangeKind.ADDED, ChangeKind.REMOVED)

    @property
    def sides(self) -> tuple[Segments, Segments]:
        """What there was and what there is, word by word."""
        return word_differences(self.change.before or "", self.change.after or "")


_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+|\s+|[^\w\s]")
"""A word, a space, a sign; Chinese and Japanese are compared sign by sign, since they have no spaces."""


def word_differences(before: str, after: str) -> tuple[Segments, Segments]:
    """Return two texts in pieces that are in both or only in one. Texts with little in common differ as a whole."""
    words = _WORD.findall(before), _WORD.findall(after)
    matcher = difflib.SequenceMatcher(None, *words, autojunk=False)
    blocks = matcher.get_matching_blocks()
    shared = sum(len("".join(words[0][block.a : block.a + block.size]).strip()) for block in blocks)
    if 2 * shared < min(len(before), len(after)) or not (before and after):
        return [(before, True)] if before else [], [(after, True)] if after else []
    old: Segments = []
    new: Segments = []
    for tag, start, end, start_after, end_after in matcher.get_opcodes():
        for side, text in ((old, words[0][start:end]), (new, words[1][start_after:end_after])):
            if text:
                side.append(("".join(text), tag != "equal"))
    return old, new


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
