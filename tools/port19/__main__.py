"""Command line: ``python3 -m tools.port19 --odoo19 DIST_PACKAGES --out BUILD ADDON_DIR...``, or ``check BUILD``."""

import argparse
import sys
import time
from pathlib import Path

from . import PortError
from .build import build
from .check import check


def main(argv: list[str]) -> int:
    """Port, or check a port. Returns 0; 1 for findings of the check; 2 for an error."""
    if argv[:1] == ["check"]:
        return main_check(argv[1:])
    parser = argparse.ArgumentParser(prog="python3 -m tools.port19", description="Port addons from 17.0 to 19.0.")
    parser.add_argument("--odoo19", required=True, type=Path, help="the folder that holds the odoo package of 19.0")
    parser.add_argument("--out", required=True, type=Path, help="the build folder; it will hold these addons only")
    parser.add_argument("--verbose", action="store_true", help="name the files that changed")
    parser.add_argument("addons", nargs="+", type=Path, metavar="ADDON_DIR")
    options = parser.parse_args(argv)
    started = time.monotonic()
    try:
        changed = build(options.addons, options.out, options.odoo19)
    except PortError as error:
        print(f"port19: {error}", file=sys.stderr)
        return 2
    if options.verbose:
        print("\n".join(changed))
    elapsed = time.monotonic() - started
    done = f"{len(changed)} files written" if changed else "nothing to do"
    print(f"port19: {len(options.addons)} addons, {done}, {elapsed:.2f} s")
    return 0


def main_check(argv: list[str]) -> int:
    """Check ported addons."""
    parser = argparse.ArgumentParser(prog="python3 -m tools.port19 check", description="Check ported addons.")
    parser.add_argument("folders", nargs="+", type=Path, metavar="BUILD_DIR")
    options = parser.parse_args(argv)
    for folder in options.folders:
        if not folder.is_dir():
            print(f"port19 check: there is no folder {folder}", file=sys.stderr)
            return 2
    findings = [finding for folder in options.folders for finding in check(folder)]
    for finding in findings:
        print(finding)
    print(f"port19 check: {len(findings)} findings")
    return int(bool(findings))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
