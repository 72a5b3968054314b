"""What a LaTeX text has to be, without LaTeX."""

import re


def check_tex(text):
    """Hold braces and environments against one another; nothing is left that TeX cannot set."""
    lines = [line for line in text.splitlines() if not line.startswith("%")]
    bare = re.sub(r"\\\\|\\[{}%&_#$]", "", "\n".join(lines))
    assert bare.count("{") == bare.count("}")
    assert bare.count("[") == bare.count("]")
    opened = re.findall(r"\\begin\{(\w+)\}", bare)
    assert sorted(opened) == sorted(re.findall(r"\\end\{(\w+)\}", bare))
    assert bare.count("$") % 2 == 0
    assert "&" not in bare
    assert [letter for letter in bare if ord(letter) > 126] == []
