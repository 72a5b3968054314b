"""Why the atlas cannot be coloured by a result: what has none, and what to choose instead."""

from mmuviz.core.trace import Semantics
from mmuviz.sweep.colouring import Lens, offered
from mmuviz.sweep.survey import Quantity, Survey


def why_not(survey: Survey, lens: Lens, quantity: Quantity | None) -> str:
    """Return why `quantity` is not offered, in a sentence; empty where it is.

    Args:
        survey: the states.
        lens: whose results are looked at.
        quantity: what of them; None: all at once.
    """
    if quantity is None:
        alone = lens.against is None
        return "Only where two are compared: choose a second one" if alone else ""
    if quantity in offered(survey, lens.semantics, lens.against):
        return ""
    pair = (lens.semantics, lens.against)
    without = [one for one in pair if one and quantity not in survey.offers(one)]
    if Semantics.HARDWARE in without:
        what = "vmexits" if quantity is Quantity.VMEXITS else "shadow pages"
        return f"hardware has no {what}: that is KVM's part"
    has = {
        Quantity.ERROR_CODE: "makes no error code",
        Quantity.DIRTY: "does not touch D bits",
        Quantity.VMEXITS: "has no vmexits",
        Quantity.SHADOW: "leaves nothing in the shadow",
    }[quantity]
    return f"{without[0].value}'s walk alone {has}: choose one access as the space"
