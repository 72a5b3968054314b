"""The exported page in a real browser: keys, themes, no network, no script."""

import json

import pytest

from mmuviz.core.cursor import guest_walker
from mmuviz.core.trace import Semantics, record
from mmuviz.present.export_html import walk_page
from mmuviz.present.narrate import headline
from mmuviz.resources import asset, theme_tokens
from mmuviz.sources.open_file import open_file

pytestmark = pytest.mark.browser
SEEN = "Array.from(document.querySelectorAll('section.step')).filter(one => one.offsetParent)"
TEXT = f"{SEEN}.map(one => [one.querySelector('h2 > span').innerText, one.dataset.state])"
GROUND = "getComputedStyle(document.documentElement).backgroundColor"


@pytest.fixture
def trace():
    """The default walk."""
    return record(Semantics.AFTER, open_file(asset("default.toml")).scenario)


@pytest.fixture
def page(tmp_path, trace):
    """Its page."""
    path = tmp_path / "walk.html"
    path.write_text(walk_page(trace), "utf-8")
    return path.as_uri()


def rgb(scheme):
    """Return the ground's colour as a browser says it."""
    digits = theme_tokens()["colour"][scheme]["bg"][1:]
    return "rgb({}, {}, {})".format(*(int(digits[at : at + 2], 16) for at in (0, 2, 4)))


def shown(browser):
    """Return title and state of the one step that is seen."""
    ((title, state),) = browser.ask(TEXT)
    return title, json.loads(state)


def test_keys_step_through_the_walk_as_it_was_recorded(browser, page, trace):
    """Each step says what the trace holds; the ends are ends; PgDn and PgUp are a clicker's."""
    browser.open(page)
    last = len(trace.events)
    for step in range(last + 1):
        title, state = shown(browser)
        walker = guest_walker(trace, step)
        assert title == headline(trace, step).title
        assert state["step"] == step
        assert state["error_code"] == walker.error_code
        assert state["walker"]["level"] == (walker.level and str(walker.level.number))
        assert state["walker"]["ptep"] in (walker.ptep and f"{walker.ptep:#x}", "the register")
        assert browser.ask("document.getElementById('said').textContent").startswith(
            f"Step {step} of {last}: {title}."
        )
        browser.press("ArrowRight")
    assert shown(browser)[1]["outcome"] == trace.result.outcome.value
    for key, step in (
        ("Home", 0), ("ArrowLeft", 0), ("PageDown", 1), ("End", last), ("PageUp", last - 1),
        ("ArrowLeft", last - 2),
    ):  # fmt: skip
        browser.press(key)
        assert shown(browser)[1]["step"] == step
        assert browser.ask("location.hash") == f"#step-{step}"
        assert browser.ask("document.querySelector('[aria-current]').hash") == f"#step-{step}"


def test_it_needs_nothing_and_nothing_goes_wrong(browser, page):
    """One request, its own; no message of the policy, no error."""
    browser.open(f"{page}#step-13")
    browser.press("t")
    assert shown(browser)[1]["step"] == 13
    asked = [params for method, params in browser.events if method == "Network.requestWillBeSent"]
    assert [one["request"]["url"] for one in asked] == [page]
    bad = {"Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled"}
    assert [one for one in browser.events if one[0] in bad] == []


def test_both_themes_by_the_system_and_by_a_key(browser, page, tmp_path):
    """The ground follows the system until the reader says otherwise; pictures differ."""
    for scheme, other in (("dark", "light"), ("light", "dark")):
        feature = {"name": "prefers-color-scheme", "value": scheme}
        browser.call("Emulation.setEmulatedMedia", features=[feature])
        browser.open(page)
        assert browser.ask(GROUND) == rgb(scheme)
        browser.press("T")
        assert browser.ask(GROUND) == rgb(other)
        browser.press("t")
        assert browser.ask(GROUND) == rgb(scheme)
        browser.picture(tmp_path / f"{scheme}.png")
    assert (tmp_path / "light.png").read_bytes() != (tmp_path / "dark.png").read_bytes()


def test_the_whole_walk_below_one_another(browser, page, trace):
    """A shows all steps, and A again the one; links go to their steps."""
    browser.open(page)
    browser.press("a")
    assert len(browser.ask(TEXT)) == len(trace.events) + 1
    browser.press("a")
    browser.ask("document.querySelector('nav a[href=\"#step-4\"]').click()")
    assert shown(browser)[1]["step"] == 4
    browser.ask("document.getElementById('on').click()")
    assert shown(browser)[1]["step"] == 5


def test_without_script_it_is_a_list(browser, page, trace):
    """Every step is there, and no button that would do nothing."""
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open(page)
        assert len(browser.ask(TEXT)) == len(trace.events) + 1
        buttons = "Array.from(document.querySelectorAll('button')).filter(one => one.offsetParent)"
        assert browser.ask(f"{buttons}.length") == 0
    finally:
        browser.call("Emulation.setScriptExecutionDisabled", value=False)


def test_nothing_is_cut_at_any_width(browser, page):
    """No text of a picture leaves its picture, and no page scrolls sideways."""
    browser.open(f"{page}#step-17")
    for width, height in ((1440, 900), (1280, 720), (600, 900)):
        browser.call(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=1, mobile=False,
        )  # fmt: skip
        assert browser.ask("document.documentElement.scrollWidth") <= width
        outside = (
            "Array.from(document.querySelectorAll('section:not([hidden]) > svg text'))"
            ".filter(one => { const box = one.getBoundingClientRect();"
            " const all = one.ownerSVGElement.getBoundingClientRect();"
            " return all.left - 1 > box.left || box.right > all.right + 1; }).length"
        )
        assert browser.ask(outside) == 0
    browser.call("Emulation.clearDeviceMetricsOverride")
