"""The processor, over columns: collect the whole path, judge once, write A and D last.

Source: semantics.md, 7; the step-by-step twin is core/walk/hardware.py.
"""

from itertools import product

import numpy as np

from mmuviz.core.bits import Pferr
from mmuviz.core.entry import reserved_mask
from mmuviz.core.fixed_path import MAXPHYADDR, flag_bit
from mmuviz.core.paging import PagingMode
from mmuviz.sweep.columns import (
    NO,
    YES,
    Column,
    Refusal,
    Results,
    States,
    Tier,
    code_of,
    packed,
    where,
)


def walk(states: States) -> Results:
    """Translate in every state as the CPU does, or fault.

    `pde_may` is 1 where a walk that faults may or may not have set A of the PDE: it is left open.
    """
    write, user, fetch = states["write"], states["user"], states["fetch"]
    here, absent, reserved = YES, NO, NO
    page_w, page_u, no_execute = YES, YES, NO
    level = YES * len(states.mode.levels)
    used: list[tuple[Tier, Column, Column]] = []
    for tier in states.tiers():
        present = here & tier.p
        absent = absent | here ^ present
        leaf = _leaf(states, tier)
        if tier.level.has_rights:
            bad = present & _reserved(states, tier, leaf)
            reserved = reserved | bad
            present = present ^ bad
            page_w = page_w & (tier.w | present ^ YES)
            page_u = page_u & (tier.u | present ^ YES)
            no_execute = no_execute | present & _no_execute(states, tier)
            used.append((tier, present, leaf))
        here = present & (leaf ^ YES)
        level = level - here
    lacks_w = write & (user | states["cr0_wp"]) & (page_w ^ YES)
    lacks_u = user & (page_u ^ YES)
    smap = states["smap"] & (states["ac"] ^ YES)
    guarded = (user ^ YES) & page_u & (fetch & states["smep"] | (fetch ^ YES) & smap)
    arrived = (absent | reserved) ^ YES
    no_execute = no_execute & fetch
    refused = arrived & (lacks_w | lacks_u | no_execute | guarded)
    fault = absent | reserved | refused
    tells_fetch = states["smep"]
    if states.mode is not PagingMode.X32:
        tells_fetch = tells_fetch | states["nxe"]
    code = packed(
        (reserved | refused, Pferr.P),
        (write, Pferr.W),
        (user, Pferr.U),
        (reserved, Pferr.RSVD),
        (fetch & tells_fetch, Pferr.I),
    )
    found: Results = {}
    for tier, passed, leaf in used:
        done = passed & (fault ^ YES)
        found[f"{tier.name}_a"] = tier.a | done
        if tier.level.number < 4:
            found[f"{tier.name}_d"] = tier.d | done & leaf & write
        if tier.level.number > 1:
            found[f"{tier.name}_may"] = passed & fault & ((leaf | tier.a) ^ YES)
    return found | {
        "outcome": packed((absent, 1), (refused, 2), (reserved, 3)),
        "error_code": code_of(fault, code),
        "level": level,
        "checks": packed(
            (absent, Refusal.PRESENT),
            (refused & lacks_w, Refusal.WRITE),
            (refused & lacks_u, Refusal.USER),
            (reserved, Refusal.RESERVED),
            (refused & no_execute, Refusal.FETCH),
            (refused & guarded, Refusal.SUPERVISOR),
        ),
    }


def _leaf(states: States, tier: Tier) -> Column:
    """Return where the walk ends if the entry is present: 1 GiB pages exist for hardware."""
    if tier.level.number == 3 and states.mode is PagingMode.LONG:
        return states["pdpte_ps"]
    return tier.leaf


def _no_execute(states: States, tier: Tier) -> Column:
    return NO if states.mode is PagingMode.X32 else states[f"{tier.name}_nx"]


def _reserved(states: States, tier: Tier, leaf: Column) -> Column:
    """Return where a bit is set that must be 0, by core's table of them."""
    found, nxe = NO, states["nxe"]
    large = leaf if tier.level.number > 1 else NO
    for name in states.names:
        entry, _, suffix = name.partition("_")
        if entry != tier.name:
            continue
        bit = flag_bit(suffix) or 0
        for is_large, enabled in product((False, True), repeat=2):
            mask = reserved_mask(states.mode, tier.level, is_large, MAXPHYADDR, enabled)
            if bit & mask:
                size = large if is_large else large ^ YES
                found = found | states[name] & size & (nxe if enabled else nxe ^ YES)
    return found


def access(states: States) -> Results:
    """Let every state make its access on the bare processor: there is no exit, and no shadow."""
    walked = walk(states)
    fault = where(walked["outcome"] != 0)
    return walked | {
        "outcome": fault,  # 0 done, 1 injected: #PF is raised
        "vmexits": NO,
        "pf_fixed": NO,
        "shadow_leaf_reached": NO,
        "shadow_leaf": NO.astype(np.uint16),
    }
