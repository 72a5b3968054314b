"""Read one block of a lesson: its TOML, and the fields that blocks share."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mmuviz.core.lessons.setting import Setting, edited
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics
from mmuviz.sources.fields import Fields, shown
from mmuviz.sources.lesson_blocks import Fence
from mmuviz.sources.lesson_words import WordsError, parse_level, parse_setting
from mmuviz.sources.problems import BadInput, Problem
from mmuviz.sources.scenario_file import parse_toml
from mmuviz.sources.scenario_question import SEMANTICS
from mmuviz.sources.toml_lines import key_lines


@dataclass(frozen=True, slots=True)
class BlockFields:
    """The fields of a block.

    Attributes:
        fence: the block.
        fields: its table.
    """

    fence: Fence
    fields: Fields

    def problem(self, found: str, expected: str, key: str = "") -> None:
        """Note what is wrong with the block, or with one of its fields."""
        if key:
            self.fields.problem(key, found, expected)
        else:
            self.fields.problems.append(Problem(found, expected, self.fence.line, self.fence.kind))

    def semantics(self, default: Semantics) -> Semantics:
        """Return of whom the block speaks."""
        word = self.fields.choice("of", SEMANTICS)
        return default if word is None else Semantics(word)

    def level(self, scenario: Scenario) -> int | None:
        """Return the number of the level that the block names; None where it names none."""
        word = self.fields.text("level")
        if word is None:
            return None
        try:
            return parse_level(word, scenario.cpu.mode)
        except WordsError as error:
            self.problem(shown(word), error.expected, "level")
            return None

    def words(self, key: str) -> list[str]:
        """Return a list of texts."""
        value: Any = self.fields.table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.problem(shown(value), "a list of texts in quotes", key)
            return []
        return list(value)

    def settings(self, key: str, scenario: Scenario) -> tuple[Setting, ...]:
        """Return a list of edits."""
        found = []
        for text in self.words(key):
            try:
                found.append(parse_setting(text, scenario.cpu.mode))
            except WordsError as error:
                self.problem(shown(text), error.expected, key)
        return tuple(found)

    def edited(self, scenario: Scenario) -> Scenario:
        """Return the scenario with the edits that the block gives in `edit`."""
        try:
            return edited(scenario, self.settings("edit", scenario))
        except ValueError as error:
            self.problem(str(error), "an edit that can be made", "edit")
            return scenario


def read_block(path: Path, fence: Fence, problems: list[Problem]) -> BlockFields | None:
    """Parse a block; None, and the problem noted, where it is no TOML."""
    try:
        table = parse_toml(path, fence.text)
    except BadInput as error:
        told = error.problems or (Problem(error.summary, "TOML 1.0", 1),)
        problems += shifted(told, fence)
        return None
    lines = {key: line + fence.line for key, line in key_lines(fence.text).items()}
    return BlockFields(fence, Fields(table, lines, problems))


def shifted(problems: tuple[Problem, ...], fence: Fence) -> list[Problem]:
    """Return problems of a block's text with their lines in the lesson."""
    return [replace(one, line=(one.line or 0) + fence.line) for one in problems]
