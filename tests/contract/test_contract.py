"""The running gateway keeps to the API's document, over cases that are drawn from it.

Each test prints what was answered: `make contract`.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from schemathesis import APIOperation, GenerationMode

from components.parts.routes import ROUTES, Route
from local.demo.scenarios import SUCCEEDS, request
from local.emulator.emulator import Emulator
from local.stack.merchants import directory
from local.stack.stack import LocalStack
from runtime.domain.events import event_id
from tests._wait import until
from tests.contract.calling import KEY, NOTHING, Api, Fixed
from tests.fakes.signing import public
from tests.journey.functions import paused
from tests.journey.operating import person

pytestmark = pytest.mark.emulator

WAYS = {"in clear": 240, "encrypted": 80, "signed": 80}
"""How a payment is asked for → good cases of it, and as many bad ones."""
OTHERS = 20
"""Cases of each kind of every other call."""
KINDS = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
CREATE = ("POST", "/v1/payments")


@pytest.fixture(scope="module")
def api(stack: LocalStack) -> Iterator[Api]:
    """A merchant with a payment that is paid and one that waits, and an operator."""
    acme, cloud = stack.merchant("acme"), stack.emulator
    paid = str(acme.pay(request(1, SUCCEEDS, "en", name="Ida"), "contract-paid").json()["id"])
    until(lambda: acme.payment(paid)["notification"]["status"] == "sent", 60)
    gateway = stack.outputs["gateway_url"].split("/restapis/")[1].split("/")[0]
    methods = f"arn:aws:execute-api:{cloud.region}:{cloud.account_id}:{gateway}/live/*/v1/ops/*"
    unthrottled(cloud, gateway)
    signer = stack.merchant("bistro")
    directory(cloud, stack.outputs).sign("bistro", signer.client_id, lambda _: (public(),))
    with paused(stack), person(cloud, "contract", methods) as jane:
        waits = str(acme.pay(request(2, SUCCEEDS, "en", name="Ida"), "contract-waits").json()["id"])
        yield Api(stack, acme, signer, jane, (paid, waits))
    acme.close()
    signer.close()


def unthrottled(cloud: Emulator, gateway: str) -> None:
    """Calls with small shares are let through as the others are: what is asked is not a 429."""
    cloud.client("apigateway").update_stage(
        restApiId=gateway,
        stageName="live",
        patchOperations=[
            {
                "op": "replace",
                "path": f"/{each.path.replace('/', '~1')}/{each.method}/throttling/{limit}",
                "value": "200",
            }
            for each in ROUTES
            if each.operators or each.path.startswith("/v1/events")
            for limit in ("rateLimit", "burstLimit")
        ],
    )


def told(route: Route, found: Counter[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Print what a call was answered."""
    counts = ", ".join(f"{answer}: {count}" for answer, count in sorted(found.items()))
    with capsys.disabled():
        print(f"\n{route.method} {route.path}: {found.total()} cases; {counts}")  # noqa: T201


def kinds(operation: APIOperation[Any, Any, Any, Any], given: Fixed) -> Sequence[GenerationMode]:
    """Good cases, and bad ones where there is anything that could be wrong."""
    drawn = [*operation.query, *operation.headers, *operation.body]
    drawn += [] if given else operation.path_parameters
    return KINDS if drawn else KINDS[:1]


def known(route: Route, payments: Sequence[str]) -> list[Fixed]:
    """What a call says of payments that are there."""
    if route.path == "/v1/events":
        return [{"query": {"payment": each}} for each in payments]
    ids = [event_id(each, 1) for each in payments] if "/events/" in route.path else payments
    return [{"path_parameters": {"id": each}} for each in ids if "{id}" in route.path]


@pytest.mark.parametrize("way", WAYS)
def test_a_payment_is_asked_for_as_documented(
    api: Api, way: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """No 5xx, no undocumented answer, and at least a third of the cases are accepted."""
    (route,) = (each for each in ROUTES if (each.method, each.path) == CREATE)
    operation, rights = api.operation(route.path, route.method), api.ways(route.path)[way]
    cases = WAYS[way]
    good = api.ask(operation, GenerationMode.POSITIVE, cases, rights)
    found = good + api.ask(operation, GenerationMode.NEGATIVE, cases // 2, rights)
    # Most of what is drawn wrong is the key: with a good one it is the body.
    key = {"headers": {KEY: "contract-bad"}}
    found += api.ask(operation, GenerationMode.NEGATIVE, cases // 2, rights, key)
    assert not {each for each in found if each.startswith("401")}
    told(route, good, capsys)
    told(route, found, capsys)
    assert found["202"] >= found.total() / 3


def test_a_signed_list_is_answered_as_documented(
    api: Api, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each parameter of the query is signed by itself; whatever is drawn, none is a 401."""
    (route,) = (each for each in ROUTES if each.name == "get-payments")
    operation, rights = api.operation(route.path, route.method), api.ways(route.path)["signed"]
    found = api.ask(operation, GenerationMode.POSITIVE, OTHERS, rights)
    told(route, found, capsys)
    assert not {each for each in found if each.startswith("401")}


@pytest.mark.parametrize(
    "route",
    [each for each in ROUTES if (each.method, each.path) != CREATE],
    ids=lambda route: route.name,
)
def test_every_other_call_is_answered_as_documented(
    api: Api, route: Route, capsys: pytest.CaptureFixture[str]
) -> None:
    """By its right caller, about payments that are there and others; and to a stranger."""
    operation, rights = api.operation(route.path, route.method), api.rights(route.path)
    found: Counter[str] = Counter()
    for given in (NOTHING, *known(route, api.payments)):
        for kind in kinds(operation, given):
            found += api.ask(operation, kind, OTHERS, rights, given)
    found += api.ask(operation, GenerationMode.POSITIVE, 1, None)
    told(route, found, capsys)
