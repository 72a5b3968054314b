"""The house rules that a tool can check (docs/development.md)."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "mmuviz"
MODULES = sorted(PACKAGE.rglob("*.py"))
CORE_MAY_IMPORT = {
    "bisect", "collections", "dataclasses", "enum", "functools", "itertools", "random", "types",
    "typing",
}  # fmt: skip
NOT_ON_WALKING_MACHINES = {"threading", "_thread", "socket", "asyncio"}


def _imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names.add(node.module or "")
    return names


def _room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]


def test_imports_point_down_only():
    """import-linter's contracts hold."""
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_what_its_room_may(path):
    """Core is pure standard library; Qt stays in gui, NumPy in sweep and sources."""
    tops = {name.split(".")[0] for name in _imports(path)}
    room = _room(path)

    if room == "core":
        assert tops <= CORE_MAY_IMPORT | {"mmuviz"}
    if room != "gui":
        assert not tops & {"PySide6", "shiboken6", "pyqtgraph"}
    if room not in {"sources", "sweep"}:
        assert "numpy" not in tops
    assert not tops & NOT_ON_WALKING_MACHINES


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_one_noun(path):
    """A module fits a short sitting: 300 lines at the most."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize(
    "path", sorted((PACKAGE / "gui").rglob("*.py")), ids=lambda path: path.name
)
def test_no_nested_event_loop(path):
    """No dialog, menu or drag runs an event loop of its own."""
    calls = [
        node.func.attr
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]

    allowed = 1 if path.name == "app.py" else 0
    assert sum(name in {"exec", "exec_", "processEvents"} for name in calls) <= allowed


def test_the_semantics_take_no_flag_that_says_which_one_they_are():
    """before, after and hardware are three modules that do not import one another."""
    for name in ("before", "after", "hardware"):
        imported = _imports(PACKAGE / "core" / "walk" / f"{name}.py")
        others = {f"mmuviz.core.walk.{other}" for other in ("before", "after", "hardware")}
        assert not imported & (others - {f"mmuviz.core.walk.{name}"})


def test_every_ignored_rule_has_its_reason():
    """No ruff rule is switched off without half a line that says why."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    ignored = re.findall(r'^    "[A-Z]+\d+",.*$|^    "ANN",.*$|^    "FBT",.*$', text, re.MULTILINE)

    assert ignored
    assert [line for line in ignored if not re.search(r",\s+# \S", line)] == []


def test_the_lock_has_hashes_and_no_addresses():
    """Each locked package carries hashes; no index is named."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    packages = re.findall(r"^([a-z0-9-]+(?:\[.*?\])?)==.*\\\n\s+--hash=sha256:", lock, re.MULTILINE)

    assert len(packages) == len(re.findall(r"^[a-z0-9]\S*==", lock, re.MULTILINE))
    assert "://" not in lock


def test_the_lock_holds_what_the_project_asks_for():
    """pyproject's dependencies, test tools included, are all locked."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["test"]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    names = {re.match(r"[A-Za-z0-9-]+", line).group().lower() for line in wanted}

    assert [name for name in sorted(names) if f"\n{name}" not in lock] == []


def test_nothing_committed_names_this_machine():
    """No tracked text file names a path of the machine it was written on."""
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    private = [str(ROOT.parent) + "/", str(Path.home()) + "/"]
    found = []
    for name in listed:
        path = ROOT / name
        if path.suffix in {".gz", ".npz", ".ttf", ".png"} or not path.is_file():
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [name for word in private if len(word) > 2 and word in text]

    assert found == []
