"""See a page walk: KVM of January 2007 before and after a change, and the hardware."""

__version__ = "0.1.0"
