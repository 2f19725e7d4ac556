"""What a command does with findings: judge them by profile, waivers and baseline, and deliver them in every format."""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from . import __version__
from .findings import Finding, Severity, check_archive, is_archive, read_members, to_json, to_text
from .findings.baselines import Baseline, baseline_to_json, read_baseline
from .findings.judgement import Judgement, judge
from .findings.profiles import Profile, read_profile
from .findings.score import score
from .findings.waivers import Waiver, read_waivers
from .generator.sources.checking import LEI_SCHEME, REGISTERS
from .options import Format
from .reporting import print_card, print_judgement
from .saving import save
from .validation import Settings as DocumentSettings

_PAGES = (".xhtml", ".html", ".htm")


class SettingsError(Exception):
    """A profile, a list of waivers or a baseline that cannot be used; the text says why, and where."""


@dataclass(frozen=True, slots=True)
class Settings:
    """By what findings are judged, and from which severity on they count as a failure."""

    profile: Profile
    waivers: tuple[Waiver, ...]
    baseline: Baseline | None
    fail_on: Severity | None

    @classmethod
    def read(
        cls, profile: str = "own", waivers: Path | None = None, baseline: Path | None = None, fail_on: str | None = None
    ) -> Settings:
        """Read them from the files that are named. Raises :class:`SettingsError` with all problems found."""
        chosen, findings = read_profile(profile)
        waived, more = read_waivers(waivers) if waivers else ([], [])
        findings = findings + more
        known, more = read_baseline(baseline) if baseline else (None, [])
        findings = findings + more
        if chosen is None or findings:
            raise SettingsError(to_text(findings))
        return cls(chosen, tuple(waived), known, Severity[fail_on.upper()] if fail_on else None)

    @property
    def of_documents(self) -> DocumentSettings:
        """What the profile says of documents: registers, names, sizes."""
        usual, limits = DocumentSettings(), self.profile.thresholds
        return DocumentSettings(
            entity_schemes=frozenset((LEI_SCHEME, *REGISTERS, *self.profile.schemes)) if self.profile.schemes else None,
            file_name=self.profile.file_name or usual.file_name,
            most_bytes=limits.most_bytes,
            most_continuations=limits.most_continuations,
        )

    def judge(self, findings: Sequence[Finding], today: datetime.date) -> Judgement:
        """Judge what was found."""
        return judge(
            findings,
            profile=self.profile,
            waivers=self.waivers,
            baseline=self.baseline,
            today=today,
            fail_on=self.fail_on,
        )

    def with_baseline(self, judgement: Judgement, file: Path) -> Settings:
        """Write the baseline with which nothing of a judgement is new; return the settings with it.

        Raises ``OSError`` when the file cannot be written.
        """
        known = judgement.next_baseline()
        save({file.name: baseline_to_json(known).encode()}, file.parent)
        return Settings(self.profile, self.waivers, known, self.fail_on)


@dataclass(frozen=True, slots=True)
class Subject:
    """What was validated: a title, the names of the files, their documents for people, the page of the rules."""

    title: str
    files: tuple[str, ...]
    documents: Mapping[str, bytes]
    pages: str = ""


def subject_of(files: Sequence[Path], pages: str = "") -> Subject:
    """Return reports and report packages as a subject, with the XHTML documents in them."""
    documents: dict[str, bytes] = {}
    for file in files:
        documents |= _documents(file)
    title = files[0].name if len(files) == 1 else f"{len(files)} files"
    return Subject(title, tuple(file.as_posix() for file in files), documents, pages)


def _documents(file: Path) -> dict[str, bytes]:
    """Return the XHTML documents of a file; the only one of a package by the package's own name, as findings do."""
    if not is_archive(file):
        return {file.as_posix(): file.read_bytes()} if file.suffix.lower() in _PAGES else {}
    if check_archive(file):
        return {}
    shown = read_members(file, lambda name: "/reports/" in name and name.lower().endswith(_PAGES))
    return {file.as_posix(): page for page in shown.values()} if len(shown) == 1 else dict(sorted(shown.items()))


def render(judgement: Judgement, form: Format, subject: Subject, *, show_all: bool = False, card: bool = False) -> str:
    """Return a judgement in a format. ``show_all`` and ``card`` are for text: every place; the quality card."""
    if form is Format.JSON:
        return to_json(judgement.findings)
    if form is Format.SARIF:
        from .findings.reporters.sarif import to_sarif

        return to_sarif(judgement, version=__version__, files=subject.files, pages=subject.pages)
    if form is Format.JUNIT:
        from .findings.reporters.junit import to_junit

        return to_junit(judgement, subject.files)
    if form is Format.GITHUB:
        from .findings.reporters.annotations import to_annotations

        return to_annotations(judgement)
    if form is Format.HTML:
        from .findings.reporters.page import to_page

        return to_page(judgement, subject.documents, title=subject.title)
    text = io.StringIO()
    print_text(judgement, Console(file=text, emoji=False, color_system=None), show_all=show_all, card=card)
    return text.getvalue()


def print_text(judgement: Judgement, console: Console, *, show_all: bool = False, card: bool = False) -> None:
    """Print a judgement for people, after its quality card if that is wanted; the verdict is the last line."""
    if card:
        print_card(score([*judgement.findings, *judgement.known]), console=console)
        console.print()
    print_judgement(judgement, console=console, show_all=show_all)
