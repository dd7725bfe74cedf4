"""The whole stack for one `with` block."""

import socket

import pytest

from components.lib.limits import INTEGRATION_TIMEOUT_MS
from local.lib.arguments import Places
from local.lib.ports import HOST, PortInUseError, listen
from local.stack.stack import LocalStack, PspUnreachableError, reach, running
from till.lib.input import InputError


@pytest.mark.emulator
def test_a_stack_names_its_merchants(stack: LocalStack) -> None:
    """A client of each merchant that was added comes with its own id; a stranger has none."""
    acme, bistro = stack.merchant("acme"), stack.merchant("bistro")
    assert acme.client_id != bistro.client_id
    assert acme.gateway_url == bistro.gateway_url == stack.outputs["gateway_url"]
    with pytest.raises(InputError, match="stranger"):
        stack.merchant("stranger")


@pytest.mark.emulator
def test_a_stack_is_deployed(stack: LocalStack) -> None:
    """The whole program is there, and what was only written down is named with its reason."""
    assert stack.deployment.created > 150
    assert all(why for _, why in stack.deployment.recorded_only.values())


@pytest.mark.emulator
def test_a_stack_knows_what_its_gateway_waits(stack: LocalStack) -> None:
    """In seconds, what was deployed: the component's own number, and no second one."""
    assert stack.gateway_limit * 1000 == INTEGRATION_TIMEOUT_MS


def test_a_taken_psp_port_stops_what_was_started() -> None:
    """Nothing of a stack that could not come up goes on listening."""
    said: list[str] = []
    with (
        listen() as taken,
        pytest.raises(PortInUseError),
        running(Places(psp_port=taken.getsockname()[1]), say=said.append),
    ):
        pytest.fail("It came up.")
    assert refuses(int(said[-1].rpartition(":")[2].rstrip(")")))
    assert not said[-1].startswith("Deploying")
    (gaps,) = (line for line in said if "does not enforce" in line)
    assert "firewall" in gaps
    assert "limit of" not in gaps


def test_a_psp_that_is_away_is_a_sentence() -> None:
    """Before anything is deployed the PSP must answer; the sentence names it and the way out."""
    with listen() as sock:
        port = sock.getsockname()[1]
    with pytest.raises(PspUnreachableError, match=f"{port}.* can't be reached.*--psp-port"):
        reach(f"http://{HOST}:{port}")


def refuses(port: int) -> bool:
    """Whether nobody listens on the port."""
    with socket.socket() as sock:
        return sock.connect_ex((HOST, port)) != 0
