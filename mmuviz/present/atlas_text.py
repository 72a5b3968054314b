"""The atlas as text: the legend, the groups with their rules and examples, one state."""

from collections.abc import Iterator
from dataclasses import dataclass

from mmuviz.present.atlas_legend import Legend, LegendRow, legend
from mmuviz.present.atlas_rule import RuleWords, gist, rule_words
from mmuviz.present.atlas_state import StateWords, smallest_text
from mmuviz.present.atlas_words import space_title, states_text, subtitle, title
from mmuviz.present.wording import Line, Span, Style, listed, signed
from mmuviz.sweep.colouring import Colouring, Group, Lens
from mmuviz.sweep.space import StateSpace
from mmuviz.sweep.survey import Survey


@dataclass(frozen=True, slots=True)
class GroupWords:
    """A group that stands out.

    Attributes:
        row: its row of the legend.
        group: the group.
        example: its smallest state in short.
        rule: where it is.
    """

    row: LegendRow
    group: Group
    example: str
    rule: RuleWords


@dataclass(frozen=True, slots=True)
class MapWords:
    """A map in words.

    Attributes:
        title: what is looked at.
        subtitle: the space, its states, the quantity.
        filter: the filter; empty without one.
        legend: all groups.
        summary: how many states differ or stand out, with their space.
        gist: what all of them have in common; may be empty.
        rule: where they are; None where none stands out, or none is compared.
    """

    title: str
    subtitle: str
    filter: str
    legend: Legend
    summary: str
    gist: str
    rule: RuleWords | None


def map_words(survey: Survey, colouring: Colouring, condition: str = "") -> MapWords:
    """Say all of a map but its groups, whose rules take their time.

    Args:
        survey: the space.
        colouring: the map.
        condition: the filter, as it is written.
    """
    marks, lens = colouring.marks, colouring.lens
    return MapWords(
        title(lens),
        subtitle(survey.space, lens.quantity),
        condition,
        legend(survey, colouring),
        _summary(survey.space, colouring),
        gist(survey, colouring),
        rule_words(survey, colouring, marks) if marks and lens.against else None,
    )


def group_words(survey: Survey, colouring: Colouring, found: Legend) -> Iterator[GroupWords]:
    """Say of each group that stands out where it is, one by one.

    Args:
        survey: the space.
        colouring: the map.
        found: its groups in words.
    """
    rows = {row.number: row for row in found.rows}
    for group in colouring.marks:
        example = smallest_text(survey.space, group.smallest)
        rule = rule_words(survey, colouring, [group])
        yield GroupWords(rows[group.number], group, example, rule)


def _summary(space: StateSpace, colouring: Colouring) -> str:
    """`192 of the 8,192 states of the PAE walk differ`."""
    shown, asked = colouring.shown, space.asked
    where = f"the {asked:,} states of the {space_title(space)}"
    if shown != asked:
        where = f"the {shown:,} that the filter leaves of {where}"
    number = f"{colouring.differing:,}" if colouring.differing else "None"
    is_one = colouring.differing == 1
    if colouring.lens.against:
        return f"{number} of {where} {'differs' if is_one else 'differ'}"
    return f"{number} of {where} {'stands' if is_one else 'stand'} out"


def map_lines(words: MapWords) -> list[Line]:
    """Return a map as styled lines, but for its groups."""
    lines: list[Line] = [(Span(words.title, Style.STRONG),), (Span(words.subtitle),)]
    if words.filter:
        lines.append((Span(f"only where {words.filter}"),))
    lines += [(), *_legend_lines(words.legend), ()]
    lines.append((Span(f"{words.summary}."),))
    if words.gist:
        lines.append((Span(f"  {words.gist}"),))
    if words.rule is not None:
        lines += _rule_lines(words.rule, "  ")
    return lines


def group_lines(each: GroupWords, command: str) -> list[Line]:
    """Return a group as styled lines, a blank one first.

    Args:
        each: the group.
        command: what tells of its smallest state.
    """
    parts = [each.row.title, states_text(each.row.count), each.row.note]
    head = f"{each.row.letter}  {', '.join(filter(None, parts))}"
    return [
        (),
        (Span(head, Style.STRONG),),
        (Span(f"   smallest: {each.example}"),),
        (Span(f"   see: {command}"),),
        *_rule_lines(each.rule, "   "),
    ]


def _rule_lines(rule: RuleWords, indent: str) -> Iterator[Line]:
    if rule.text:
        yield (Span(indent), Span(rule.text, Style.MONO))
    yield (Span(f"{indent}{rule.remark}"),)


def _legend_lines(found: Legend) -> Iterator[Line]:
    """Yield a row a group: letter, count, title, note; the total last."""
    width = max([len(f"{found.shown:,}"), *(len(f"{row.count:,}") for row in found.rows)])
    letters = max([1, *(len(row.letter) for row in found.rows)])
    titles = max([0, *(len(row.title) for row in found.rows)])
    for row in found.rows:
        start = f"{row.letter:<{letters}}  {row.count:>{width},}  "
        yield (Span(start), Span(f"{row.title:<{titles}}"), Span(f"  {row.note}"))
    yield (Span(f"{'':<{letters}}  {found.shown:>{width},}  {found.direction}"),)


_HEADS = ("", "outcome", "error code", "check", "A set", "D set", "vmexits", "shadow leaf")


def state_lines(space: StateSpace, words: StateWords, lens: Lens) -> list[Line]:
    """Return one state as styled lines: what it asks, its entries, what each rule makes of it."""
    head = f"{space_title(space)}, state {words.number} of {states_text(space.asked)}"
    lines: list[Line] = [
        (Span(words.title, Style.STRONG), Span("".join(f", {one}" for one in words.remarks))),
        (Span(head),),
    ]
    for entry in words.entries:
        bits = " ".join(letter if is_set else "·" for letter, is_set in entry.bits)
        lines.append((Span(f"  {entry.name:<6} "), Span(bits, Style.MONO)))
    rows: list[tuple[str, ...]] = [_HEADS]
    for one in words.results:
        code = f"{one.code} ({one.letters})" if one.letters and one.letters != "0" else one.code
        rows.append(
            (
                signed(one.semantics),
                one.outcome,
                code,
                one.check,
                one.accessed,
                one.dirty,
                one.vmexits,
                one.shadow,
            )
        )
    lines.append(())
    lines += _columns(rows)
    lines += [(), (Span(f"{_difference(words, lens)}{words.why}"),)]
    return lines


def _difference(words: StateWords, lens: Lens) -> str:
    """`hardware and after differ in error code: `; empty for one rule alone."""
    if lens.against is None:
        return ""
    who = listed([one.value for one in lens.pair])
    if not words.differing:
        return f"{who} agree: "
    return f"{who} differ in {listed(list(words.differing))}: "


def _columns(rows: list[tuple[str, ...]]) -> Iterator[Line]:
    """Yield rows as columns; one that is empty but for its head is left out."""
    kept = [place for place in range(len(_HEADS)) if any(row[place] for row in rows[1:])]
    widths = [max(len(row[place]) for row in rows) for place in kept]
    for row in rows:
        cells = (f"{row[place]:<{width}}" for place, width in zip(kept, widths, strict=True))
        yield (Span("  " + "  ".join(cells)),)
