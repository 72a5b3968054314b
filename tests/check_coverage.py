"""Fail where a module that has to be fully tested is not: every line and branch counts.

Exceptions are named here, each with its reason.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

PERFECT = ("mmuviz/core/", "mmuviz/sources/", "mmuviz/present/", "mmuviz/sweep/")
EXCEPTIONS: dict[str, str] = {}


def main() -> int:
    """Combine the data of all processes, compare, and say what is missing."""
    root = Path(__file__).resolve().parent.parent
    coverage = [sys.executable, "-m", "coverage"]
    subprocess.run([*coverage, "combine", "--quiet"], cwd=root, check=False)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "coverage.json"
        subprocess.run([*coverage, "json", "--quiet", "-o", path], cwd=root, check=True)
        files = json.loads(path.read_text("utf-8"))["files"]
    bad = 0
    for name, data in sorted(files.items()):
        summary = data["summary"]
        whole = summary["missing_lines"] == 0 and summary.get("missing_branches", 0) == 0
        if not name.startswith(PERFECT):
            continue
        if name in EXCEPTIONS:
            if whole:
                sys.stdout.write(f"{name} is fully covered: take it out of EXCEPTIONS\n")
                bad += 1
            continue
        if not whole:
            lines, branches = data["missing_lines"], data.get("missing_branches", [])
            sys.stdout.write(f"{name}: lines {lines} branches {branches} are not tested\n")
            bad += 1
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
