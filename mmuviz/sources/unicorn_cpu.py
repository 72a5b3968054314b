"""A processor of the Unicorn engine, which walks the guest's own tables for one access at a time.

The engine is made of QEMU's: it shares no code with ours. It is an optional extra (GPL), and is
loaded by nothing but this module. What makes it tell a page walk:

* In its CPU TLB mode it walks the tables that CR3 names; otherwise it ignores them.
* It needs an instruction to execute, and must find it without an entry in the guest's tables. So
  the instruction is mapped by tables of our own, far from the guest's, and run once there; then
  CR3 changes as part of a saved context, which leaves the TLB alone. The engine still knows where
  the instruction is, and everything else it has to look up in the guest's tables. Nothing is added
  to them.
* A fault is not delivered; a hook is told the vector. CR2 is a register, the error code is none: it
  stands somewhere in the saved state, and is looked for by faults whose code is certain.
* After a fault the engine believes that it is still being delivered: every access starts from a
  context saved before.
"""

import ctypes
import importlib
import mmap
import struct
from dataclasses import dataclass
from typing import Any

from mmuviz.core.access import Access
from mmuviz.core.bits import PAGE_MASK, PAGE_SIZE
from mmuviz.core.cpu import CpuState
from mmuviz.core.paging import PagingMode
from mmuviz.sources.problems import BadInput
from mmuviz.sources.unicorn_extra import load_unicorn
from mmuviz.sources.unicorn_pages import (
    CODE_SELECTOR,
    HOMES,
    IRET,
    READ,
    SPARE_PAGES,
    STACK_SELECTOR,
    USER_CODE_SELECTOR,
    USER_DATA_SELECTOR,
    WRITE,
    Own,
    own_pages,
)

PAGE_FAULT, _PROTECTION = 14, 13

