"""A real browser, for what is exported as a page."""

import shutil

import pytest

from tests.browser import Browser


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    """A browser of its own."""
    if not shutil.which("chromium"):
        pytest.skip("chromium is not installed")
    opened = Browser(tmp_path_factory.mktemp("profile"))
    yield opened
    opened.close()
