"""What the Atlas view was asked, as a text that outlives the window."""

import json

from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics
from mmuviz.gui.atlas.session import AtlasSession
from mmuviz.sweep.arrangement import Arrangement
from mmuviz.sweep.colouring import Lens
from mmuviz.sweep.space import STATE_SPACES, SpaceName
from mmuviz.sweep.survey import Quantity


def remembered(session: AtlasSession, where: str) -> str:
    """Return the question as a text; `where` is the filter as it was typed."""
    lens, arrangement = session.lens, session.arrangement
    return json.dumps(
        {
            "mode": session.space.mode.name,
            "space": session.space.name.value,
            "semantics": lens.semantics.value,
            "against": lens.against.value if lens.against else None,
            "quantity": lens.quantity.value if lens.quantity else None,
            "rows": arrangement.rows,
            "columns": arrangement.columns,
            "fixed": arrangement.fixed,
            "ignored": arrangement.ignored,
            "where": where,
        }
    )


def restore(session: AtlasSession, text: str) -> str:
    """Ask again what `text` says; what does not fit is left as it is.

    Returns:
        The filter as it was typed.
    """
    try:
        said = json.loads(text)
        mode, name = PagingMode[said["mode"]], SpaceName(said["space"])
        against = Semantics(said["against"]) if said["against"] else None
        quantity = Quantity(said["quantity"]) if said["quantity"] else None
        lens = Lens(Semantics(said["semantics"]), against, quantity)
        arrangement = Arrangement(
            tuple(said["rows"]),
            tuple(said["columns"]),
            tuple((str(flag), int(value)) for flag, value in said["fixed"]),
            tuple(said["ignored"]),
        )
        where = str(said["where"])
        widths = {flag.name: flag.width for flag in STATE_SPACES[mode, name].flags}
        fits = sorted(arrangement.flags) == sorted(widths)
        if not fits or any(value >> widths[flag] for flag, value in arrangement.fixed):
            return ""
    except (ValueError, LookupError, TypeError):
        return ""
    session.set_space(mode, name)
    session.set_lens(lens)
    session.set_arrangement(arrangement)
    return where
