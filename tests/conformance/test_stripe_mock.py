"""The adapter's requests and the local provider's answers against Stripe's own OpenAPI.

`stripe-mock` holds the document of API version 2026-08-26.dahlia; parameters that later
versions dropped are refused by the local provider itself.
"""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from local.psp import LocalPsp, running
from runtime.adapters.stripe_psp import StripePsp
from runtime.domain.private import Clear
from runtime.domain.psp import PspObject, PspRecord
from tests.fakes.payments import Harness

OUR_CHOICE = {"metadata"}
"""Maps whose keys are the caller's."""


@pytest.fixture(scope="module")
def stripe_mock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of stripe-mock, which listens on a Unix socket and nowhere else."""
    program = shutil.which("stripe-mock")
    if program is None:
        assert not os.environ.get("TILLSTACK_REQUIRE_STRIPE_MOCK"), "stripe-mock is not on PATH."
        pytest.skip("stripe-mock is not on PATH.")
    folder = tmp_path_factory.mktemp("mock")
    command = [program, "-http-unix", str(folder / "http"), "-https-unix", str(folder / "https")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - a fixed program.
        try:
            assert process.stdout
            assert any("Listening for HTTP on" in line for line in process.stdout)
            transport = httpx.HTTPTransport(uds=str(folder / "http"))
            headers = {"Authorization": "Bearer sk_test_123"}
            with httpx.Client(transport=transport, base_url="http://mock", headers=headers) as mock:
                yield mock
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def provider() -> Iterator[LocalPsp]:
    """A provider whose book holds exactly the calls of `calls`."""
    with running() as server:
        yield server


@pytest.fixture(scope="module")
def calls(provider: LocalPsp) -> list[dict[str, Any]]:
    """Every kind of call that the adapter makes, as the provider's book has it."""
    psp = StripePsp(provider.base_url, lambda: provider.key, livemode=False, connect=2, read=10)
    with contextlib.closing(psp):
        for number, payment_method in enumerate(("pm_card_visa", "pm_card_visa_chargeDeclined")):
            payment = Harness().accepted(
                payment_id=f"pay_{number}", statement_descriptor_suffix="Order"
            )
            prepared = psp.prepare(payment, Clear(payment_method), 1)
            assert isinstance(prepared, PspObject)
            ref = prepared.ref
            psp.charge(payment, ref, 1)
            assert isinstance(psp.lookup(ref), PspRecord)
            assert isinstance(psp.cancel(ref), PspRecord)
            assert all(isinstance(answer, PspRecord) for answer in psp.list(0))
    made: list[dict[str, Any]] = provider.book()["calls"]
    return made


def _send(client: httpx.Client, call: dict[str, Any]) -> httpx.Response:
    url = f"{call['path']}?{call['form']}" if call["method"] == "GET" else call["path"]
    content = call["form"] if call["method"] == "POST" else None
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return client.request(call["method"], url, content=content, headers=headers)


def test_stripe_takes_every_request(stripe_mock: httpx.Client, calls: list[dict[str, Any]]) -> None:
    """Each request of the adapter is one that Stripe's OpenAPI document allows."""
    assert {urlsplit(call["path"]).path.rsplit("/", 1)[-1][:2] for call in calls} >= {"pa", "co"}
    refused = [call for call in calls if _send(stripe_mock, call).status_code != httpx.codes.OK]
    assert refused == []


def test_stripe_mock_refuses_what_is_wrong(stripe_mock: httpx.Client) -> None:
    """The check above can fail: an unknown parameter is refused."""
    call = {"method": "POST", "path": "/v1/payment_intents", "form": "amount=1&currency=eur&x=1"}
    assert _send(stripe_mock, call).status_code == httpx.codes.BAD_REQUEST


def _differences(ours: Any, theirs: Any, where: str) -> Iterator[str]:
    """Where `ours` has a key that Stripe lacks, or another JSON type than Stripe's example."""
    if ours is None or theirs is None:
        return
    if type(ours) is not type(theirs):
        yield f"{where}: {type(ours).__name__} is not {type(theirs).__name__}"
    elif isinstance(ours, dict) and where.rsplit(".", 1)[-1] not in OUR_CHOICE:
        for key, value in ours.items():
            if key in theirs:
                yield from _differences(value, theirs[key], f"{where}.{key}")
            else:
                yield f"{where}.{key}: unknown to Stripe"


@pytest.mark.parametrize("payment_method", ["pm_card_visa", "pm_card_visa_chargeDeclined"])
def test_answers_have_stripes_shapes(
    provider: LocalPsp, stripe_mock: httpx.Client, payment_method: str
) -> None:
    """Every key of the provider's payment intent and charge is Stripe's, with Stripe's type."""
    root = "/v1/payment_intents"
    headers = {"Authorization": f"Bearer {provider.key}"}
    with httpx.Client(base_url=provider.base_url, headers=headers) as local:
        made = local.post(
            root, data={"amount": "2500", "currency": "eur", "payment_method": payment_method}
        ).json()
        confirm = {"return_url": "https://example.com"}
        local.post(f"{root}/{made['id']}/confirm", data=confirm)
        ours = local.get(f"{root}/{made['id']}?expand[]=latest_charge").json()
        ours_listed = local.get(root).json()
    theirs = stripe_mock.get(f"{root}/pi_1?expand[]=latest_charge").json()
    assert ours["latest_charge"]["object"] == "charge"
    # The example of an error is a bare type, so its fields are compared by the unit tests.
    ours["last_payment_error"] = None
    assert list(_differences(ours, theirs, "payment_intent")) == []
    assert list(_differences(ours_listed, stripe_mock.get(root).json(), "list")) == []
