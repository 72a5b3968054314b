"""The two versions of KVM: each a page_fault handler and a gva_to_gpa."""

from collections.abc import Callable, Generator
from dataclasses import dataclass

from mmuviz.core.access import Access
from mmuviz.core.events import Event, Translated
from mmuviz.core.scenario import Scenario
from mmuviz.core.shadow import after, before
from mmuviz.core.shadow.events import Answered, AnyEvent
from mmuviz.core.shadow.vcpu import Vcpu
from mmuviz.core.trace import Semantics
from mmuviz.core.walk import after as walk_after
from mmuviz.core.walk import before as walk_before


@dataclass(frozen=True, slots=True)
class Version:
    """What the change has changed.

    Attributes:
        page_fault: answers a #PF: (vcpu, gva, the processor's error code).
        gva_to_gpa: translates an address for KVM itself.
    """

    page_fault: Callable[[Vcpu, int, int], Generator[AnyEvent, None, Answered]]
    gva_to_gpa: Callable[[Scenario], Generator[Event, None, Translated]]

    def translate(self, vcpu: Vcpu, gva: int) -> Generator[AnyEvent, None, Translated]:
        """Ask gva_to_gpa in the guest as it stands.

        Raises:
            NotKept: a write of the walk meets a word that the file does not keep.
        """
        walk = self.gva_to_gpa(vcpu.scenario(Access(gva)))
        return (yield from vcpu.applied(walk, {}))


VERSIONS = {
    Semantics.BEFORE: Version(before.page_fault, walk_before.gva_to_gpa),
    Semantics.AFTER: Version(after.page_fault, walk_after.gva_to_gpa),
}
"""The hardware has neither: it walks the guest's own tables."""
