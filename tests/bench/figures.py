"""Print the figures: `python3 run.py bench`, or `python -m tests.bench.figures`.

Times are those of the machine at hand; what counts are ratios within one run.
"""

import argparse
import os
import sys
from functools import partial

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt is loaded

from tests.bench import atlas_figures, core_figures, gui_figures, sweep_figures


def main() -> int:
    """Measure what was asked for and print a line a figure."""
    parser = argparse.ArgumentParser(prog="run.py bench", description=__doc__)
    parser.add_argument("--no-verify", action="store_true", help="leave the vector files out")
    args = parser.parse_args()
    core = partial(core_figures.figures, verify_files=not args.no_verify)
    for figures in (gui_figures.figures, atlas_figures.figures, core, sweep_figures.figures):
        sys.stdout.write("".join(f"{line}\n" for line in figures()))
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
