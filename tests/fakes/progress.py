"""How far the erasure of payers has come, in memory, with the condition of the real item."""

from runtime.domain.errors import ConflictError
from runtime.domain.retention import Progress
from tests.fakes.faults import Faults


class FakeProgress(Faults):
    """Holds `progress` and everything that was written, in `written`."""

    def __init__(self) -> None:
        super().__init__()
        self.progress = Progress()
        self.written: list[Progress] = []

    def get(self) -> Progress:
        """The progress."""
        with self.strike("get"):
            return self.progress

    def put(self, progress: Progress) -> None:
        """Write it over the version before it.

        Raises:
            ConflictError: another version stands there.
        """
        with self.strike("put"):
            if progress.version != self.progress.version + 1:
                message = "The progress was changed by somebody else."
                raise ConflictError(message)
            self.progress = progress
            self.written.append(progress)