_EFER, _LME_LMA, _NXE = 0xC0000080, 0x500, 11
_CR0, _WP, _PSE, _PAE, _SMEP, _SMAP, _AC = 0x80000011, 16, 4, 5, 20, 21, 18
_CERTAIN = (  # page of our own, write, user, error code: absent, absent..., a supervisor's page
    (Own.ROOT, False, False, 0),
    (Own.ROOT, True, False, 2),
    (Own.ROOT, False, True, 4),
    (Own.ROOT, True, True, 6),
    (Own.GDT, False, True, 5),
    (Own.GDT, True, True, 7),
)


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of one access.

    Attributes:
        vector: 14 for #PF, 13 for #GP; None where it was allowed.
        error_code: of a fault.
        cr2: the linear address of the last #PF.
        al: the byte that a read found, or that a fetched `mov` brought.
    """

    vector: int | None
    error_code: int
    cr2: int
    al: int


class Processor:
    """The engine in one paging mode, with pages of guest memory of which it is given the address.

    Attributes:
        mode: the paging mode.
    """

    def __init__(self, mode: PagingMode, spare: int) -> None:
        """Switch paging on, on tables of our own.

        Args:
            mode: the paging mode.
            spare: physical address of SPARE_PAGES pages below 4 GiB that nobody else uses.

        Raises:
            BadInput: the engine is not installed, or is built otherwise than can be told.
        """
        self.mode = mode
        self._long = mode is PagingMode.LONG
        engine = load_unicorn()
        self._x86: Any = importlib.import_module("unicorn.x86_const")
        self._uc: Any = engine.Uc(
            engine.UC_ARCH_X86, engine.UC_MODE_64 if self._long else engine.UC_MODE_32
        )
        self._uc.ctl_set_cpu_model(self._x86.UC_CPU_X86_EPYC)  # NX, SMEP, SMAP, 1 GiB pages
        self._uc.ctl_set_tlb_mode(engine.UC_TLB_CPU)
        self._stopped: type[Exception] = engine.UcError
        self._all: int = engine.UC_PROT_ALL
        self._pages: dict[int, memoryview] = {}
        self._spare = spare
        self._contexts: dict[tuple[object, ...], tuple[Any, Any]] = {}
        self._vector: int | None = None
        self._code = self._cr2 = 0
        self._code_at: int | None = None
        for number, content in enumerate(own_pages(mode, spare)):
            self.page(self._own(number))[:] = content
        self._bases = self._start()
        self._scratch = self._uc.context_save()
        self._uc.hook_add(engine.UC_HOOK_INTR, self._on_interrupt)
        self._code_at = self._find_code()

    def page(self, gpa: int) -> memoryview:
        """Return the bytes of the physical page that holds `gpa`; it is there from now on."""
        base = gpa & ~PAGE_MASK
        found = self._pages.get(base)
        if found is None:
            kept = mmap.mmap(-1, PAGE_SIZE)
            found = self._pages[base] = memoryview(kept)
            address = ctypes.addressof(ctypes.c_char.from_buffer(kept))
            self._uc.mem_map_ptr(base, PAGE_SIZE, self._all, address)
        return found

    def attempt(self, cpu: CpuState, gva: int, access: Access) -> Attempt:
        """Access a byte; a fetch executes `mov al,imm8`, which has to stand there.

        PAE's PDPTRs are laid in a table for it: the engine has no registers for them.

        Args:
            cpu: the processor's state; what it says of MAXPHYADDR is not heard.
            gva: the linear address that is accessed.
            access: how; its own address is not looked at.
        """
        root = cpu.cr3
        if self.mode is PagingMode.PAE:
            root = self._own(Own.PDPTRS)
            struct.pack_into("<4Q", self._pages[root], 0, *cpu.pdptrs)
        return self._run(cpu, gva, access, root)

    def _own(self, page: int) -> int:
        """Return the physical address of a page of our own."""
        return self._spare + page * PAGE_SIZE

    def _start(self) -> tuple[Any, Any]:
        """Switch paging on; return the states of CPL 0 and of CPL 3, which only IRET leads to."""
        uc, x86, home = self._uc, self._x86, HOMES[0]
        at = {number: home + number * PAGE_SIZE for number in Own}
        self._write(
            (x86.UC_X86_REG_GDTR, (0, at[Own.GDT], 39, 0)),
            (x86.UC_X86_REG_CR4, self._cr4),
            (x86.UC_X86_REG_CR3, self._own(Own.ROOT)),
            (x86.UC_X86_REG_MSR, (_EFER, self._efer)),
            (x86.UC_X86_REG_CR0, _CR0),
            (x86.UC_X86_REG_CS, CODE_SELECTOR),
            (x86.UC_X86_REG_SS, STACK_SELECTOR),
            (x86.UC_X86_REG_DS, USER_DATA_SELECTOR),
            (x86.UC_X86_REG_ES, USER_DATA_SELECTOR),
        )
        supervisor = uc.context_save()
        word = "<5Q" if self._long else "<5I"
        landing = (
            at[Own.USER_CODE] + 1
        )  # a page's first byte makes the engine look at the page before, too
        frame = (landing, USER_CODE_SELECTOR, 2, at[Own.STACK] + 0x800, USER_DATA_SELECTOR)
        struct.pack_into(word, self._pages[self._own(Own.STACK)], 0xF00, *frame)
        stack = x86.UC_X86_REG_RSP if self._long else x86.UC_X86_REG_ESP
        uc.reg_write(stack, at[Own.STACK] + 0xF00)
        self._execute(at[Own.SUPERVISOR_CODE] + IRET, landing)
        return supervisor, uc.context_save()

    def _execute(self, start: int, end: int) -> None:
        try:
            self._uc.emu_start(start, end)
        except self._stopped as problem:
            raise BadInput(None, f"Unicorn stopped: {problem}") from problem

    @property
    def _cr4(self) -> int:
        return 0 if self.mode is PagingMode.X32 else 1 << _PAE

    @property
    def _efer(self) -> int:
        return _LME_LMA if self._long else 0

    def _write(self, *registers: tuple[int, object]) -> None:
        for register, value in registers:
            self._uc.reg_write(register, value)

    def _on_interrupt(self, uc: Any, vector: int, _data: object) -> None:  # noqa: ANN401  # unicorn ships no types
        """Take the vector, and the code before it is overwritten; else the access is retried."""
        self._vector = vector
        self._cr2 = uc.reg_read(self._x86.UC_X86_REG_CR2)
        if self._code_at is not None:
            self._code = ctypes.c_int32.from_address(self._state() + self._code_at).value
        uc.emu_stop()

    def _state(self) -> int:
        """Return where in our memory a copy of the processor's state is, as it is now."""
        self._uc.context_update(self._scratch)
        return ctypes.cast(self._scratch.context, ctypes.c_void_p).value or 0

    def _find_code(self) -> int:
        """Find the error code's place in the saved state, which depends on the build.

        Raises:
            BadInput: there is no such place, or more than one.
        """
        places = set(range(0, self._scratch.size & ~3, 4))
        for page, write, user, code in _CERTAIN:
            gva, access = HOMES[1] + page * PAGE_SIZE, Access(write=write, user=user)
            self._run(CpuState(), gva, access, self._own(Own.ROOT))
            state = ctypes.string_at(self._state(), self._scratch.size & ~3)
            words = memoryview(state).cast("i")
            places = {place for place in places if words[place >> 2] == code}
        if len(places) != 1:
            raise BadInput(
                None, f"this build of Unicorn shows no error code ({len(places)} places fit)"
            )
        return places.pop()

    def _run(self, cpu: CpuState, gva: int, access: Access, root: int) -> Attempt:
        uc = self._uc
        ours, theirs = self._contexts_of(cpu, gva, root, access.user)
        self._vector = None
        if access.fetch:
            uc.context_restore(theirs)
            uc.reg_write(self._x86.UC_X86_REG_CR3, root)  # empties the TLB
            self._execute(gva, gva + 2)
        else:
            home = HOMES[gva >> 12 in range(HOMES[0] >> 12, (HOMES[0] >> 12) + SPARE_PAGES)]
            code = home + (Own.USER_CODE if access.user else Own.SUPERVISOR_CODE) * PAGE_SIZE
            uc.context_restore(ours)
            uc.reg_write(self._x86.UC_X86_REG_CR3, self._own(Own.ROOT))
            self._execute(code, code + 1)
            uc.context_restore(theirs)
            at = code + (WRITE if access.write else READ)
            self._execute(at, at + 2)
        if self._vector not in (None, PAGE_FAULT, _PROTECTION):
            raise BadInput(None, f"Unicorn ended the access with exception {self._vector}")
        al = uc.reg_read(self._x86.UC_X86_REG_AL)
        return Attempt(self._vector, self._code, self._cr2, al)

    def _contexts_of(self, cpu: CpuState, gva: int, root: int, user: bool) -> tuple[Any, Any]:  # noqa: FBT001  # the key of a cache
        """Return two states that differ in CR3 alone: our tables, and those that are asked."""
        controls = (cpu.wp, cpu.pse, cpu.smep, cpu.smap, cpu.nxe, cpu.ac)
        key = (*controls, user, gva, root)
        if key not in self._contexts:
            uc, x86 = self._uc, self._x86
            uc.context_restore(self._bases[user])
            cr4 = self._cr4 | cpu.pse << _PSE | cpu.smep << _SMEP | cpu.smap << _SMAP
            self._write(
                (x86.UC_X86_REG_CR0, _CR0 | cpu.wp << _WP),
                (x86.UC_X86_REG_CR4, cr4),
                (x86.UC_X86_REG_MSR, (_EFER, self._efer | cpu.nxe << _NXE)),
                (x86.UC_X86_REG_EFLAGS, 2 | cpu.ac << _AC),
                (x86.UC_X86_REG_RBX if self._long else x86.UC_X86_REG_EBX, gva),
                (x86.UC_X86_REG_AL, 0),
            )
            ours = uc.context_save()
            uc.reg_write(x86.UC_X86_REG_CR3, root)
            self._contexts[key] = ours, uc.context_save()
        return self._contexts[key]
