"""One access to memory, as the processor sees it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Access:
    """One access to a linear address.

    Attributes:
        gva: guest virtual (linear) address in bytes.
        write: a data write.
        user: made at CPL 3.
        fetch: an instruction fetch; never together with `write`.
    """

    gva: int = 0
    write: bool = False
    user: bool = False
    fetch: bool = False

    def __post_init__(self) -> None:
        """Refuse what no processor does.

        Raises:
            ValueError: the access is a write and a fetch at once.
        """
        if self.write and self.fetch:
            raise ValueError("an access is a write or a fetch, not both")

    @property
    def kind(self) -> str:
        """`read`, `write` or `fetch`."""
        return "write" if self.write else "fetch" if self.fetch else "read"

    @property
    def privilege(self) -> str:
        """`user` or `supervisor`."""
        return "user" if self.user else "supervisor"
