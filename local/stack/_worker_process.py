"""`python -m runtime.worker` that is also stopped where its standard input ends.

Whoever started it may be killed, and then nobody else would stop it.
"""

import os
import runpy
import signal
import sys
import threading


def main() -> None:
    """Become the worker."""
    # As in the worker: a thread that is open to SIGTERM would end the process at once.
    signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGTERM, signal.SIGINT))
    threading.Thread(target=_watch, daemon=True).start()
    runpy.run_module("runtime.worker", run_name="__main__", alter_sys=True)


def _watch() -> None:
    # Not `sys.stdin`: the interpreter could not end while a thread reads from it.
    os.read(sys.stdin.fileno(), 1)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
