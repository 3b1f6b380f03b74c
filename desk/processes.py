"""The web and the worker as two child processes that live and end together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

SECONDS_TO_STOP = 3.0
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Child:
    name: str
    process: subprocess.Popen[bytes]

    @property
    def has_ended(self) -> bool:
        return self.process.poll() is not None

    def tell(self, signal_number: int) -> None:
        """Send a signal to the child and to whatever it has started."""
        try:
            os.killpg(self.process.pid, signal_number)
        except ProcessLookupError:
            return


def start(name: str, command: Sequence[str]) -> Child:
    """Start Python with arguments, in a process group of its own that ends when we do.

    Of its own, so that Ctrl-C reaches this process alone and the child is stopped in order.
    """
    process = subprocess.Popen(  # noqa: S603 - the command is ours
        [sys.executable, *command], process_group=0, preexec_fn=_end_with_parent()
    )
    return Child(name, process)


def stop(children: Sequence[Child]) -> None:
    """Ask all to end, wait a little, then end what is left of them."""
    for child in children:
        child.process.terminate()
    deadline = time.monotonic() + SECONDS_TO_STOP
    while time.monotonic() < deadline and not all(child.has_ended for child in children):
        time.sleep(0.05)
    for child in children:
        child.tell(signal.SIGKILL)
        child.process.wait()


def _end_with_parent() -> Callable[[], None]:
    """For between fork and exec: the kernel kills the child when its parent is gone (Linux)."""
    if sys.platform != "linux":
        return lambda: None
    prctl, parent = ctypes.CDLL(None).prctl, os.getpid()

    def ask_kernel() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)

    return ask_kernel
