"""The exported storyline in a real browser: slides, their walks, notes, themes, no script."""

import json

import pytest

from mmuviz.core.cursor import guest_walker
from mmuviz.core.trace import Semantics
from mmuviz.present.export_state import state_record
from mmuviz.present.export_story_html import story_page
from mmuviz.present.frame import Frame
from mmuviz.present.narrate import headline
from mmuviz.present.story_spot import Spot
from mmuviz.resources import storylines, theme_tokens
from mmuviz.sources.storyline_file import read_storyline
from tests.conftest import DATA

pytestmark = pytest.mark.browser
SEEN = "Array.from(document.querySelectorAll('main section')).filter(one => one.offsetParent)"
TEXT = f"{SEEN}.map(one => [one.id, one.querySelector('h2').innerText, one.dataset.state])"
NOTES = "Array.from(document.querySelectorAll('.notes')).filter(one => one.offsetParent).length"
GROUND = "getComputedStyle(document.documentElement).backgroundColor"
SHIPPED = next(path for path in storylines() if path.stem == "the-change")


@pytest.fixture(scope="module")
def short():
    """Slides of every kind."""
    return read_storyline(DATA / "short-story.toml")


@pytest.fixture
def page(tmp_path, short):
    """Its page, with the notes."""
    path = tmp_path / "story.html"
    path.write_text(story_page(short, notes=True), "utf-8")
    return path.as_uri()


def shown(browser):
    """Return name, heading and state of the one section that is seen."""
    ((name, title, state),) = browser.ask(TEXT)
    return name, " ".join(title.split()), json.loads(state)


def test_keys_step_through_the_lecture_that_ships(browser, tmp_path):
    """Each slide says what its walk holds at its place, and each walk every step of its trace."""
    story = read_storyline(SHIPPED)
    path = tmp_path / "story.html"
    path.write_text(story_page(story), "utf-8")
    browser.open(path.as_uri())
    walked = set()
    for number, slide in enumerate(story.slides, 1):
        spot = Spot(story, number - 1)
        name, title, state = shown(browser)
        assert (name, title) == (f"slide-{number}", " ".join(slide.caption.split()))
        assert browser.ask("location.hash") == f"#slide-{number}"
        assert browser.ask("document.getElementById('said').textContent").startswith(
            f"Slide {number} of {len(story.slides)}: "
        )
        if spot.frame is not None:
            walker = guest_walker(slide.trace, spot.shown)
            assert state["error_code"] == walker.error_code
            if slide.semantics is not Semantics.HARDWARE:  # which has no fields of KVM
                level = walker.level and str(walker.level.number)
                assert state["walker"]["level"] == level
            key = slide.semantics, id(slide.scenario)
            if key not in walked:
                step_through(browser, number, spot)
            walked.add(key)
        browser.press("ArrowRight")
    assert shown(browser)[0] == f"slide-{len(story.slides)}"
    assert len(walked) == 5


def step_through(browser, number, spot):
    """Press W on a slide, go through its walk, and press W again."""
    trace = spot.slide.trace
    browser.press("w")
    assert shown(browser)[2]["step"] == spot.shown
    browser.press("Home")
    for step in range(len(trace.events) + 1):
        name, title, state = shown(browser)
        assert name.endswith(f"-step-{step}")
        assert title.startswith(headline(trace, step).title)
        assert state == json.loads(json.dumps(state_record(Frame(trace, step))))
        assert browser.ask("location.hash") == f"#slide-{number}-step-{step}"
        browser.press("PageDown")
    assert shown(browser)[2]["outcome"] == trace.result.outcome.value
    browser.press("w")
    assert shown(browser)[0] == f"slide-{number}"


def test_other_keys(browser, page, short):
    """The ends are ends; a clicker's keys; Escape comes back from a walk; words have none."""
    browser.open(page)
    last = len(short.slides)
    for key, name in (
        ("ArrowLeft", "slide-1"), ("w", "slide-1"), ("PageDown", "slide-2"),
        ("End", f"slide-{last}"), ("PageUp", f"slide-{last - 1}"), ("w", f"slide-{last - 1}"),
        ("Home", "slide-1"), ("ArrowRight", "slide-2"), ("w", "walk-1-step-0"),
        ("ArrowLeft", "walk-1-step-0"), ("ArrowRight", "walk-1-step-1"), ("Escape", "slide-2"),
    ):  # fmt: skip
        browser.press(key)
        assert shown(browser)[0] == name, key


def test_links_lead_to_slides_and_steps(browser, page, short):
    """By the address, by the list of slides, by the steps of a walk; a bad one to the start."""
    for hash_, name in (
        ("#slide-3", "slide-3"), ("#slide-3-step-4", "walk-1-step-4"), ("#slide-99", "slide-9"),
        ("#slide-3-step-99", f"walk-1-step-{len(short.slides[2].trace.events)}"),
        ("#slide-6-step-2", "slide-6"), ("#step-2", "slide-1"),
    ):  # fmt: skip
        browser.open("about:blank")
        browser.open(page + hash_)
        assert shown(browser)[0] == name
    browser.ask("location.hash = '#slide-4'; new Promise(done => setTimeout(done))")
    browser.ask("document.querySelector('#slides a[href=\"#slide-2\"]').click()")
    assert shown(browser)[0] == "slide-2"
    browser.ask("document.querySelectorAll('#walk-1 nav a')[5].click()")
    assert shown(browser)[0] == "walk-1-step-5"
    assert browser.ask("location.hash") == "#slide-2-step-5"
    assert browser.ask("document.querySelectorAll('#walk-1 nav [aria-current]').length") == 1
    browser.ask("document.getElementById('walk').click()")
    assert shown(browser)[0] == "slide-2"


