"""The wrong ideas of a walk in words: what is wrong, the rule, and where it goes wrong here.

Source: core/models; Intel SDM vol. 3A, 4.4.1 and 4.6 to 4.8; semantics.md, 2 and 7.
"""

from dataclasses import dataclass
from typing import Final

from mmuviz.core.models.effect import right_effect
from mmuviz.core.models.path import read_path
from mmuviz.core.models.wrong import WrongModel
from mmuviz.core.scenario import Scenario
from mmuviz.present.misconception_here import HERE, Case

_RIGHTS = "Intel SDM vol. 3A, 4.6 (access rights)"
_CODE = "Intel SDM vol. 3A, 4.7 (page-fault exceptions)"
_FLAGS = "Intel SDM vol. 3A, 4.8 (accessed and dirty flags)"
_AFTER = "walk_addr after the change"


@dataclass(frozen=True, slots=True)
class Misconception:
    """A wrong idea as a student reads of it.

    Attributes:
        title: the idea, as somebody who has it would say it.
        short: it in a few words.
        wrong: what is wrong with it, in general.
        rule: what is right.
        source: where the rule stands.
    """

    title: str
    short: str
    wrong: str
    rule: str
    source: str


MISCONCEPTIONS: Final = {
    "leaf-alone": Misconception(
        "The last entry decides alone",
        "the last entry alone",
        "The idea looks only at the entry that maps the page, and forgets what stands above it.",
        "Every entry on the path must allow the access: W and U are ANDed over all levels.",
        _RIGHTS,
    ),
    "level-by-level": Misconception(
        "Rights are judged level by level",
        "level by level",
        "That is how walk_addr works after the change. The processor reads the whole path first.",
        "P in the error code answers one question: was there a translation at all? Only then do W "
        "and U of every level count, together.",
        _CODE,
    ),
    "absent-is-judged": Misconception(
        "W and U count in an absent entry too",
        "absent entries too",
        "The idea judges the rights of an entry that is not there.",
        "Where P is 0 every other bit is ignored: the entry maps nothing, and has no rights.",
        _CODE,
    ),
    "pdpte-has-rights": Misconception(
        "A PAE PDPTE has W and U",
        "PDPTRs too",
        "The idea reads bits 1 and 2 of a PDPTR as W and U. There they are reserved, and always 0.",
        "Of a PAE PDPTR only P is looked at. Rights begin with the page directory.",
        "Intel SDM vol. 3A, 4.4.1 (PDPTE registers)",
    ),
    "code-describes-page": Misconception(
        "The error code says what the page allows",
        "W and U tell of the page",
        "The idea takes W and U of the code for the page's W and U.",
        "W and U of the error code describe the access: a write, a user access.",
        _CODE,
    ),
    "last-entry-present": Misconception(
        "P of the code says whether the page is there",
        "P tells of the last entry",
        "The idea asks the last entry of the path, which walk_addr may never have read.",
        "After the change walk_addr stops at the first entry that refuses. Whatever is below, an "
        "access_error has P = 1.",
        _AFTER,
    ),
    "whole-path-first": Misconception(
        "The whole path is read before rights are judged",
        "whole path, then rights",
        "That is how the processor works. walk_addr after the change judges each entry as it goes.",
        "After the change walk_addr checks P, W and U of an entry before it reads the next one: "
        "the first one that refuses makes the error code.",
        _AFTER,
    ),
    "wp-frees-user": Misconception(
        "CR0.WP = 0 lets everybody write",
        "WP = 0 frees all",
        "The idea frees user writes as well, which WP does not concern.",
        "A user write needs W (and U) at every level, whatever WP is. WP = 0 frees the supervisor "
        "only.",
        _RIGHTS,
    ),
    "wp-locks-all": Misconception(
        "CR0.WP = 1 forbids every write",
        "WP = 1 locks all",
        "The idea takes WP for a lock of its own.",
        "WP = 1 makes the supervisor obey W, as users always do. Where every level has W the write "
        "is made.",
        _RIGHTS,
    ),
    "user-page-shut": Misconception(
        "The supervisor may not touch a user page",
        "U = 1 means user only",
        "The idea takes U = 1 for “user only”.",
        "U = 1 lets user mode in. It shuts nobody out, unless SMEP or SMAP is on.",
        _RIGHTS,
    ),
    "accessed-when-read": Misconception(
        "Reading an entry sets its A",
        "A when an entry is read",
        "The idea sets A in the last entry although the access is refused.",
        "A says that an entry was used for a translation. An access that its rights refuse does "
        "not set A in the last entry; for those above the manual leaves it open.",
        _FLAGS,
    ),
    "accessed-on-success": Misconception(
        "A walk that faults sets no A",
        "A only on success",
        "The idea forgets the entries that the walk had passed before.",
        "After the change walk_addr sets A in an entry as soon as its checks have passed. Entries "
        "passed keep it when a lower one faults.",
        _AFTER,
    ),
    "dirty-everywhere": Misconception(
        "A write sets D in every entry",
        "D on the whole path",
        "The idea sets D above the page too.",
        "D is set in the entry that maps the page, by a write that is made. Nowhere else.",
        _FLAGS,
    ),
}
"""The words by the model's name, in the order of WRONG_MODELS."""


def explain(model: WrongModel, scenario: Scenario, *, code: bool = True) -> str:
    """Say where an idea goes wrong in a scenario.

    Args:
        model: the idea.
        scenario: the state.
        code: the error code may be named; not where it is still to be asked, or still to be taught.

    Raises:
        ValueError: it does not: the scenario does not catch the idea.
    """
    path, said = read_path(scenario), model.effect(scenario)
    right = right_effect(model.semantics, scenario)
    if path is None or said is None or said.agrees(right):
        raise ValueError(f"the scenario does not catch {model.name}")
    return HERE[model.name](Case(path, said, right, code))
