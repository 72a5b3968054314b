"""Before the change, over columns: a walk that judges nothing, and page_fault behind it.

Source: semantics.md, 3 and 5; the step-by-step twin is core/walk/before.py, core/shadow/before.py.
"""

from mmuviz.core.bits import Pferr
from mmuviz.core.shadow.guest import MOST_EXITS
from mmuviz.sweep.columns import NO, YES, Results, States, code_of, packed
from mmuviz.sweep.twin_shadow import Shadow, exit_code


def walk(states: States) -> Results:
    """Walk every state to its leaf, or to the first absent entry.

    `all_w` and `all_u` are W and U of every entry on the way, where it ends at a leaf.
    """
    found: Results = {}
    here, absent, all_w, all_u = YES, NO, YES, YES
    level = YES * len(states.mode.levels)
    for tier in states.tiers():
        present = here & tier.p
        absent = absent | here ^ present
        if tier.level.has_rights:
            found[f"{tier.name}_a"] = tier.a | present
            all_w = all_w & (tier.w | here ^ YES)
            all_u = all_u & (tier.u | here ^ YES)
        here = present & (tier.leaf ^ YES)
        level = level - here
    return found | {
        "outcome": absent,  # 0 mapped, 1 not present
        "level": level,
        "checks": absent,
        "all_w": all_w,
        "all_u": all_u,
    }


def access(states: States) -> Results:
    """Let every state make its access from a cold shadow."""
    walked = walk(states)
    absent = walked["outcome"]
    shadow = Shadow(states, absent ^ YES, walked["all_w"], walked["all_u"])
    mmio, ram = shadow.mmio, shadow.built & (shadow.looping | shadow.mmio) ^ shadow.built
    emulated = shadow.write_pt | mmio & shadow.may_access
    done = ram & shadow.allows & (shadow.write_pt ^ YES)
    vain = ram ^ done ^ shadow.write_pt  # "fixed", and refused by the processor once more
    refused = vain | mmio ^ mmio & shadow.may_access
    injected = absent | refused
    return (
        shadow.guest_bits(walked)
        | {
            "outcome": shadow.outcome(injected, emulated, shadow.zapped),
            "error_code": code_of(injected, exit_code(states) | packed((refused, Pferr.P))),
            "vmexits": YES + vain + shadow.zapped * (MOST_EXITS - 1),
            "pf_fixed": ram + shadow.zapped * MOST_EXITS,
        }
        | shadow.leaf(done)
    )