def test_notes_are_the_lecturers(browser, page):
    """Not seen until N; not on paper either."""
    browser.open(page)
    assert browser.ask(NOTES) == 0
    browser.press("n")
    assert browser.ask(NOTES) == 1
    assert "Then wait." in browser.ask("document.querySelector('.notes').innerText")
    browser.press("N")
    assert browser.ask(NOTES) == 0


def test_a_page_for_others_has_no_notes(browser, tmp_path, short):
    """Its keys are heard, and N is none of them."""
    path = tmp_path / "given.html"
    path.write_text(story_page(short), "utf-8")
    browser.open(path.as_uri())
    browser.press("ArrowRight")
    browser.press("n")
    assert shown(browser)[0] == "slide-2"
    assert browser.ask("document.querySelectorAll('.notes').length") == 0
    assert browser.ask("document.documentElement.classList.contains('notes')") is False


def test_all_slides_below_one_another(browser, page, short):
    """A shows them, without the walks; W leaves them for a walk."""
    browser.open(f"{page}#slide-3")
    browser.press("a")
    assert [name for name, _, _ in browser.ask(TEXT)] == [
        f"slide-{number + 1}" for number in range(len(short.slides))
    ]
    browser.press("w")
    assert shown(browser)[0].startswith("walk-1-step-")
    browser.press("w")
    browser.press("a")
    assert shown(browser)[0] == "slide-3"


def test_both_themes_and_no_network(browser, page):
    """The system's, the other by T; one request, its own, and no complaint."""
    ground = {}
    for scheme, digits in (
        (one, theme_tokens()["colour"][one]["bg"][1:]) for one in ("dark", "light")
    ):
        values = (int(digits[at : at + 2], 16) for at in (0, 2, 4))
        ground[scheme] = "rgb({}, {}, {})".format(*values)
    for scheme, other in (("dark", "light"), ("light", "dark")):
        feature = {"name": "prefers-color-scheme", "value": scheme}
        browser.call("Emulation.setEmulatedMedia", features=[feature])
        browser.open("about:blank")
        browser.open(f"{page}#slide-3")
        assert browser.ask(GROUND) == ground[scheme]
        browser.press("t")
        assert browser.ask(GROUND) == ground[other]
        asked = [one for method, one in browser.events if method == "Network.requestWillBeSent"]
        assert [one["request"]["url"] for one in asked] == [page]
        bad = {"Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled"}
        assert [one for one in browser.events if one[0] in bad] == []


def test_without_script_it_is_a_list(browser, page, short):
    """Every slide is there, no walk, no notes, and no button that would do nothing."""
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open(page)
        assert len(browser.ask(TEXT)) == len(short.slides)
        assert browser.ask(NOTES) == 0
        buttons = "Array.from(document.querySelectorAll('button')).filter(one => one.offsetParent)"
        assert browser.ask(f"{buttons}.length") == 0
    finally:
        browser.call("Emulation.setScriptExecutionDisabled", value=False)


def test_nothing_is_cut_at_any_width(browser, page, short):
    """No page scrolls sideways; no box is lower than what it says, or stands on another."""
    for width, height in ((1440, 900), (1280, 720), (600, 900)):
        browser.call(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=1, mobile=False,
        )  # fmt: skip
        browser.open("about:blank")
        browser.open(page)
        for _ in short.slides:
            assert browser.ask("document.documentElement.scrollWidth") <= width
            over = (
                "Array.from(document.querySelectorAll('section:not([hidden]) .box'))"
                ".filter(one => one.scrollHeight > one.clientHeight + 1).length"
            )
            assert browser.ask(over) == 0
            browser.press("ArrowRight")
    browser.call("Emulation.clearDeviceMetricsOverride")


def test_on_a_phone_the_bar_leaves_room(browser, tmp_path):
    """The numbers stand apart from the arrows, and scroll to the slide that is seen."""
    story, path = read_storyline(SHIPPED), tmp_path / "story.html"
    path.write_text(story_page(story), "utf-8")
    browser.call(
        "Emulation.setDeviceMetricsOverride",
        width=390, height=844, deviceScaleFactor=1, mobile=False,
    )  # fmt: skip
    box = "document.querySelector('{}').getBoundingClientRect().{}"
    try:
        browser.open(path.as_uri())
        for number in range(1, len(story.slides) + 1):
            link = f'#slides a[href="#slide-{number}"]'.replace('"', r"\"")
            left, right = (browser.ask(box.format(link, side)) for side in ("left", "right"))
            assert browser.ask(box.format("#slides > ol", "left")) <= left
            assert right <= browser.ask(box.format("#slides > ol", "right"))
            assert browser.ask(box.format(link, "top")) >= 5 + browser.ask(
                box.format("#on", "bottom")
            )
            assert browser.ask(box.format("#slides", "height")) < 844 / 9
            browser.press("ArrowRight")
    finally:
        browser.call("Emulation.clearDeviceMetricsOverride")


def test_on_paper_it_is_a_page_a_slide(browser, page, short):
    """Whichever slide or step is seen."""
    browser.open(f"{page}#slide-3-step-4")
    browser.call("Emulation.setEmulatedMedia", media="print", features=[])
    try:
        assert [name for name, _, _ in browser.ask(TEXT)] == [
            f"slide-{number + 1}" for number in range(len(short.slides))
        ]
        assert browser.ask(NOTES) == 0
    finally:
        browser.call("Emulation.setEmulatedMedia", media="", features=[])
