"""Merchants that come, change their client and go, while everything runs."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from typing import Any

import boto3
import httpx
import pytest
from botocore.exceptions import ClientError

from local.stack.client import MerchantClient
from local.stack.merchants import client_of, directory
from local.stack.stack import LocalStack
from runtime.adapters.dynamodb_directory import FULL_AT, KEY
from runtime.contract.scopes import Scope
from runtime.contract.throttle import Throttle
from tests._wait import until
from tests.journey.asking import MISSING, Case, ask, but, check, get, key
from till.merchants.register import Register

pytestmark = pytest.mark.emulator

LISTING = "/v1/payments"


@pytest.fixture(name="register")
def _register(stack: LocalStack) -> Register:
    return directory(stack.emulator, stack.outputs)


def backend(stack: LocalStack, register: Register, name: str, client_id: str) -> MerchantClient:
    """A merchant's backend with one of its clients."""
    return MerchantClient(
        merchant=name,
        gateway_url=stack.outputs["gateway_url"],
        token_url=stack.emulator.token_url,
        client_id=client_id,
        client_secret=register.clients.secret(client_id),
    )


@pytest.fixture(name="reader")
def _reader(stack: LocalStack, register: Register) -> Iterator[MerchantClient]:
    """A read-only client of acme."""
    client = backend(stack, register, "acme", register.add("acme", [Scope.READ]).client_id)
    client.scopes = Scope.READ.full
    with closing(client):
        yield client


def test_a_new_merchant_pays_at_once_and_no_function_was_deployed(
    stack: LocalStack, register: Register
) -> None:
    """Added, it is let in; its two clients are one merchant while one replaces the other."""
    lambdas = stack.emulator.client("lambda")
    service = stack.outputs["functions"]["accept_payment"]
    before = lambdas.get_function(FunctionName=service)["Configuration"]
    old = register.add("corner").client_id
    new = register.rotate("corner").client_id
    after = lambdas.get_function(FunctionName=service)["Configuration"]
    assert (before["RevisionId"], before["LastModified"]) == (
        after["RevisionId"],
        after["LastModified"],
    )
    once = key("rotating")
    ids = set()
    for client_id in (old, new):
        with closing(backend(stack, register, "corner", client_id)) as client:
            ids.add(ask(client, Case(202, "", but(), once)).json()["id"])
    assert len(ids) == 1


def test_a_disabled_merchant_gets_no_token_and_its_token_opens_nothing(
    stack: LocalStack, register: Register
) -> None:
    """A token that is out is refused by whoever has not let it in within the last minute."""
    register.add("florist")
    with closing(client_of(stack.emulator, stack.outputs, "florist")) as client:
        client.http  # noqa: B018 - the token is fetched while the merchant is live.
        register.disable("florist")
        for method, path in (("POST", LISTING), ("GET", LISTING)):
            case = Case(403, "client_disabled", but(), key("gone"), method, path)
            check(ask(client, case), case)
        with pytest.raises(httpx.HTTPStatusError) as refused:
            client.token()
    assert refused.value.response.json()["error"] == "invalid_client"


def test_a_client_that_was_rotated_out_is_refused_and_the_new_one_is_not(
    stack: LocalStack, register: Register
) -> None:
    """The merchant goes on; only the old client is over."""
    old = register.add("garage").client_id
    new = register.rotate("garage").client_id
    with (
        closing(backend(stack, register, "garage", old)) as before,
        closing(backend(stack, register, "garage", new)) as after,
    ):
        before.http  # noqa: B018 - as above.
        register.disable("garage", old)
        case = get(LISTING, 403, "client_disabled")
        check(ask(before, case), case)
        assert ask(after, get(LISTING, 200, "")).status_code == 200


def test_a_read_only_client_reads_and_can_not_pay(
    acme: MerchantClient, reader: MerchantClient
) -> None:
    """It sees its merchant's payments; its token lacks the scope, and Cognito gives none."""
    payment = ask(acme, Case(202, "", but(), key("seen"))).json()["id"]
    assert ask(reader, get(f"{LISTING}/{payment}", 200, "")).json()["id"] == payment
    for path in (LISTING, f"{LISTING}/{payment}/cancel"):
        # AWS's gateway says 403, `scope_missing` (tests/fidelity/test_gateway.py).
        case = Case(401, "token_invalid", but(), key("unseen"), "POST", path, gateway=True)
        check(ask(reader, case), case)
    with pytest.raises(httpx.HTTPStatusError) as refused:
        reader.token()
    assert refused.value.response.status_code == httpx.codes.BAD_REQUEST


