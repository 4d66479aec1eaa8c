"""Command line: ``python -m tools.lint`` for everything, ``python -m tools.lint pot`` for the catalogues."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from . import external, pot
from .checks import CHECKS
from .project import Finding, Project

ROOT = Path(__file__).resolve().parents[2]


def main(argv: list[str]) -> int:
    """Run the checks. Returns 0, or 1 when there are findings."""
    if argv[:1] == ["pot"]:
        return pot.main(argv[1:], ROOT)
    parser = argparse.ArgumentParser(prog="python -m tools.lint", description="Check the suite.")
    parser.add_argument("--root", type=Path, default=ROOT, help="the tree to check (default: the one around this tool)")
    parser.add_argument("--own", action="store_true", help="only the suite's own checks, without ruff and pylint")
    parser.add_argument("--list", action="store_true", help="explain the rules and stop")
    parser.add_argument("paths", nargs="*", type=Path, help="show only findings in these files and folders")
    options = parser.parse_args(argv)
    if options.list:
        for check in CHECKS:
            print(f"{check.RULE:14} {(check.__doc__ or '').splitlines()[0]}")
        return 0
    project = Project(options.root)
    findings = collect(project, CHECKS if options.own else (*CHECKS, external))
    only = [path.resolve() for path in options.paths]
    if only:
        findings = [finding for finding in findings if any(finding.path.is_relative_to(path) for path in only)]
    report(project, findings)
    return int(bool(findings))


def collect(project: Project, checks: Iterable) -> list[Finding]:
    """Return the findings of the checks, sorted, without those a line consents to."""
    findings = {finding for check in checks for finding in check.check(project)}
    return sorted(finding for finding in findings if not project.allowed(finding))


def report(project: Project, findings: list[Finding]) -> None:
    """Print one line a finding, and the sum."""
    for path, line, rule, message in findings:
        shown = path.relative_to(project.root) if path.is_relative_to(project.root) else path
        print(f"{shown}:{line}: {rule}: {message}")
    counts = Counter(finding.rule for finding in findings)
    details = ", ".join(f"{count} {rule}" for rule, count in sorted(counts.items()))
    files = f"{len(project.all_files)} files"
    print(f"lint: {files}, {len(findings)} findings ({details})" if findings else f"lint: {files}, no findings")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
