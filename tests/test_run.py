"""What run.py decides: packages, libraries, displays and what it says; nothing is installed."""

import ast
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCK = (
    "# how it was made\n"
    "# --- run ---\n"
    "numpy==1.0 \\\n    --hash=sha256:aa\n"
    "pyside6-essentials==6.11.3 \\\n    --hash=sha256:bb \\\n    --hash=sha256:cc\n"
    "# --- test ---\n"
    "pytest==9.0 \\\n    --hash=sha256:dd\n"
)


@pytest.fixture
def script():
    """run.py as a module of its own, so that a test may bend it."""
    spec = importlib.util.spec_from_file_location("run_script", ROOT / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def project(script, tmp_path, monkeypatch):
    """A project folder that holds what run.py reads."""
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    (tmp_path / "requirements.lock").write_text(LOCK)
    monkeypatch.setattr(script, "ROOT", tmp_path)
    monkeypatch.setattr(script, "LOCK", tmp_path / "requirements.lock")
    return tmp_path


@pytest.fixture
def commands(script, monkeypatch):
    """The commands that would have been run, as lists of words; each succeeds."""
    asked = []

    def run(command, **_environment):
        asked.append([str(word) for word in command])
        return 0

    monkeypatch.setattr(script, "run", run)
    return asked


@pytest.fixture
def no_display(monkeypatch):
    """A session that names no display."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)


def as_user(script, monkeypatch, uid, *, apt=True):
    """Be user `uid` on a system with apt-get or without."""
    monkeypatch.setattr(script.os, "geteuid", lambda: uid)
    monkeypatch.setattr(script.shutil, "which", lambda name: f"/usr/bin/{name}" if apt else None)


def good_environment(script, project, *, with_tests):
    """Lay out an environment whose stamp says that it is as it should be."""
    folder = project / ".venv"
    python = script.venv_python(folder)
    python.parent.mkdir(parents=True)
    python.touch()
    (folder / "mmuviz-stamp").write_text(script.stamp_of(with_tests=with_tests))
    return folder


# The lock.


def test_the_lock_splits_at_its_mark(script):
    """Running needs what stands before the mark, testing adds what follows."""
    run, test = script.lock_parts(LOCK)

    assert "numpy" in run
    assert "pytest" not in run
    assert test.strip().startswith("pytest==9.0")


def test_the_projects_own_lock_has_hashes_in_both_parts_and_no_address(script):
    """Every requirement is pinned and hashed; no registry is named."""
    text = (ROOT / "requirements.lock").read_text("utf-8")

    assert "://" not in text
    for part in script.lock_parts(text):
        names = [line for line in part.splitlines() if line and line[0] not in " #"]
        assert names
        assert all("==" in line and line.endswith("\\") for line in names)
    assert "pyside6-essentials==6.11.3" in script.lock_parts(text)[0].lower()


def test_a_package_leaves_the_lock_with_all_its_hashes(script):
    """What follows an unwanted package, indented, goes too; the others keep theirs."""
    left = script.without("".join(script.lock_parts(LOCK)), ("pyside6", "pytest-qt"))

    assert [line for line in left.splitlines() if line and line[0] != "#"] == [
        "numpy==1.0 \\",
        "    --hash=sha256:aa",
        "pytest==9.0 \\",
        "    --hash=sha256:dd",
    ]


def test_the_core_is_tested_without_qt(script):
    """Nothing of Qt is left of the project's own lock."""
    text = (ROOT / "requirements.lock").read_text("utf-8")
    left = script.without(text, ("pyside6", "shiboken6", "pytest-qt", "pyqtgraph"))
    names = [line for line in left.splitlines() if line and line[0] not in " #"]

    assert any(name.startswith("pytest==") for name in names)
    assert not [name for name in names if "qt" in name or "pyside" in name or "shiboken" in name]


# The environment.


@pytest.mark.parametrize("name", ["pyproject.toml", "requirements.lock"])
def test_another_lock_or_project_asks_for_another_environment(script, project, name):
    """The stamp changes with each file an environment is made from."""
    before = script.stamp_of(with_tests=True)
    (project / name).write_text("other")

    assert script.stamp_of(with_tests=True) != before


def test_the_stamp_tells_python_place_and_test_tools_apart(
    script, project, monkeypatch, tmp_path_factory
):
    """A moved folder, another Python and missing test tools are each seen."""
    stamps = {script.stamp_of(with_tests=True), script.stamp_of(with_tests=False)}
    monkeypatch.setattr(script, "ROOT", other := tmp_path_factory.mktemp("other"))
    (other / "pyproject.toml").write_text((project / "pyproject.toml").read_text())
    stamps.add(script.stamp_of(with_tests=True))
    monkeypatch.setattr(script.sys, "version", "4.0")
    stamps.add(script.stamp_of(with_tests=True))

    assert len(stamps) == 4


@pytest.mark.parametrize(
    ("made_with", "wanted_with"), [(True, True), (True, False), (False, False)]
)
def test_an_environment_with_test_tools_serves_both(
    script, project, commands, made_with, wanted_with
):
    """A second call does nothing."""
    folder = good_environment(script, project, with_tests=made_with)

    assert script.make_environment(folder, with_tests=wanted_with) == script.venv_python(folder)
    assert commands == []


def test_an_environment_without_test_tools_is_not_enough_to_test(script, project, commands):
    """Both parts of the lock are installed then."""
    folder = good_environment(script, project, with_tests=False)
    script.make_environment(folder, with_tests=True)

    assert sum("--require-hashes" in command for command in commands) == 2


def test_a_first_call_makes_the_environment_in_order(script, project, commands, capsys):
    """venv, locked packages with hashes, mmuviz itself, then the stamp; told in one line."""
    folder = project / ".venv"
    folder.mkdir()
    script.make_environment(folder, with_tests=False)

    assert commands[0] == [sys.executable, "-m", "venv", str(folder)]
    assert {"--require-hashes", "--only-binary", "--no-deps"} <= set(commands[1])
    assert commands[2][-2:] == ["-e", str(project)]
    assert len(commands) == 3
    assert (folder / "mmuviz-stamp").read_text() == script.stamp_of(with_tests=False)
    assert capsys.readouterr().out.count("\n") == 1


def test_a_failed_install_leaves_no_stamp(script, project, monkeypatch):
    """What is half made is made again by the next call."""
    folder = good_environment(script, project, with_tests=False)
    (project / "requirements.lock").write_text("other")
    monkeypatch.setattr(script, "run", lambda command, **_: int("pip" in command))

    with pytest.raises(script.SetupError, match="installing the packages failed with exit code 1"):
        script.make_environment(folder, with_tests=False)
    assert not (folder / "mmuviz-stamp").exists()


def test_a_python_without_ensurepip_is_told_what_to_install(script, project, commands, monkeypatch):
    """Debian's Python without its venv package is named the package."""
    monkeypatch.setattr(script.importlib.util, "find_spec", lambda _name: None)

    with pytest.raises(script.SetupError, match=r"sudo apt-get install python3\.\d+-venv"):
        script.make_environment(project / ".venv", with_tests=False)
    assert commands == []


# System libraries.


def test_a_library_that_cannot_be_loaded_names_its_package(script):
    """Only what is absent is wanted."""
    assert script.missing({"libc.so.6": "libc6", "libnone-at-all.so.9": "libnone9"}) == ["libnone9"]


def test_nothing_missing_asks_nobody(script, commands, monkeypatch):
    """Neither rights nor apt-get matter then."""
    as_user(script, monkeypatch, 1000, apt=False)
    script.ensure_packages([], "the window")

    assert commands == []


def test_root_installs_what_is_missing(script, commands, monkeypatch, capsys):
    """The lists are fetched first; exactly the missing packages are installed."""
    as_user(script, monkeypatch, 0)
    script.ensure_packages(["libegl1", "libgl1"], "the window")

    assert [command[:2] for command in commands] == [["apt-get", "update"], ["apt-get", "install"]]
    assert [word for word in commands[1] if word.startswith("lib")] == ["libegl1", "libgl1"]
    assert capsys.readouterr().out == "mmuviz: installing libegl1 libgl1\n"


def test_an_install_that_fails_is_said(script, monkeypatch):
    """Root without a network is told, and nothing starts."""
    as_user(script, monkeypatch, 0)
    monkeypatch.setattr(script, "run", lambda _command, **_: 100)

    with pytest.raises(script.SetupError, match="installing libgl1 failed"):
        script.ensure_packages(["libgl1"], "the window")


def test_others_are_given_the_exact_command(script, commands, monkeypatch):
    """A plain user sees a line to paste, and nothing is run."""
    as_user(script, monkeypatch, 1000)

    with pytest.raises(script.SetupError) as caught:
        script.ensure_packages(["libegl1", "libgl1"], "the window")
    assert str(caught.value).splitlines()[1:] == ["    sudo apt-get install --yes libegl1 libgl1"]
    assert commands == []


def test_a_system_without_apt_is_told_the_names(script, commands, monkeypatch):
    """Elsewhere the Debian names are a hint, no command."""
    as_user(script, monkeypatch, 0, apt=False)

    with pytest.raises(script.SetupError, match=r"On Debian they are: libgl1$"):
        script.ensure_packages(["libgl1"], "the window")
    assert commands == []


@pytest.mark.parametrize(
    ("where", "extra"),
    [("", set()), ("x", {"libxcb-cursor0", "libxcb1"}), ("wayland", {"libwayland-cursor0"})],
)
def test_each_display_wants_its_own_libraries(script, monkeypatch, where, extra):
    """No X library is asked for where no X server is."""
    wanted = []
    monkeypatch.setattr(script.platform, "system", lambda: "Linux")
    monkeypatch.setattr(script, "missing", lambda libraries: list(libraries.values()))
    monkeypatch.setattr(script, "ensure_packages", lambda packages, _why: wanted.extend(packages))
    script.ensure_qt(where)

    assert {"libgl1", "libegl1", "libdbus-1-3"} | extra <= set(wanted)
    assert ("libxcb1" in wanted) is (where == "x")
    assert ("libwayland-cursor0" in wanted) is (where == "wayland")


def test_other_systems_have_what_qt_needs(script, monkeypatch):
    """Windows and macOS are not looked through."""
    monkeypatch.setattr(script.platform, "system", lambda: "Windows")
    monkeypatch.setattr(script, "missing", lambda _libraries: pytest.fail("asked"))
    script.ensure_qt("native")


@pytest.mark.parametrize("in_ci", [True, False])
def test_test_tools_may_be_missing_but_not_in_ci(script, monkeypatch, capsys, in_ci):
    """Elsewhere the tests are skipped, and that is said; CI fails."""
    monkeypatch.setattr(script, "missing", lambda _libraries: [])
    as_user(script, monkeypatch, 1000, apt=False)
    if in_ci:
        monkeypatch.setenv("CI", "true")
        with pytest.raises(script.SetupError, match="xvfb xdotool"):
            script.ensure_test_tools()
    else:
        monkeypatch.delenv("CI", raising=False)
        script.ensure_test_tools()
        assert capsys.readouterr().out.startswith("mmuviz: these tests will be skipped.")


# Displays.


@pytest.mark.usefixtures("no_display")
def test_no_display_is_named_by_nothing(script, monkeypatch):
    """Neither variable set: no display, and no X server is asked."""
    monkeypatch.setattr(script.platform, "system", lambda: "Linux")

    assert script.display() == ""


@pytest.mark.usefixtures("no_display")
def test_a_dead_display_is_none(script, monkeypatch):
    """Qt would abort on a DISPLAY where nobody answers."""
    monkeypatch.setattr(script.platform, "system", lambda: "Linux")
    monkeypatch.setenv("DISPLAY", ":9876")

    assert script.display() == ""


@pytest.mark.usefixtures("no_display")
def test_a_display_cannot_be_tried_without_its_library(script, monkeypatch):
    """It counts as one; that library is then among the missing."""
    monkeypatch.setattr(script.platform, "system", lambda: "Linux")
    monkeypatch.setenv("DISPLAY", ":0")

    def absent(name):
        raise OSError(name)

    monkeypatch.setattr(script.ctypes, "CDLL", absent)

    assert script.display() == "x"


@pytest.mark.usefixtures("no_display")
def test_a_wayland_socket_is_a_display(script, monkeypatch, tmp_path):
    """The socket is looked for below the runtime folder, or where it is named in full."""
    monkeypatch.setattr(script.platform, "system", lambda: "Linux")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert script.display() == ""

    (tmp_path / "wayland-0").touch()
    assert script.display() == "wayland"

    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setenv("WAYLAND_DISPLAY", str(tmp_path / "wayland-0"))
    assert script.display() == "wayland"


@pytest.mark.parametrize("system", ["Windows", "Darwin"])
def test_other_systems_have_their_own_display(script, monkeypatch, system):
    """No variable is asked there."""
    monkeypatch.setattr(script.platform, "system", lambda: system)

    assert script.display() == "native"


# What a call does.


@pytest.fixture
def ready(script, project, monkeypatch):
    """An environment that is as it should be, on a system with all libraries."""
    good_environment(script, project, with_tests=True)
    monkeypatch.setattr(script, "missing", lambda _libraries: [])
    return [str(script.venv_python(project / ".venv")), "-m"]


@pytest.mark.usefixtures("no_display")
def test_without_a_display_it_walks_as_text_and_draws(script, project, ready, commands, capsys):
    """One line says so; the default walk follows, and a picture in each theme in out/."""
    assert script.main([]) == 0

    said = capsys.readouterr().out.strip()
    assert said.startswith("mmuviz: no display here")
    assert "\n" not in said
    assert commands[0] == [*ready, "mmuviz", "walk", "default"]
    pictures = [Path(command[command.index("--out") + 1]) for command in commands[1:]]
    assert pictures == [project / "out" / f"walk-{theme}.png" for theme in ("light", "dark")]
    assert all(picture.parent.is_dir() for picture in pictures)
    assert [command[-1] for command in commands[1:]] == ["light", "dark"]


@pytest.mark.usefixtures("no_display", "ready")
def test_a_picture_that_fails_fails_the_call(script, monkeypatch):
    """The exit code tells it, though the last picture was written."""
    monkeypatch.setattr(script, "run", lambda command, **_: 2 if "light" in command else 0)

    assert script.main([]) == 2


def test_with_a_display_the_window_opens(script, ready, commands, monkeypatch):
    """Nothing is asked, so the program decides."""
    monkeypatch.setattr(script, "display", lambda: "x")

    assert script.main([]) == 0
    assert commands == [[*ready, "mmuviz"]]


@pytest.mark.usefixtures("no_display")
def test_other_words_are_the_programs(script, ready, commands):
    """They are handed on as they are, display or not."""
    assert script.main(["walk", "default", "--json"]) == 0
    assert commands == [[*ready, "mmuviz", "walk", "default", "--json"]]


def test_bench_runs_a_module_that_is_there(script, ready, commands):
    """The figures' module exists, and further words reach it."""
    assert script.main(["bench", "--no-verify"]) == 0
    assert commands == [[*ready, "tests.bench.figures", "--no-verify"]]
    assert (ROOT / "tests" / "bench" / "figures.py").is_file()


@pytest.mark.parametrize("full", [True, False])
def test_every_check_runs_though_one_fails(script, ready, monkeypatch, capsys, full):
    """The failed ones are named at the end; --all alone asks for the full replays."""
    asked = []

    def run(command, **_environment):
        asked.append([str(word) for word in command])
        return int("mypy" in asked[-1])

    monkeypatch.setattr(script, "run", run)
    monkeypatch.setattr(script, "run_core_alone", lambda: 0)
    monkeypatch.setattr(script, "ensure_test_tools", lambda: None)

    assert script.main(["test", *(["--all"] if full else []), "-x"]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "mmuviz: failed: types"
    tests = next(command for command in asked if command[: len(ready) + 1] == [*ready, "pytest"])
    assert "-x" in tests
    assert ("--full" in tests) is full
    assert "check_coverage.py" in asked[-1][-1]


@pytest.mark.usefixtures("no_display", "ready")
def test_a_reason_to_stop_is_one_message(script, commands, monkeypatch, capsys):
    """A missing library ends the call with its command on stderr, before Qt can abort."""
    monkeypatch.setattr(script.platform, "system", lambda: "Linux")
    monkeypatch.setattr(script, "missing", lambda _libraries: ["libgl1"])
    as_user(script, monkeypatch, 1000)

    assert script.main([]) == 1
    assert "    sudo apt-get install --yes libgl1" in capsys.readouterr().err
    assert commands == []


def test_an_old_python_is_told_so(script, commands, monkeypatch, capsys):
    """One line names what is needed and what was found."""
    monkeypatch.setattr(script.sys, "version_info", (3, 9, 18))
    monkeypatch.setattr(script.platform, "python_version", lambda: "3.9.18")

    assert script.main([]) == 1
    assert capsys.readouterr().err == "mmuviz: needs Python 3.11 or newer; this is 3.9.18\n"
    assert commands == []


def test_an_old_python_can_read_the_script(script):
    """It gets as far as that line: the syntax is Python 3.8's, and no annotation is evaluated."""
    ast.parse((ROOT / "run.py").read_text("utf-8"), feature_version=(3, 8))

    assert all(isinstance(note, str) for note in script.run.__annotations__.values())


def test_it_runs_from_any_folder(tmp_path):
    """The script's own folder counts, not the reader's: a real call answers from elsewhere."""
    call = "import sys; sys.path.insert(0, sys.argv[1]); import run; print(run.ROOT)"
    done = subprocess.run(
        [sys.executable, "-c", call, str(ROOT)],
        cwd=tmp_path, env=os.environ, capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert done.stdout.strip() == str(ROOT)
