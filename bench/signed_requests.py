"""What a signature adds to an accepted payment, beside the same payment unsigned, in one run.

`python -m bench.signed_requests` asks in turn, one payment unsigned and one signed, on one stack on
this machine: so whatever else the machine does, it does to both. Signing itself is counted.
"""

import argparse
from collections.abc import Iterator
from typing import Final

from joserfc.jwk import OKPKey
from rich.console import Console

from bench.results import in_turn, row, save
from bench.side_by_side import BOUND, PATIENT, WARM, Seen, accepted, table
from docs.examples.pay_signed import Signed
from local.demo.scenarios import burst_request
from local.stack.client import MerchantClient
from local.stack.merchants import MERCHANTS, directory
from local.stack.stack import LocalStack, running
from runtime.domain.merchant import SigningKey

UNSIGNED: Final = "unsigned"
SIGNED: Final = "signed"


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
    Console().print(table("request", Seen(UNSIGNED, unsigned), Seen(SIGNED, signed)))
    what = "accepting a signed request, beside an unsigned one"
    save([row("signed_requests", what, in_turn(signed, unsigned), BOUND)])


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
        yield (
            accepted(plain, str(number), json=burst_request(1)),
            accepted(signer, str(number), json=burst_request(1)),
        )


if __name__ == "__main__":
    main()
