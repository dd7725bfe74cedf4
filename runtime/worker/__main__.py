"""`python -m runtime.worker`: works on the payment queue until SIGTERM or Ctrl-C.

Exit code 0 when it was stopped and 1 when it ended by itself: then whoever runs it starts another.
"""

import signal
import sys
from typing import Final

from runtime.bootstrap_worker import worker
from runtime.observability import logger

STOPS: Final = (signal.SIGTERM, signal.SIGINT)
LOOK_SECONDS: Final = 1


def main() -> int:
    """The process's exit code."""
    # Waited for by this thread alone: a handler could interrupt whoever holds a lock.
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    running = worker()
    running.start()
    logger().info("worker.started")
    stopped = None
    while stopped is None and running.is_polling:
        stopped = signal.sigtimedwait(STOPS, LOOK_SECONDS)
    left = running.stop()
    outcome = "failed" if stopped is None else "done"
    logger().info("worker.stopped", extra={"outcome": outcome, "given_back": left})
    return 1 if stopped is None else 0


if __name__ == "__main__":
    sys.exit(main())
