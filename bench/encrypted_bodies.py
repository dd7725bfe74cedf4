"""What an encrypted body adds to an accepted payment, beside the same body in clear, in one run.

`python -m bench.encrypted_bodies` asks in turn, one payment in clear and one encrypted, on one
stack on this machine: so whatever else the machine does, it does to both. The unwrapping is the
emulator's RSA and not KMS's, whose answer AWS does not promise a time for.
"""

import argparse
import json
import statistics
import time
from collections.abc import Iterator
from typing import Final, NamedTuple

from joserfc import jwe
from joserfc.jwk import RSAKey
from rich.console import Console
from rich.table import Table

from local.demo.scenarios import burst_request
from local.lib.arguments import Places
from local.stack.client import REPEATS, MerchantClient
from local.stack.merchants import MERCHANTS
from local.stack.stack import running

CLEAR: Final = "in clear"
ENCRYPTED: Final = "encrypted"
WARM: Final = 5
"""Rounds for cold workers, which are not counted."""
WAY: Final = {"alg": "RSA-OAEP-256", "enc": "A256GCM"}
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
    parser = argparse.ArgumentParser(prog="python -m bench.encrypted_bodies", description=__doc__)
    parser.add_argument("--payments", type=int, default=100, help="of each kind")
    wanted = parser.parse_args()
    with running(PATIENT) as stack:
        client = stack.merchant(MERCHANTS[0])
        key = client.http.get("/v1/keys").raise_for_status().json()["keys"][0]
        rounds = list(asked(client, RSAKey.import_key(key), wanted.payments + WARM))[WARM:]
        client.close()
    clear, encrypted = zip(*rounds, strict=True)
    Console().print(table(Seen(CLEAR, clear), Seen(ENCRYPTED, encrypted)))


def asked(client: MerchantClient, key: RSAKey, rounds: int) -> Iterator[tuple[float, float]]:
    """Seconds of a payment in clear and of one encrypted; encrypting itself is not counted."""
    for number in range(rounds):
        body = json.dumps(burst_request(1)).encode()
        sealed = jwe.encrypt_compact(
            {**WAY, "kid": key.kid}, body, key, algorithms=list(WAY.values())
        )
        yield (
            accepted(client, f"clear-{number}", body, "application/json"),
            accepted(client, f"encrypted-{number}", sealed.encode(), "application/jose"),
        )


def accepted(client: MerchantClient, key: str, body: bytes, kind: str) -> float:
    """Seconds until one payment is accepted; a 5xx of a cold worker is asked again and counts."""
    headers = {"Idempotency-Key": f"{client.run}-{key}", "Content-Type": kind}
    started = time.perf_counter()
    for _ in range(REPEATS):
        answer = client.http.post("/v1/payments", content=body, headers=headers)
        if not answer.is_server_error:
            break
    answer.raise_for_status()
    return time.perf_counter() - started


def table(clear: Seen, encrypted: Seen) -> Table:
    """A row for each, and what the second adds."""
    found = Table(title=f"{len(clear.seconds)} payments of each kind, in turn")
    for column in ("body", "p50, ms", "added, ms", "times"):
        found.add_column(column, justify="left" if column == "body" else "right")
    for each in (clear, encrypted):
        added, times = each.median - clear.median, each.median / clear.median
        found.add_row(each.what, f"{each.median:.1f}", f"{added:.1f}", f"{times:.2f}")
    return found


if __name__ == "__main__":
    main()
