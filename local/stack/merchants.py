"""The merchants of a local stack, made by the operators' own command."""

from collections.abc import Mapping
from typing import Any, Final

from local.emulator.emulator import Emulator
from local.stack.client import MerchantClient
from till.lib.input import Outputs
from till.merchants.register import BOTH, Register, register

MERCHANTS: Final = ("acme", "bistro")
"""Two, so that one can be kept from what is the other's."""


def directory(emulator: Emulator, outputs: Mapping[str, Any]) -> Register:
    """The register of the stack that says this of itself."""
    return register(Outputs.model_validate(outputs), emulator.client)


def enrol(emulator: Emulator, outputs: Mapping[str, Any]) -> None:
    """Make sure of `MERCHANTS`: who is there already stays as it is."""
    for name in MERCHANTS:
        directory(emulator, outputs).add(name)


def client_of(emulator: Emulator, outputs: Mapping[str, Any], name: str) -> MerchantClient:
    """A backend of the merchant, with the newest of its clients that may do everything.

    Raises:
        InputError: there is no such merchant.
    """
    known = directory(emulator, outputs)
    client_id = known.known(name).living(BOTH)[-1]
    return MerchantClient(
        merchant=name,
        gateway_url=outputs["gateway_url"],
        token_url=emulator.token_url,
        client_id=client_id,
        client_secret=known.clients.secret(client_id),
    )
