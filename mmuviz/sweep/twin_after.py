"""After the change, over columns: the walk judges level by level, and page_fault believes it.

Source: semantics.md, 2 and 5; the step-by-step twin is core/walk/after.py, core/shadow/after.py.
"""

from mmuviz.core.bits import Pferr
from mmuviz.core.shadow.guest import MOST_EXITS
from mmuviz.sweep.columns import NO, YES, Refusal, Results, States, code_of, packed, where
from mmuviz.sweep.twin_shadow import Shadow


def walk(states: States) -> Results:
    """Walk every state until an entry refuses, or to its leaf."""
    found: Results = {}
    needs_u = states["user"]
    needs_w = states["write"] & (needs_u | states["cr0_wp"])
    here, absent, no_w, no_u = YES, NO, NO, NO
    all_w = all_u = YES
    level = YES * len(states.mode.levels)
    for tier in states.tiers():
        passed = here & tier.p
        absent = absent | here ^ passed
        if tier.level.has_rights:
            lacks_w = passed & needs_w & (tier.w ^ YES)
            passed = passed ^ lacks_w
            lacks_u = passed & needs_u & (tier.u ^ YES)
            passed = passed ^ lacks_u
            no_w, no_u = no_w | lacks_w, no_u | lacks_u
            found[f"{tier.name}_a"] = tier.a | passed
            all_w = all_w & (tier.w | passed ^ YES)
            all_u = all_u & (tier.u | passed ^ YES)
        here = passed & (tier.leaf ^ YES)
        level = level - here
    refused = no_w | no_u
    fault = absent | refused
    code = packed((refused, Pferr.P), (states["write"], Pferr.W), (needs_u, Pferr.U))
    return found | {
        "outcome": packed((absent, 1), (refused, 2)),  # 0 mapped, 1 not present, 2 access error
        "error_code": code_of(fault, code),
        "level": level,
        "checks": packed((absent, Refusal.PRESENT), (no_w, Refusal.WRITE), (no_u, Refusal.USER)),
        "all_w": all_w,
        "all_u": all_u,
    }


def access(states: States) -> Results:
    """Let every state make its access from a cold shadow."""
    walked = walk(states)
    mapped = where(walked["outcome"] == 0)
    shadow = Shadow(states, mapped, walked["all_w"], walked["all_u"])
    ram = mapped & (shadow.looping | shadow.mmio) ^ mapped
    emulated = shadow.write_pt | shadow.mmio
    done = ram & shadow.allows & (shadow.write_pt ^ YES)
    endless = ram ^ done ^ shadow.write_pt  # the walk does not know NX: nobody tells the guest
    livelock = shadow.zapped | endless
    return (
        shadow.guest_bits(walked)
        | {
            "outcome": shadow.outcome(mapped ^ YES, emulated, livelock),
            "error_code": walked["error_code"],
            "vmexits": YES + livelock * (MOST_EXITS - 1),
            "pf_fixed": done | shadow.write_pt | livelock * MOST_EXITS,
        }
        | shadow.leaf(done)
    )
