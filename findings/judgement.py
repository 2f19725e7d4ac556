"""From what was found to a verdict: profile, waivers and baseline, in this order."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .baselines import Baseline, Known, baseline_of, compare
from .model import Finding, Severity, in_order, worst
from .profiles import Profile, apply, built_in
from .rendering import summary
from .waivers import Waiver, waive


@dataclass(frozen=True, slots=True)
class Judgement:
    """The findings that count, once each and in order of place, and what a baseline knew.

    ``known`` are findings of the baseline that are still there, ``gone`` those that are not.
    """

    findings: tuple[Finding, ...]
    fail_on: Severity
    known: tuple[Finding, ...] = ()
    gone: tuple[Known, ...] = ()

    @property
    def is_fit(self) -> bool:
        """Whether nothing that counts is as severe as ``fail_on`` or worse."""
        highest = worst(self.findings)
        return highest is None or highest < self.fail_on

    @property
    def verdict(self) -> str:
        """One line for people: whether the filing can be filed, and what was found in how many files."""
        if not self.findings:
            return "Fit to file: nothing new was found" if self.known else "Fit to file: nothing was found"
        files = {finding.location.file for finding in self.findings if finding.location}
        found = summary(self.findings) + (f" in {len(files)} files" if len(files) > 1 else "")
        return f"Fit to file, with {found}" if self.is_fit else f"Not fit to file: {found}"

    @property
    def beside_baseline(self) -> list[str]:
        """Lines on what the baseline knew: how many findings are still there, how many are gone, and which."""
        lines = []
        if self.known:
            lines.append(
                f"{_counted(len(self.known), 'known finding')} of the baseline not shown: {summary(self.known)}"
            )
        if self.gone:
            total = sum(known.count for known in self.gone)
            named = "; ".join(dict.fromkeys(f"{known.code} in {known.file}" for known in self.gone[:3]))
            more = " …" if len(self.gone) > 3 else ""
            lines.append(f"{_counted(total, 'finding')} of the baseline gone: {named}{more}")
        return lines

    def next_baseline(self) -> Baseline:
        """Return the baseline with which nothing of this would be new."""
        return baseline_of([*self.findings, *self.known])


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def judge(
    findings: Iterable[Finding],
    *,
    profile: Profile | None = None,
    waivers: Sequence[Waiver] = (),
    baseline: Baseline | None = None,
    today: datetime.date | None = None,
    fail_on: Severity | None = None,
) -> Judgement:
    """Judge findings by a profile, waivers and a baseline.

    Without a profile it is ``own``; ``fail_on`` counts before that of the profile. ``today`` is needed for waivers.
    """
    chosen = profile or built_in()
    judged = apply(findings, chosen)
    if waivers:
        if today is None:
            raise ValueError("Whether a waiver has expired depends on the day: give `today`.")
        judged = apply(waive(judged, waivers, today), chosen)
    threshold = fail_on or chosen.fail_on
    if baseline is None:
        return Judgement(tuple(in_order(judged)), threshold)
    compared = compare(judged, baseline)
    return Judgement(compared.new, threshold, compared.known, compared.gone)
