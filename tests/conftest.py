"""What every test starts from: a bare screen, settings of its own, strict about what it leaves."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["FONTCONFIG_FILE"] = str(ROOT / "assets" / "fonts" / "fonts.conf")
os.environ["QT_SCALE_FACTOR"] = "1"

import pytest  # noqa: E402  # Qt reads the environment when pytest-qt imports it
from hypothesis import HealthCheck, settings  # noqa: E402

settings.register_profile("dev", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("dev"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")

DATA = Path(__file__).resolve().parent / "data"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--full` and `--update-golden`."""
    parser.addoption("--full", action="store_true", help="replay every row of every vector file")
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the full-size replays to `--full`, and tests that need Qt's library to where it is."""
    if config.getoption("--full"):
        return
    full = [item for item in items if item.get_closest_marker("full")]
    items[:] = [item for item in items if not item.get_closest_marker("full")]
    if full:
        config.hook.pytest_deselected(items=full)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> object:
    """Turn a skip into a failure where CI runs: nothing may go untested unseen."""
    report = yield
    if os.environ.get("CI") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and CI allows no skip: {call.excinfo}"
    return report


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the program a configuration folder of its own."""
    folder = tmp_path / "config"
    monkeypatch.setenv("MMUVIZ_CONFIG_DIR", str(folder))
    return folder


@pytest.fixture
def golden(request: pytest.FixtureRequest):
    """Compare text with a file in tests/golden, or rewrite it under `--update-golden`."""

    def compare(name: str, text: str) -> None:
        path = Path(__file__).resolve().parent / "golden" / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return compare
