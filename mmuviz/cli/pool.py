"""A pool of processes that ends with whoever started it, killed or not."""

import multiprocessing
import os
import signal
from concurrent.futures import ProcessPoolExecutor

_EVERY = 0.5
"""Seconds from one look at the parent to the next."""


def pool(jobs: int) -> ProcessPoolExecutor:
    """Return an executor of `jobs` processes."""
    # spawn: the same on every system, and safe beside whatever the caller has running
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_end_with_parent)


def _end_with_parent() -> None:
    """Let this process look for its parent now and then, and end where that is gone.

    A window that is closed kills its child; the child's own children would wait for work for ever.
    Where a system has no interval timers, they do.
    """
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, _look)
        signal.setitimer(signal.ITIMER_REAL, _EVERY, _EVERY)


def _look(_number: int, _frame: object) -> None:
    parent = multiprocessing.parent_process()
    if parent is not None and not parent.is_alive():
        os._exit(1)
