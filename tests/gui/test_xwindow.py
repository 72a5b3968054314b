"""Once in a real X window: the program as a process, driven by xdotool."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.xwindow


def wait_for(condition, seconds=30.0):
    """Poll `condition` until it gives something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.05)  # another process: there is no signal to wait for
    raise AssertionError("nothing came")


@pytest.fixture
def display():
    """An X server of its own."""
    if not (shutil.which("Xvfb") and shutil.which("xdotool")):
        pytest.skip("Xvfb or xdotool is not installed")
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1440x900x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as stream:
        number = stream.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait(10)


def test_a_student_steps_and_flips_a_bit(display, tmp_path):
    """Keys step, a click flips W of the PTE, Ctrl+S asks, and the program leaves cleanly."""
    environment = {
        **os.environ,
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "MMUVIZ_CONFIG_DIR": str(tmp_path / "config"),
        "HOME": str(tmp_path),
    }
    environment.pop("WAYLAND_DISPLAY", None)

    def xdotool(*words):
        done = subprocess.run(
            ["xdotool", *words], env=environment, capture_output=True, text=True, check=False
        )
        return done.stdout.strip()

    errors = (tmp_path / "stderr").open("wb")
    program = subprocess.Popen(
        [sys.executable, "-m", "mmuviz", "default"],
        cwd=ROOT,
        env=environment,
        stderr=errors,
    )
    try:
        window = wait_for(lambda: xdotool("search", "--onlyvisible", "--name", "mmuviz"))
        window = window.splitlines()[-1]
        xdotool("windowfocus", "--sync", window)
        xdotool("windowsize", "--sync", window, "1440", "900")
        xdotool("key", "--window", window, "Home")
        xdotool("key", "--window", window, "Right")
        xdotool("mousemove", "--window", window, "785", "48", "click", "1")  # CR0.WP
        recovery = tmp_path / "config"
        wait_for(lambda: list(recovery.glob("recovery-*.toml")))
        assert "[registers]" in next(recovery.glob("recovery-*.toml")).read_text(encoding="utf-8")
        xdotool("key", "--window", window, "ctrl+z")
        wait_for(lambda: not list(recovery.glob("recovery-*.toml")))
        xdotool("key", "--window", window, "ctrl+q")
        assert program.wait(20) == 0
        assert (tmp_path / "stderr").read_text(encoding="utf-8") == ""
    finally:
        program.kill()
        program.wait()
        errors.close()
