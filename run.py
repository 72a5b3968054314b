#!/usr/bin/env python3
"""Set mmuviz up and run it: `python3 run.py`, or `python3 run.py test`.

Standard library only, and the only place that knows about the platform. The first call makes
`.venv/` from requirements.lock and finds the system libraries that Qt needs; a second call starts
at once. Everything that is not `test` or `bench` is handed to the program:

    python3 run.py                    open the window on the default scenario
    python3 run.py FILE               open the window on FILE
    python3 run.py walk FILE ...      any command of the program
    python3 run.py test [--all]       every check; --all adds the full-size replays
    python3 run.py bench              print the figures
"""

from __future__ import annotations  # an older Python has to get as far as being told so

import ctypes
import ctypes.util
import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
LOCK = ROOT / "requirements.lock"
TEST_MARK = "# --- test ---"

# What Qt loads, and the Debian packages that bring it (docs/development.md).
LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
}
X_LIBRARIES = {
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
WAYLAND_LIBRARIES = {"libwayland-cursor.so.0": "libwayland-cursor0"}
TEST_TOOLS = {
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
    "cc": "build-essential",
    "chromium": "chromium",
    "pdftotext": "poppler-utils",
}


class SetupError(Exception):
    """Something is missing that this script cannot mend; the text says what to do."""


def venv_python(folder: Path) -> Path:
    """Return the interpreter of the environment in `folder`."""
    if os.name == "nt":
        return folder / "Scripts" / "python.exe"
    return folder / "bin" / "python"


def lock_parts(text: str) -> tuple[str, str]:
    """Split the lock into what running needs and what testing adds."""
    run, _, test = text.partition(TEST_MARK)
    return run, test


def stamp_of(*, with_tests: bool) -> str:
    """Return what an environment must have been made from to be good."""
    parts = [LOCK.read_text("utf-8"), (ROOT / "pyproject.toml").read_text("utf-8")]
    parts += [sys.version, str(ROOT), str(with_tests)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def run(command: Sequence[str | Path], **environment: str) -> int:
    """Run a command in the project's root and return its exit code."""
    return subprocess.run(
        [str(part) for part in command], cwd=ROOT, env=os.environ | environment, check=False
    ).returncode


def must(command: Sequence[str | Path], what: str) -> None:
    """Run a command that has to succeed.

    Raises:
        SetupError: it did not; `what` says what it was for.
    """
    if code := run(command):
        raise SetupError(f"{what} failed with exit code {code}; the lines above say why.")


def make_environment(folder: Path, *, with_tests: bool) -> Path:
    """Make `folder` a virtual environment with the locked packages and mmuviz; return its Python.

    Does nothing where it is as it should be. An environment with the test tools serves both.

    Raises:
        SetupError: Python is too old, has no venv, or the packages cannot be installed.
    """
    python, stamp = venv_python(folder), folder / "mmuviz-stamp"
    good = {stamp_of(with_tests=True)} | (set() if with_tests else {stamp_of(with_tests=False)})
    if python.exists() and stamp.exists() and stamp.read_text("utf-8") in good:
        return python
    if importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise SetupError(
            "this Python cannot make a virtual environment. On Debian or Ubuntu:\n"
            f"    sudo apt-get install python{version}-venv"
        )
    print(f"mmuviz: setting up {folder.name}/ (once; about 170 MB to fetch)", flush=True)
    stamp.unlink(missing_ok=True)
    must([sys.executable, "-m", "venv", folder], "making the virtual environment")
    for number, part in enumerate(lock_parts(LOCK.read_text("utf-8"))[: 1 + with_tests]):
        install_locked(python, part, "the test tools" if number else "the packages")
    must([*pip_of(python), "--no-deps", "--no-build-isolation", "-e", ROOT], "installing mmuviz")
    stamp.write_text(stamp_of(with_tests=with_tests), "utf-8")
    return python


def pip_of(python: Path) -> list[str | Path]:
    """Return the quiet command that installs with the pip of `python`'s environment."""
    return [python, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]


def install_locked(python: Path, requirements: str, what: str) -> None:
    """Install locked packages, wheels only, each with its hash."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "requirements.txt"
        path.write_text(requirements, "utf-8")
        options = ["--require-hashes", "--only-binary", ":all:", "--no-deps", "-r", str(path)]
        must([*pip_of(python), *options], f"installing {what}")


def missing(libraries: dict[str, str]) -> list[str]:
    """Return the packages of the libraries that cannot be loaded."""
    packages = []
    for library, package in libraries.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            packages.append(package)
    return packages


def ensure_packages(packages: list[str], why: str) -> None:
    """Install Debian packages as root, or say how.

    Raises:
        SetupError: they are missing and this user or system cannot install them here.
    """
    if not packages:
        return
    names = " ".join(packages)
    if not shutil.which("apt-get"):
        raise SetupError(
            f"{why} needs libraries that this system lacks. On Debian they are: {names}"
        )
    if os.geteuid() != 0:
        raise SetupError(f"{why} needs system packages:\n    sudo apt-get install --yes {names}")
    print(f"mmuviz: installing {names}", flush=True)
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "--yes", "-qq", "--no-install-recommends", *packages]
    silent = ["-o", "Dpkg::Use-Pty=0"]
    run(["apt-get", "update", "-qq", *silent], **quiet)
    if run([*install, *silent], **quiet):
        raise SetupError(f"installing {names} failed; the lines above say why.")


def live_x_display() -> bool:
    """Whether DISPLAY names an X server that answers: Qt aborts on one that does not."""
    if not os.environ.get("DISPLAY"):
        return False
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # Qt's own libraries are seen to afterwards
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    alive = not xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return alive


def display() -> str:
    """Return `wayland`, `x`, `native` (Windows, macOS) or an empty string for no display."""
    if platform.system() in ("Windows", "Darwin"):
        return "native"
    runtime, name = os.environ.get("XDG_RUNTIME_DIR"), os.environ.get("WAYLAND_DISPLAY")
    if name and (Path(runtime or "/") / name).exists():
        return "wayland"
    return "x" if live_x_display() else ""


def ensure_qt(where: str) -> None:
    """See to the libraries that Qt loads, before it can abort for want of one."""
    if platform.system() != "Linux":
        return
    wanted = dict(LIBRARIES)
    if where == "x":
        wanted |= X_LIBRARIES
    if where == "wayland":
        wanted |= WAYLAND_LIBRARIES
    ensure_packages(missing(wanted), "the window")


def open_program(arguments: list[str]) -> int:
    """Run the program; with no display and nothing asked, show the default walk without one."""
    python = make_environment(ROOT / ".venv", with_tests=False)
    where = display()
    ensure_qt(where)
    if arguments or where:
        return run([python, "-m", "mmuviz", *arguments])
    print("mmuviz: no display here; the default walk as text, pictures of the window in out/\n")
    sys.stdout.flush()
    code = run([python, "-m", "mmuviz", "walk", "default"])
    (ROOT / "out").mkdir(exist_ok=True)
    for theme in ("light", "dark"):
        picture = ROOT / "out" / f"walk-{theme}.png"
        snapshot = ["snapshot", "default", "--out", str(picture), "--theme", theme]
        code = run([python, "-m", "mmuviz", *snapshot]) or code
    return code


def ensure_test_tools() -> None:
    """Install what tests of a real window, browser, PDF and C program need, where this user may."""
    wanted = [package for tool, package in TEST_TOOLS.items() if not shutil.which(tool)]
    wanted += missing(X_LIBRARIES)
    try:
        ensure_packages(wanted, "a test in a real window or browser, or of a PDF or C program")
    except SetupError as reason:
        if os.environ.get("CI"):
            raise
        print(f"mmuviz: these tests will be skipped. {reason}")


def run_checks(arguments: list[str]) -> int:
    """Run lint, types, contracts and tests; every one, even where an earlier one failed."""
    full = "--all" in arguments
    python = make_environment(ROOT / ".venv", with_tests=True)
    ensure_qt("")
    ensure_test_tools()
    words = [word for word in arguments if word != "--all"]
    tests: list[str | Path] = [python, "-m", "pytest", *words]
    checks: dict[str, list[str | Path]] = {
        "format": [python, "-m", "ruff", "format", "--check", "--quiet", "."],
        "lint": [python, "-m", "ruff", "check", "--quiet", "."],
        "types": [python, "-m", "mypy"],
        "contracts": [venv_python(ROOT / ".venv").parent / "lint-imports", "--no-cache"],
        "core without Qt": [],
        "tests": [*tests, "--cov", "--cov-report=", *(["--full"] if full else [])],
        "coverage": [python, ROOT / "tests" / "check_coverage.py"],
    }
    failed = []
    for name, command in checks.items():
        print(f"== {name}", flush=True)
        code = run(command) if command else run_core_alone()
        if code:
            failed.append(name)
    print(f"mmuviz: failed: {', '.join(failed)}" if failed else "mmuviz: all checks passed")
    return 1 if failed else 0


def run_core_alone() -> int:
    """Run the core's tests in an environment that has no Qt."""
    folder = ROOT / ".venv-core"
    python, stamp = venv_python(folder), folder / "mmuviz-stamp"
    if not stamp.exists() or stamp.read_text("utf-8") != stamp_of(with_tests=True):
        stamp.unlink(missing_ok=True)
        must([sys.executable, "-m", "venv", folder], "making the environment without Qt")
        run_part, test_part = lock_parts(LOCK.read_text("utf-8"))
        text = without(run_part + test_part, ("pyside6", "shiboken6", "pytest-qt", "pyqtgraph"))
        install_locked(python, text, "the packages without Qt")
        stamp.write_text(stamp_of(with_tests=True), "utf-8")
    options = ["-o", "addopts=--strict-markers --import-mode=importlib", "-q"]
    options += ["-W", "ignore::pytest.PytestConfigWarning"]  # pytest-qt's settings, without it
    return run([python, "-m", "pytest", *options, "tests/core"])


def without(requirements: str, prefixes: tuple[str, ...]) -> str:
    """Return locked requirements without the packages that start with one of `prefixes`."""
    kept, keep = [], True
    for line in requirements.splitlines(keepends=True):
        if not line.startswith((" ", "#")):
            keep = not line.startswith(prefixes)
        if keep:
            kept.append(line)
    return "".join(kept)


def main(arguments: list[str]) -> int:
    """Do what `arguments` ask and return the exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036  # whoever runs this with an older one is told
        found = platform.python_version()
        print(f"mmuviz: needs Python 3.11 or newer; this is {found}", file=sys.stderr)
        return 1
    try:
        if arguments[:1] == ["test"]:
            return run_checks(arguments[1:])
        if arguments[:1] == ["bench"]:
            python = make_environment(ROOT / ".venv", with_tests=True)
            ensure_qt("")
            return run([python, "-m", "tests.bench.figures", *arguments[1:]])
        return open_program(arguments)
    except SetupError as problem:
        print(f"mmuviz: {problem}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
