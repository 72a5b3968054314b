"""Start mmuviz: the window, or a command of its command line."""

import sys

from mmuviz.cli.main import run


def main() -> int:
    """Run what the arguments ask for and return the exit status."""
    return run(sys.argv[1:], sys.stdout, sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
