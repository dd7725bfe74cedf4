"""What sealing adds to a payment that is accepted, beside a cipher that seals nothing.

`python -m bench.sealing` accepts payments by our use case into the emulator's tables and queue,
one in turn with each cipher, so that whatever else the machine does meets both. The stub is in no
deployed code. An accepted payment has two sealed fields; KMS is asked where a data key ended.
"""

import argparse
import statistics
from base64 import b64encode
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from bench.accepting import interleaved, ports, taker
from bench.results import in_turn, row, save
from bench.side_by_side import quantiles
from local.emulator.emulator import running
from runtime.adapters.field_cipher import SdkFieldCipher
from runtime.domain.private import Clear, Sealed

TARGET: Final = 1.15
"""Of the time without sealing, at most."""


class StubCipher:
    """Seals nothing: what is left of the work is the coding of the text."""

    def seal(self, merchant: str, purpose: str, text: Clear) -> Sealed:
        """The text in base64."""
        del merchant, purpose
        return Sealed(b64encode(text.get_secret_value().encode()).decode())

    def unseal(self, merchant: str, purpose: str, sealed: Sealed) -> Clear:
        """Nobody opens anything here.

        Raises:
            NotImplementedError: always.
        """
        raise NotImplementedError


def main() -> None:
    """Measure both, and print them side by side."""
    parser = argparse.ArgumentParser(prog="python -m bench.sealing", description=__doc__)
    parser.add_argument("--payments", type=int, default=400, help="with each cipher")
    wanted = parser.parse_args()
    with TemporaryDirectory() as logs, running(log_dir=Path(logs)) as emulator:
        kms = emulator.client("kms")
        asked: list[Any] = []
        kms.meta.events.register("before-call.kms.GenerateDataKey", lambda **_: asked.append(None))
        key = kms.create_key()["KeyMetadata"]["Arn"]
        takers = {
            name: taker(ports(emulator, name, cipher))
            for name, cipher in (("sealed", SdkFieldCipher(kms, key)), ("stub", StubCipher()))
        }
        seconds = interleaved(takers, wanted.payments)
    Console().print(table(seconds, len(asked)))
    shares = in_turn(seconds["sealed"], seconds["stub"])
    save([row("sealing", "accepting, beside a cipher that seals nothing", shares, TARGET)])


def ratio(seconds: dict[str, list[float]]) -> float:
    """The median with sealing over the median without."""
    return statistics.median(seconds["sealed"]) / statistics.median(seconds["stub"])


def table(seconds: dict[str, list[float]], asked: int) -> Table:
    """A row for each cipher."""
    payments = len(seconds["sealed"])
    found = Table(
        title=f"{payments} payments with each cipher in turn: {ratio(seconds):.2f} of the time "
        f"without (at most {TARGET}); KMS asked {asked} times"
    )
    return quantiles(found, "cipher", seconds)


if __name__ == "__main__":
    main()
