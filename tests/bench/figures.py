"""Print the figures: `python3 run.py bench`, or `python -m tests.bench.figures`.

Times are those of the machine at hand; what counts are ratios within one run.
"""

import argparse
import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt is loaded

from tests.bench import core_figures, gui_figures


def main() -> int:
    """Measure what was asked for and print a line a figure."""
    parser = argparse.ArgumentParser(prog="run.py bench", description=__doc__)
    parser.add_argument("--no-verify", action="store_true", help="leave the vector files out")
    args = parser.parse_args()
    for line in (*gui_figures.figures(), *core_figures.figures(verify_files=not args.no_verify)):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
