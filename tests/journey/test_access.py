"""Whose token opens what."""

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest

from local.stack.client import MerchantClient
from local.stack.stack import LocalStack
from runtime.domain.events import event_id
from tests.journey.asking import MISSING, Case, ask, bearer, but, check, get, key

pytestmark = pytest.mark.emulator


def wrong_signature(token: str) -> str:
    """One character of the signature changed."""
    head, claims, signature = token.split(".")
    middle = len(signature) // 2
    other = "A" if signature[middle] != "A" else "B"
    return f"{head}.{claims}.{signature[:middle]}{other}{signature[middle + 1 :]}"


def other_claims(token: str) -> str:
    """The claims changed under the old signature."""
    head, claims, signature = token.split(".")
    changed = json.loads(decoded(claims)) | {"client_id": "somebody-else"}
    return f"{head}.{encoded(changed)}.{signature}"


def unsigned(token: str) -> str:
    """The same claims, signed by nobody: `alg` is `none`."""
    head, claims, _ = token.split(".")
    changed = json.loads(decoded(head)) | {"alg": "none"}
    return f"{encoded(changed)}.{claims}."


def decoded(part: str) -> bytes:
    """Base64 as tokens write it."""
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def encoded(part: Any) -> str:
    """JSON as tokens write it."""
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


@pytest.fixture(scope="module")
def stranger(stack: LocalStack) -> Iterator[MerchantClient]:
    """A client of the same user pool that the directory does not know."""
    made = stack.emulator.client("cognito-idp").create_user_pool_client(
        UserPoolId=stack.outputs["user_pool_id"],
        ClientName="stranger",
        GenerateSecret=True,
        AllowedOAuthFlows=["client_credentials"],
        AllowedOAuthFlowsUserPoolClient=True,
        AllowedOAuthScopes=["payments/read", "payments/write"],
    )["UserPoolClient"]
    client = MerchantClient(
        merchant="stranger",
        gateway_url=stack.outputs["gateway_url"],
        token_url=stack.emulator.token_url,
        client_id=made["ClientId"],
        client_secret=made["ClientSecret"],
    )
    with closing(client):
        yield client


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/payments"),
        ("GET", "/v1/payments"),
        ("GET", f"/v1/payments/{MISSING}"),
        ("POST", f"/v1/payments/{MISSING}/cancel"),
    ],
)
def test_a_client_of_no_merchant_is_refused(
    stranger: MerchantClient, method: str, path: str
) -> None:
    """A good token of a client that the directory does not know opens nothing."""
    case = Case(403, "merchant_unknown", method=method, path=path)
    check(ask(stranger, case), case)


@pytest.mark.parametrize("forge", [wrong_signature, other_claims, unsigned])
def test_a_forged_token_is_refused(acme: MerchantClient, forge: Callable[[str], str]) -> None:
    """A token that is not exactly what the user pool signed is worthless."""
    token = acme.token()
    listing = get("/v1/payments", 401, "token_invalid", gateway=True)
    good = listing._replace(headers={**listing.headers, **bearer(token)})
    assert ask(acme, good).status_code == 200
    check(ask(acme, good._replace(headers=bearer(forge(token)))), good)


def test_a_token_in_the_query_string_is_refused(acme: MerchantClient) -> None:
    """A token counts in its header only: the firewall blocks one in a URL, and logs none of it."""
    path = f"/v1/payments?access_token={acme.token()}&Authorization={acme.token()}"
    anonymous: dict[str, str | None] = {"Authorization": None}
    case = Case(403, "request_blocked", b"", anonymous, "GET", path, gateway=True)
    check(ask(acme, case), case)


def test_an_id_token_is_refused(acme: MerchantClient, stack: LocalStack) -> None:
    """A person's ID token of the same pool is no access token with a scope."""
    cognito = stack.emulator.client("cognito-idp")
    pool, password = stack.outputs["user_pool_id"], "Correct-horse-7-battery"
    app = cognito.create_user_pool_client(
        UserPoolId=pool, ClientName="people", ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH"]
    )["UserPoolClient"]["ClientId"]
    cognito.admin_create_user(UserPoolId=pool, Username="jane", TemporaryPassword=password)
    cognito.admin_set_user_password(
        UserPoolId=pool, Username="jane", Password=password, Permanent=True
    )
    tokens = cognito.admin_initiate_auth(
        UserPoolId=pool,
        ClientId=app,
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "jane", "PASSWORD": password},
    )["AuthenticationResult"]
    case = Case(401, "token_invalid", headers=bearer(tokens["IdToken"]), gateway=True)
    check(ask(acme, case), case)


def test_another_merchants_payment_is_an_unknown_one(
    acme: MerchantClient, bistro: MerchantClient
) -> None:
    """Reading, listing entries and canceling answer as for an id that never was, byte for byte."""
    theirs = ask(acme, Case(202, "", but(), key("not-yours"))).json()["id"]
    for method, suffix in (("GET", ""), ("GET", "/entries"), ("POST", "/cancel")):
        same = set()
        for payment_id in (theirs, MISSING):
            path = f"/v1/payments/{payment_id}{suffix}"
            case = Case(404, "resource_missing", b"", key(None), method, path)
            answer = ask(bistro, case)
            request_id = check(answer, case)["request_id"]
            same.add(answer.text.replace(payment_id, "ID").replace(request_id, "REQUEST"))
        assert len(same) == 1


EVENTS_OF: dict[str, Callable[[str], Case]] = {
    "by id": lambda one: get(f"/v1/events/{event_id(one, 1)}", 404, "resource_missing"),
    "by payment": lambda one: get(
        f"/v1/events?payment={one}", 400, "parameter_invalid", param="payment"
    ),
}


@pytest.mark.parametrize("asked", EVENTS_OF.values(), ids=EVENTS_OF)
def test_another_merchants_event_is_an_unknown_one(
    acme: MerchantClient, bistro: MerchantClient, asked: Callable[[str], Case]
) -> None:
    """The answer is that for an event of a payment that never was, byte for byte."""
    theirs = ask(acme, Case(202, "", but(), key("not-yours-either"))).json()["id"]
    same = set()
    for payment_id in (theirs, MISSING):
        case = asked(payment_id)
        answer = ask(bistro, case)
        request_id = check(answer, case)["request_id"]
        named = event_id(payment_id, 1)
        same.add(answer.text.replace(named, "ID").replace(request_id, "REQUEST"))
    assert len(same) == 1
