"""What both versions make of a cold shadow at the first vmexit, over columns.

One path, one access: the shadow holds nothing but roots, so that fetch builds the whole path and
one leaf, and fix_write_pf sees that leaf fresh. A second exit finds the same leaf again, and the
same answer, but where the frame is a table that had to be zapped.
Source: semantics.md, 4; the step-by-step twins are core/shadow/fetch.py and core/shadow/fix.py.
"""

import numpy as np

from mmuviz.core.bits import Pferr, Pte
from mmuviz.core.paging import PagingMode
from mmuviz.core.shadow.pages import Spte
from mmuviz.sweep.columns import NO, YES, Column, Results, States, packed, where

_MMIO, _DIRECTORY, _TABLE = 1, 2, 3  # leaf_kind: vectors/README, "access"
_INJECTED, _EMULATE, _LIVELOCK, _HANG = 1, 2, 3, 5  # places in ENDINGS


class Shadow:
    """The leaf that fetch builds, and what fix_write_pf makes of it.

    Attributes:
        built: the walk ended at a page: there is a leaf.
        mmio: it is one of no RAM.
        may_access: its U and W, as they are now, allow the access.
        allows: NX does too: the processor would do the access now.
        write_pt: a kernel write to a frame that is shadowed: the emulator has to do it.
        looping: the host hangs, or what it zaps comes back at every exit.
        hangs: of these, those where the frame is a root in use, which no zap makes unfindable.
        zapped: of these, those where another table is zapped and built again.
    """

    def __init__(self, states: States, mapped: Column, all_w: Column, all_u: Column) -> None:
        """Build it.

        Args:
            states: what is asked.
            mapped: where the walk ended at a page.
            all_w: W of every entry there.
            all_u: U of every entry there.
        """
        self._states = states
        tiers = states.tiers()
        pde, pte = tiers[-2], tiers[-1]
        self._large = pde.leaf
        kind, write, user, wp = (
            states["leaf_kind"],
            states["write"],
            states["user"],
            states["cr0_wp"],
        )
        self._dirty = pde.d & pde.leaf | pte.d & (pde.leaf ^ YES)
        self._w, self._u = all_w, all_u
        self.built = mapped
        self.mmio = mapped & where(kind == _MMIO)
        table = where(kind == _TABLE) & (pde.leaf ^ YES)
        directory = where(kind >= _DIRECTORY) ^ table  # in a large frame the two are one thing
        shadowed = directory | table
        # _set_entry: W waits until D is set, and is withheld where the frame is a table.
        real_w = all_w & self._dirty & (shadowed ^ YES)
        # fix_write_pf, where W is not there yet.
        tries = mapped & write & (real_w ^ YES)
        by_user = tries & user & all_w & all_u
        by_kernel = tries & (user ^ YES) & (all_w | wp ^ YES)
        root = directory if states.mode is not PagingMode.LONG else NO
        self.looping = by_user & shadowed
        self.hangs = by_user & root
        self.zapped = self.looping ^ self.hangs
        self.write_pt = by_kernel & shadowed
        self._sets_d = (by_user | by_kernel) & (self.hangs ^ YES)
        self._real_w = real_w | (by_user | by_kernel) & (shadowed ^ YES)
        self._real_u = all_u & ((by_kernel & (all_w ^ YES)) ^ YES)  # the WP=0 trick
        denied = user & (self._real_u ^ YES) | write & (self._real_w ^ YES)
        self.may_access = denied ^ YES
        self.allows = self.may_access & ((states["fetch"] & states["nxe"] & self._leaf_nx()) ^ YES)

    def _leaf_nx(self) -> Column:
        """Return NX of the leaf, which the shadow's copies: links have none."""
        states = self._states
        if states.mode is PagingMode.X32:
            return NO
        return states["pde_nx"] & self._large | states["pte_nx"] & (self._large ^ YES)

    def outcome(self, injected: Column, emulated: Column, livelock: Column) -> Column:
        """Return the number of the ending; DONE is the rest."""
        return packed(
            (injected, _INJECTED),
            (emulated, _EMULATE),
            (livelock, _LIVELOCK),
            (self.hangs, _HANG),
        )

    def guest_bits(self, walked: Results) -> Results:
        """Return A and D of the guest's entries: A as the walk left it, D set by fix_write_pf."""
        pde, pte = self._states.tiers()[-2:]
        found = {name: column for name, column in walked.items() if name.endswith("_a")}
        found["pde_d"] = pde.d | self._sets_d & self._large
        found["pte_d"] = pte.d | self._sets_d & (self._large ^ YES)
        return found

    def leaf(self, done: Column) -> Results:
        """Return the shadow's leaf afterwards, 12 bits.

        Args:
            done: where the processor did the access in the end, and set D itself.
        """
        reached = self.built & (self.looping ^ YES)
        low = packed(
            (reached & (self.mmio ^ YES), Pte.P),
            (reached & self._real_w, Pte.W),
            (reached & self._real_u, Pte.U),
            (reached, Pte.A),  # the walk set it before fetch copied it
            (reached & (self._dirty | done & self._states["write"]), Pte.D),
        )
        high = packed(
            (self.mmio, Spte.MMIO >> 8),
            (reached & self._w, Spte.GUEST_W >> 8),
            (reached & self._u, Spte.GUEST_U >> 8),
        )
        value: Column = high.astype(np.uint16) << 8 | low
        return {"shadow_leaf_reached": reached, "shadow_leaf": value}


def exit_code(states: States) -> Column:
    """Return the processor's code of the first exit: nothing is present in a cold shadow."""
    fetch = states["fetch"] & states["nxe"]
    return packed((states["write"], Pferr.W), (states["user"], Pferr.U), (fetch, Pferr.I))
