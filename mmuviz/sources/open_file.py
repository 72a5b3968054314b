"""Open any file that mmuviz knows, recognised by its content, not by its name."""

import hashlib
import re
import stat
from dataclasses import replace
from functools import partial
from pathlib import Path

from mmuviz.core.memory import GuestMemory
from mmuviz.sources.elf_core import load_elf
from mmuviz.sources.opened import GUEST_PROGRAM, Opened, OpenOptions
from mmuviz.sources.problems import BadInput
from mmuviz.sources.program_file import open_program
from mmuviz.sources.raw_dump import load_raw, needs_registers
from mmuviz.sources.scenario_file import load as load_scenario
from mmuviz.sources.unpack import Unpacked, first_bytes
from mmuviz.sources.vector_kinds import holds_programs

_ELF, _GZIP = b"\x7fELF", b"\x1f\x8b"
_HEAD = 4096
_TEXT_LIMIT = 16 << 20
_STORY_LIMIT = 1 << 20
_SLIDE = re.compile(rb"^[ \t]*\[\[[ \t]*slide[ \t]*\]\]", re.MULTILINE)
_HASH_AT_ONCE = 64 << 20


def open_file(path: Path, options: OpenOptions | None = None) -> Opened:
    """Open a scenario, an ELF core, a raw dump, guest programs; all but the first also packed.

    Args:
        path: the file.
        options: what the user says about a dump, or which of several programs is meant.

    Raises:
        NeedsProgram: the file holds several programs, and nobody says which is meant.
        BadInput: with one clear sentence, or all that is wrong in a scenario file.
    """
    options = options or OpenOptions()
    head = _head(path)
    if holds_programs(path):
        return Opened(open_program(path, options.program), GUEST_PROGRAM, path)
    if options.program is not None:
        raise BadInput(path, "holds no guest programs to choose from")
    if is_storyline(path):
        raise BadInput(path, "is a storyline, expected a scenario; 'mmuviz story' prints it")
    if _is_text(head):
        return load_scenario(path, read_text(path), partial(_open_named, options=options))
    return _open_dump(path, head, options)


def is_storyline(path: Path) -> bool:
    """Whether a file is a lecture: a text with a line `[[slide]]`; not where it cannot be read."""
    try:
        if not _is_text(_head(path)):
            return False
        with path.open("rb") as stream:
            return _SLIDE.search(stream.read(_STORY_LIMIT)) is not None
    except (BadInput, OSError):
        return False


def _open_named(path: Path, options: OpenOptions) -> Opened:
    """Open the dump that a scenario file names."""
    head = _head(path)
    if _is_text(head):
        raise BadInput(path, "is a text file, expected a dump")
    opened = _open_dump(path, head, replace(options, registers_follow=True))
    sha256 = opened.backing_sha256 or file_sha256(path)  # the scenario's is compared with it
    # Its author knows what was guessed, and says it better: no remarks.
    return replace(opened, remarks=(), backing_sha256=sha256)


def _open_dump(path: Path, head: bytes, options: OpenOptions) -> Opened:
    if head.startswith(_GZIP):
        return _open_packed(path, options)
    load = load_elf if head.startswith(_ELF) else load_raw
    return _hashed(load(path, path, options), path)


def _head(path: Path) -> bytes:
    """Return the first bytes of an ordinary file that is not empty."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise BadInput(path, "is a folder, expected a file")
        if not stat.S_ISREG(status.st_mode):
            raise BadInput(path, "is a device or a pipe, expected an ordinary file")
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except FileNotFoundError as problem:
        raise BadInput(path, "does not exist") from problem
    except PermissionError as problem:
        raise BadInput(path, "cannot be read: permission denied") from problem
    except OSError as problem:
        raise BadInput(path, f"cannot be read: {problem.strerror}") from problem
    if not head:
        raise BadInput(path, "is empty")
    return head


def _is_text(head: bytes) -> bool:
    """Whether the file starts like text: no zero byte, and UTF-8 but for a cut last character."""
    if b"\0" in head or head.startswith((_ELF, _GZIP)):
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as problem:
        return problem.start >= len(head) - 3 and len(head) == _HEAD
    return True


def read_text(path: Path) -> str:
    """Read a text file.

    Raises:
        BadInput: it is none, or too long to be written by hand.
    """
    if path.stat().st_size > _TEXT_LIMIT:
        raise BadInput(path, f"is a text of more than {_TEXT_LIMIT >> 20} MiB, expected a scenario")
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as problem:
        raise BadInput(path, f"is not UTF-8 at byte {problem.start}") from problem


def _open_packed(path: Path, options: OpenOptions) -> Opened:
    head = first_bytes(path, len(_ELF))
    if not head:
        raise BadInput(path, "unpacks to nothing")
    if not head.startswith(_ELF) and needs_registers(options):
        return load_raw(path, path, options)  # says which registers to give, before unpacking
    unpacked = Unpacked(path, options.max_size)
    load = load_elf if head.startswith(_ELF) else load_raw
    opened = _hashed(load(unpacked.path, path, options), path)
    backing = _Kept(opened.scenario.memory, unpacked)
    memory = GuestMemory(backing, opened.scenario.memory.words)
    return replace(opened, scenario=replace(opened.scenario, memory=memory))


class _Kept:
    """A backing that keeps its temporary file alive."""

    def __init__(self, memory: GuestMemory, unpacked: Unpacked) -> None:
        self._unpacked = unpacked
        self.word = memory.backing.word
        self.extents = memory.backing.extents


def _hashed(opened: Opened, path: Path) -> Opened:
    """Add the file's hash; a big file's is made when a scenario has to name it."""
    if path.stat().st_size > _HASH_AT_ONCE:
        return opened
    return replace(opened, backing_sha256=file_sha256(path))


def with_hash(opened: Opened) -> Opened:
    """Add the hash of the dump that stands behind `opened`, however big, before it is named.

    Raises:
        OSError: the dump cannot be read any more.
    """
    if opened.backing_file is None or opened.backing_sha256 is not None:
        return opened
    return replace(opened, backing_sha256=file_sha256(opened.backing_file))


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of the file as it lies on the disk, as hex digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
