"""What ends a guest's operation in the middle of the host's code; the run loop names it."""


class Disaster(Exception):  # noqa: N818  # a result that the run loop catches, no error
    """The operation cannot go on."""


class HostBug(Disaster):
    """The host kernel reaches a BUG_ON."""


class HostHang(Disaster):
    """The host kernel loops for ever."""


class NotKept(Disaster):
    """The file does not keep what has to be read: nobody can say how it goes on."""
