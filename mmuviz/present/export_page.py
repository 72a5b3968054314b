"""What every exported page is made of: no network, both themes, one script that its policy names.

It is XML too, so that any parser reads it. The same content gives the same bytes.
"""

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from html import escape
from string import Template

import mmuviz
from mmuviz.present import export_shapes as draw
from mmuviz.resources import asset, theme_tokens


def part(name: str) -> Template:
    """Return a part of the pages that ship."""
    return Template(_read(name))


def whole_page(title: str, body: str, kinds: Sequence[str], theme: str = "") -> str:
    """Return a page.

    Args:
        title: what it is called.
        body: what stands in it, as XML.
        kinds: whose styles it takes (`page`, `story`); the last one's script.
        theme: `light` or `dark`; empty: as the reader's system says.
    """
    script = f"//<![CDATA[\n{_read('common.js')}{_read(f'{kinds[-1]}.js')}//]]>"
    return part("shell.html").substitute(
        theme=f' data-theme="{theme}"' if theme else "",
        hash=b64encode(sha256(script.encode()).digest()).decode(),
        generator=f"mmuviz {mmuviz.__version__}",
        title=escape(title),
        style="".join([_colours(), *(_read(f"{kind}.css") for kind in kinds)]),
        body=body,
        script=script,
    )


def _read(name: str) -> str:
    return asset(f"export/{name}").read_text("utf-8")


def _colours() -> str:
    """Return the colours of both themes as the page's variables."""
    schemes = {
        name: "".join(
            f"{draw.ink(role)[4:-1]}:{value};"
            for role, value in colours.items()
            if not role.startswith("atlas")
        )
        for name, colours in theme_tokens()["colour"].items()
    }
    light = f"color-scheme:light;{schemes['light']}"
    dark = f"color-scheme:dark;{schemes['dark']}"
    unless = ":root:not([data-theme=light])"
    return (
        f":root{{{light}}}\n"
        f"@media screen and (prefers-color-scheme: dark){{{unless}{{{dark}}}}}\n"
        f"@media screen{{:root[data-theme=dark]{{{dark}}}}}\n"
    )
