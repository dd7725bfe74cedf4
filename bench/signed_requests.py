"""What a signature adds to an accepted payment, beside the same payment unsigned, in one run.

`python -m bench.signed_requests` asks in turn, one payment unsigned and one signed, on one stack on
this machine: so whatever else the machine does, it does to both. Signing itself is counted.
"""

import argparse
import statistics
import time
from collections.abc import Iterator
from typing import Final, NamedTuple

from joserfc.jwk import OKPKey
from rich.console import Console
from rich.table import Table

from docs.examples.pay_signed import Signed
from local.demo.scenarios import burst_request
from local.lib.arguments import Places
from local.stack.client import REPEATS, MerchantClient
from local.stack.merchants import MERCHANTS, directory
from local.stack.stack import LocalStack, running
from runtime.domain.merchant import SigningKey

UNSIGNED: Final = "unsigned"
SIGNED: Final = "signed"
WARM: Final = 5
"""Rounds for cold workers, which are not counted."""
PATIENT: Final = Places(gateway_limit=60)


class Seen(NamedTuple):
    """How long payments of one kind took."""

    what: str
    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """In milliseconds."""
        return 1000 * statistics.median(self.seconds)


def main() -> None:
    """Measure both, and print them side by side."""
    parser = argparse.ArgumentParser(prog="python -m bench.signed_requests", description=__doc__)
    parser.add_argument("--payments", type=int, default=100, help="of each kind")
    wanted = parser.parse_args()
    with running(PATIENT) as stack:
        plain, signer = (stack.merchant(each) for each in MERCHANTS)
        signer.http.auth = enrolled(stack, signer)
        rounds = list(asked(plain, signer, wanted.payments + WARM))[WARM:]
        plain.close()
        signer.close()
    unsigned, signed = zip(*rounds, strict=True)
    Console().print(table(Seen(UNSIGNED, unsigned), Seen(SIGNED, signed)))


def enrolled(stack: LocalStack, client: MerchantClient) -> Signed:
    """What signs the client's requests from now on, which must be."""
    key = OKPKey.generate_key("Ed25519")
    known = SigningKey(kid=key.thumbprint(), x=str(key.as_dict(private=False)["x"]))
    register = directory(stack.emulator, stack.outputs)
    register.sign(client.merchant, client.client_id, lambda _: (known,))
    return Signed(key.as_pem(private=True))


def asked(
    plain: MerchantClient, signer: MerchantClient, rounds: int
) -> Iterator[tuple[float, float]]:
    """Seconds of a payment unsigned and of one signed."""
    for number in range(rounds):
        yield accepted(plain, number), accepted(signer, number)


def accepted(client: MerchantClient, number: int) -> float:
    """Seconds until one payment is accepted; a 5xx of a cold worker is asked again and counts."""
    headers = {"Idempotency-Key": f"{client.run}-{number}"}
    started = time.perf_counter()
    for _ in range(REPEATS):
        answer = client.http.post("/v1/payments", json=burst_request(1), headers=headers)
        if not answer.is_server_error:
            break
    answer.raise_for_status()
    return time.perf_counter() - started


def table(unsigned: Seen, signed: Seen) -> Table:
    """A row for each, and what the second adds."""
    found = Table(title=f"{len(unsigned.seconds)} payments of each kind, in turn")
    for column in ("request", "p50, ms", "added, ms", "times"):
        found.add_column(column, justify="left" if column == "request" else "right")
    for each in (unsigned, signed):
        added, times = each.median - unsigned.median, each.median / unsigned.median
        found.add_row(each.what, f"{each.median:.1f}", f"{added:.1f}", f"{times:.2f}")
    return found


if __name__ == "__main__":
    main()