def test_another_merchant_s_payment_is_nothing_to_a_new_merchant(
    stack: LocalStack, register: Register, acme: MerchantClient
) -> None:
    """As to every other: it is not there."""
    payment = ask(acme, Case(202, "", but(), key("acme-s"))).json()["id"]
    register.add("kiosk")
    with closing(client_of(stack.emulator, stack.outputs, "kiosk")) as client:
        for each in (payment, MISSING):
            case = get(f"{LISTING}/{each}", 404, "resource_missing")
            check(ask(client, case), case)


def test_an_entry_that_is_malformed_or_half_lets_nobody_in(
    stack: LocalStack, register: Register
) -> None:
    """Malformed is our own fault, 500; a client whose merchant is missing is unknown, 403."""
    table, dynamodb = stack.outputs["merchants_table"], stack.emulator.client("dynamodb")
    register.add("odd")
    with closing(client_of(stack.emulator, stack.outputs, "odd")) as client:
        broken = {KEY: {"S": "merchant#odd"}, "v": {"N": "1"}, "name": {"S": "odd"}}
        dynamodb.put_item(TableName=table, Item=broken | {"live": {"S": "perhaps"}})
        case = Case(500, "internal_error", but(), key("odd"))
        check(ask(client, case), case)
        dynamodb.delete_item(TableName=table, Key={KEY: broken[KEY]})
        case = Case(403, "merchant_unknown", but(), key("odd"))
        check(ask(client, case), case)


def test_a_merchant_that_calls_too_often_is_told_when_to_ask_again(
    stack: LocalStack, register: Register, acme: MerchantClient
) -> None:
    """429 with the limit in its headers; the same key is then accepted, and nobody else waits."""
    register.add("hasty")
    register.limit("hasty", Throttle(rate=1, burst=2))
    with closing(client_of(stack.emulator, stack.outputs, "hasty")) as client:
        answers = [ask(client, Case(202, "", but(), key(f"hasty-{n}"))) for n in range(12)]
        refused = next(n for n, each in enumerate(answers) if each.status_code != 202)
        case = Case(429, "rate_limited")
        check(answers[refused], case)
        headers = answers[refused].headers
        assert headers["RateLimit-Policy"] == '"merchant";q=2;w=2'
        assert headers["RateLimit"] == f'"merchant";r=0;t={headers["Retry-After"]}'
        assert ask(acme, get(LISTING, 200, "")).status_code == 200
        again = Case(202, "", but(), key(f"hasty-{refused}"))
        until(lambda: ask(client, again).status_code == 202, 30)


@pytest.fixture(name="function")
def _function(stack: LocalStack) -> Iterator[Any]:
    """A client of DynamoDB with the very rights on the directory that `accept_payment` has."""
    iam, cloud = stack.emulator.client("iam"), stack.emulator
    role = stack.outputs["functions"]["accept_payment"]
    policy = iam.get_role_policy(RoleName=role, PolicyName="know-callers")["PolicyDocument"]
    user = {"UserName": "know-callers"}
    iam.create_user(**user)
    iam.put_user_policy(**user, PolicyName="own", PolicyDocument=json.dumps(policy))
    key = iam.create_access_key(**user)["AccessKey"]
    yield boto3.client(
        "dynamodb",
        endpoint_url=cloud.endpoint,
        region_name=cloud.region,
        aws_access_key_id=key["AccessKeyId"],
        aws_secret_access_key=key["SecretAccessKey"],
    )
    iam.delete_access_key(**user, AccessKeyId=key["AccessKeyId"])
    iam.delete_user_policy(**user, PolicyName="own")
    iam.delete_user(**user)


def test_a_function_can_move_a_bucket_and_let_nobody_in(stack: LocalStack, function: Any) -> None:
    """Every other change of the directory is denied, and so is a list of it."""
    where = {"TableName": stack.outputs["merchants_table"]}
    one = {"Key": {KEY: {"S": "merchant#nobody"}}}
    change = {
        "UpdateExpression": "SET #name = :value",
        "ExpressionAttributeValues": {":value": {"N": "1"}},
    }
    function.update_item(**where, **one, **change, ExpressionAttributeNames={"#name": FULL_AT})
    denied: list[Callable[[], object]] = [
        partial(
            function.update_item, **where, **one, **change, ExpressionAttributeNames={"#name": name}
        )
        for name in ("live", "clients", "limit", "version")
    ]
    denied.append(partial(function.put_item, **where, Item=one["Key"]))
    denied.append(partial(function.delete_item, **where, **one))
    denied.append(partial(function.scan, **where))
    for call in denied:
        with pytest.raises(ClientError, match="AccessDenied"):
            call()
    stack.emulator.client("dynamodb").delete_item(**where, **one)
