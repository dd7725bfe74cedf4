"""The circuit breaker's one item, in memory, with the condition of the real one."""

from runtime.domain.circuit import Circuit
from runtime.domain.errors import ConflictError
from tests.fakes.faults import Faults


class FakeCircuitStore(Faults):
    """Holds `circuit` and everything that was written, in `written`."""

    def __init__(self) -> None:
        super().__init__()
        self.circuit = Circuit()
        self.written: list[Circuit] = []
        self.reads = 0

    def get(self) -> Circuit:
        """The circuit."""
        self.reads += 1
        with self.strike("get"):
            return self.circuit

    def put(self, circuit: Circuit) -> None:
        """Write it over the version before it.

        Raises:
            ConflictError: another version stands there.
        """
        with self.strike("put"):
            if circuit.version != self.circuit.version + 1:
                message = "The circuit was changed by somebody else."
                raise ConflictError(message)
            self.circuit = circuit
            self.written.append(circuit)
