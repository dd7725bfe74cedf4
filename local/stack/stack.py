"""The whole stack on loopback: emulator, PSP and the deployed program, for one `with` block."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx

from local import psp
from local.emulator import emulator
from local.emulator.emulator import Emulator, EmulatorError
from local.lib.arguments import Places
from local.lib.children import scratch_folder
from local.lib.ports import PortInUseError
from local.program.in_process import Deployment, deploy
from local.program.runner import ProgramError
from local.program.settings_file import SettingsFileError
from local.program.stack_config import StackConfigError
from local.psp.server import SIGNERS, LocalPsp
from local.receiver import server as receiver_server
from local.receiver.server import Receiver
from local.receiver.shop import Shop
from local.resources import ResourceError
from local.stack import endpoints, merchants
from local.stack.client import MerchantClient

ROOT: Final = Path(__file__).parents[2]
LOGS: Final = ROOT / ".local"
REACH_S: Final = 5
ANYWHERE: Final = Places()
UNTOLD: Final = {"eventBus": "{}"}
"""The settings of a stack without receivers: nobody is told on a bus either."""


class PspUnreachableError(Exception):
    """The PSP does not answer; payments would wait in the queue."""


NOT_ENFORCED: Final = (
    "The emulator takes, and does not enforce: the firewall's rate limit, the access log, "
    "the alarms' actions"
)
"""Said at each start, so that nobody takes their silence for a promise."""

PROBLEMS: Final = (
    PortInUseError,
    EmulatorError,
    ProgramError,
    ResourceError,
    PspUnreachableError,
    SettingsFileError,
    StackConfigError,
)
"""What can keep a stack from coming up; each is a sentence for a person."""


@dataclass(frozen=True)
class LocalStack:
    """A running stack and the ways into it."""

    emulator: Emulator
    psp: LocalPsp
    deployment: Deployment
    receiver: Receiver | None = None
    """Where its merchants are told; None: nowhere."""

    @property
    def outputs(self) -> dict[str, Any]:
        """What the program exports."""
        return dict(self.deployment.outputs)

    @property
    def gateway_limit(self) -> float:
        """Seconds that the gateway waits for a function on AWS: the longest of its integrations."""
        api = self.outputs["gateway_url"].split("/restapis/")[1].split("/")[0]
        pages = self.emulator.client("apigateway").get_paginator("get_resources")
        found = pages.paginate(restApiId=api, PaginationConfig={"PageSize": 500}, embed=["methods"])
        longest: int = max(
            method["methodIntegration"]["timeoutInMillis"]
            for page in found
            for resource in page["items"]
            for method in resource.get("resourceMethods", {}).values()
        )
        return longest / 1000

    def merchant(self, name: str) -> MerchantClient:
        """A client of the gateway that speaks for one of `MERCHANTS`, or another that was added.

        Raises:
            InputError: there is no such merchant.
        """
        return merchants.client_of(self.emulator, self.outputs, name)


@contextmanager
def running(
    places: Places = ANYWHERE,
    *,
    say: Callable[[str], None] = lambda _: None,
    telling: bool = False,
) -> Iterator[LocalStack]:
    """Start everything, deploy `__main__.py` into it, and stop everything at the end.

    `say` is told each step; where it is `telling`, its merchants have endpoints.

    Raises:
        PortInUseError: a port that was asked for is taken.
        EmulatorError: the emulator did not come up.
        PspUnreachableError: the PSP did not come up.
        SettingsFileError: the program refuses the settings.
        StackConfigError: a file of settings can't be read.
    """
    say("Starting the emulator, with IAM enforced")
    say(NOT_ENFORCED)
    limit = places.gateway_limit
    with emulator.running(places.port, log_dir=LOGS, gateway_limit=limit) as cloud:
        say(f"Starting the local PSP (emulator: {cloud.endpoint})")
        with psp.running(places.psp_port) as provider, told(telling) as receiver:
            reach(provider.base_url)
            say(f"Deploying __main__.py (PSP: {provider.base_url})")
            yield deployed(cloud, provider, receiver)


@contextmanager
def told(telling: bool) -> Iterator[Receiver | None]:  # noqa: FBT001 - as it was asked for
    """The merchants' backends, which take events; None where nobody is told."""
    if not telling:
        yield None
        return
    shops = {name: Shop() for name in merchants.MERCHANTS}
    with (
        scratch_folder(None) as folder,
        receiver_server.running(folder / "authority.pem", shops) as receiver,
    ):
        yield receiver


def deployed(
    cloud: Emulator, provider: LocalPsp, receiver: Receiver | None = None, **settings: str
) -> LocalStack:
    """The program in an emulator that runs, with its merchants, told where `receiver` is.

    Where nobody is told at an endpoint, nobody is told on a bus. `settings` stand in place of the
    local PSP's address, key and signers, or beside them.

    Raises:
        SettingsFileError: the program refuses the settings.
        StackConfigError: a file of settings can't be read.
    """
    ours = {
        "pspApiBase": provider.base_url,
        "pspKey": provider.key,
        "webhookSecrets": json.dumps(SIGNERS),
    }
    if receiver is None:
        ours |= UNTOLD
    else:
        ours["webhooksToLoopback"] = str(receiver.authority)
    deployment = deploy(
        ROOT,
        project="tillstack",
        stack="local",
        config={**ours, **settings},
        secrets=["pspKey", "webhookSecrets"],
        emulator=cloud,
    )
    merchants.enrol(cloud, deployment.outputs)
    if receiver is not None:
        endpoints.enrol(cloud, deployment.outputs, receiver)
    return LocalStack(cloud, provider, deployment, receiver)


def reach(psp_url: str) -> None:
    """Make sure that somebody answers at the PSP's address, whatever the answer is.

    Raises:
        PspUnreachableError: nobody answers there.
    """
    try:
        httpx.get(psp_url, timeout=REACH_S, trust_env=False)
    except httpx.TransportError as error:
        raise PspUnreachableError(
            f"The PSP at {psp_url} can't be reached ({type(error).__name__}); "
            "start it, or choose another port with --psp-port."
        ) from error
