"""The walker's fields as names and values, and gva_to_gpa's answer in a sentence."""

from collections.abc import Callable
from dataclasses import dataclass

from mmuviz.core.bits import Pte, pferr_text
from mmuviz.core.cursor import GuestWalker
from mmuviz.core.events import Translated
from mmuviz.core.trace import Semantics


@dataclass(frozen=True, slots=True)
class Field:
    """One field.

    Attributes:
        name: its name in the struct.
        value: its value as text.
        known: something was written there.
        bits: (letter, value) of a field that is shown as bits; then `value` is for the ear.
    """

    name: str
    value: str
    known: bool = True
    bits: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class WalkerPicture:
    """The fields at a step.

    Attributes:
        title: the struct's name.
        fields: its fields.
        remark: what gva_to_gpa says, or another sentence; may be empty.
        wrong: the remark tells of a defect.
    """

    title: str
    fields: tuple[Field, ...]
    remark: str = ""
    wrong: bool = False


_UNSET = "unset"


def walker_picture(
    semantics: Semantics, walker: GuestWalker, translated: Translated | None
) -> WalkerPicture:
    """Return the fields of `walker` as `semantics` has them, with gva_to_gpa's answer."""
    if semantics is Semantics.HARDWARE:
        return WalkerPicture("collected over the path", _collected(walker))
    code = Field("error_code", "no such field", known=False)
    if semantics is Semantics.AFTER:
        code = _field("error_code", walker.error_code, _letters)
    level = Field("level", str(walker.level.number)) if walker.level else _unset("level")
    fields = (
        level,
        _field("table_gfn", walker.table_gfn, hex),
        _ptep(walker),
        _rights(walker.inherited_ar),
        _field("gfn", walker.gfn, hex),
        code,
    )
    if translated is None:
        return WalkerPicture("guest_walker", fields)  # its answer would tell how the walk ends
    return WalkerPicture("guest_walker", fields, *translation_text(translated))


def translation_text(translated: Translated) -> tuple[str, bool]:
    """Say what gva_to_gpa makes of the address, and whether that is a defect."""
    if translated.wrong:
        assert translated.gpa is not None, "a wrong answer is an answer"
        return f"gva_to_gpa gives {translated.gpa:#x}, made of the PDPTR: a defect", True
    if translated.status == "undefined":
        return "gva_to_gpa is undefined here: its pointer was never set", True
    if translated.gpa is None:
        return "gva_to_gpa, a call apart, says UNMAPPED", False
    return f"gva_to_gpa, a call apart, gives {translated.gpa:#x}", False


def _letters(error_code: int) -> str:
    return pferr_text(error_code).replace(" | ", " ")


def _unset(name: str) -> Field:
    return Field(name, _UNSET, known=False)


def _field(name: str, value: int | None, text: Callable[[int], str]) -> Field:
    return _unset(name) if value is None else Field(name, text(value))


def _ptep(walker: GuestWalker) -> Field:
    if walker.level is None:
        return _unset("ptep")
    if walker.ptep is None:
        return Field("ptep", "the register")
    return Field("ptep", f"{walker.ptep:#x}")


def _rights(inherited_ar: int | None) -> Field:
    if inherited_ar is None:
        return _unset("inherited_ar")
    bits = (("W", bool(inherited_ar & Pte.W)), ("U", bool(inherited_ar & Pte.U)))
    spoken = " and ".join(f"{letter} {int(value)}" for letter, value in bits)
    return Field("inherited_ar", spoken, bits=bits)


def _collected(walker: GuestWalker) -> tuple[Field, ...]:
    rights = (
        ("W and", "W", walker.writable),
        ("U and", "U", walker.user),
        ("NX or", "X", walker.no_execute),
    )
    fields = [
        _unset(name) if value is None else Field(name, str(int(value)), bits=((letter, value),))
        for name, letter, value in rights
    ]
    fields.append(_field("frame", walker.gfn, hex))
    fields.append(_field("error_code", walker.error_code, _letters))
    return tuple(fields)
