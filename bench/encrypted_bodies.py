"""What an encrypted body adds to an accepted payment, beside the same body in clear, in one run.

`python -m bench.encrypted_bodies` asks in turn, one payment in clear and one encrypted, on one
stack on this machine: so whatever else the machine does, it does to both. The unwrapping is the
emulator's RSA and not KMS's, whose answer AWS does not promise a time for.
"""

import argparse
import json
from collections.abc import Iterator
from typing import Final

from joserfc import jwe
from joserfc.jwk import RSAKey
from rich.console import Console

from bench.results import in_turn, row, save
from bench.side_by_side import BOUND, PATIENT, WARM, Seen, accepted, table
from local.demo.scenarios import burst_request
from local.stack.client import MerchantClient
from local.stack.merchants import MERCHANTS
from local.stack.stack import running

CLEAR: Final = "in clear"
ENCRYPTED: Final = "encrypted"
JSON: Final = {"Content-Type": "application/json"}
JOSE: Final = {"Content-Type": "application/jose"}
WAY: Final = {"alg": "RSA-OAEP-256", "enc": "A256GCM"}


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
    Console().print(table("body", Seen(CLEAR, clear), Seen(ENCRYPTED, encrypted)))
    what = "accepting an encrypted body, beside one in clear"
    save([row("encrypted_bodies", what, in_turn(encrypted, clear), BOUND)])


def asked(client: MerchantClient, key: RSAKey, rounds: int) -> Iterator[tuple[float, float]]:
    """Seconds of a payment in clear and of one encrypted; encrypting itself is not counted."""
    for number in range(rounds):
        body = json.dumps(burst_request(1)).encode()
        sealed = jwe.encrypt_compact(
            {**WAY, "kid": key.kid}, body, key, algorithms=list(WAY.values())
        )
        yield (
            accepted(client, f"clear-{number}", JSON, content=body),
            accepted(client, f"encrypted-{number}", JOSE, content=sealed.encode()),
        )


if __name__ == "__main__":
    main()
