"""Signed requests through the gateway, and what each that is not the client's own is answered."""

import uuid
from collections.abc import Iterator

import httpx
import pytest

from docs.examples.pay_encrypted import encrypted
from local.stack.client import MerchantClient
from local.stack.stack import LocalStack
from tests._wait import until
from tests.fakes.signing import public
from tests.journey.asking import GOOD, Case, check
from tests.journey.signing import PAY, WORD, WRONG, Shop, proved, signed

pytestmark = pytest.mark.emulator


@pytest.fixture(name="shop", scope="module")
def _shop(stack: LocalStack) -> Iterator[Shop]:
    """A merchant that has signed from its first day."""
    shop = Shop(stack)
    yield shop
    shop.http.close()


@pytest.mark.parametrize("key", ["old", "new"])
def test_the_example_pays_and_reads(shop: Shop, key: str) -> None:
    """Word for word what docs/examples/pay_signed.py does, with both live keys."""
    name = f"signed-{key}"
    answer = shop.send(signed(shop.payment(name), key))
    assert answer.status_code == 202, answer.text
    one = f"{PAY}/{answer.json()['id']}"

    def read(path: str, **query: str) -> httpx.Response:
        return shop.send(signed(shop.http.build_request("GET", path, params=query), key))

    until(lambda: read(one).json()["status"] == "succeeded", 60)
    listed = read(PAY, limit="1", status="succeeded")
    assert (listed.status_code, len(listed.json()["data"])) == (200, 1)
    assert read(f"{one}/entries").status_code == 200


def test_a_replay_is_the_same_payment(shop: Shop) -> None:
    """The very same bytes, and signed anew: what was seen on the way can make no second one."""
    request = signed(shop.payment("signed-once"))
    answers = [
        shop.send(request),
        shop.send(request),
        shop.send(signed(shop.payment("signed-once"))),
    ]
    assert {each.status_code for each in answers} == {202}
    assert len({each.json()["id"] for each in answers}) == 1


def test_a_cancellation_is_signed_without_a_body(shop: Shop) -> None:
    """And is refused without a signature, as a read is."""
    made = shop.send(signed(shop.payment("signed-cancel")))
    path = f"{PAY}/{made.json()['id']}"
    for method, to in (("POST", f"{path}/cancel"), ("GET", path), ("GET", PAY)):
        bare = shop.http.build_request(method, to)
        case = Case(401, "request_signature_required")
        check(shop.send(bare), case)
    answer = shop.send(signed(shop.http.build_request("POST", f"{path}/cancel")))
    assert answer.status_code in {200, 409}


def test_an_encrypted_body_is_signed_as_it_is_sent(shop: Shop) -> None:
    """Whoever signs may encrypt too: the digest is of the message."""
    key = shop.http.get("/v1/keys").raise_for_status().json()["keys"][0]
    headers = {"Content-Type": "application/jose", "Idempotency-Key": "signed-encrypted"}
    request = shop.http.build_request("POST", PAY, content=encrypted(GOOD, key), headers=headers)
    assert shop.send(signed(request)).status_code == 202


def test_a_domain_of_its_own_is_signed_as_it_is_asked(shop: Shop) -> None:
    """Its host and its path, without the stage; the same signature is none for another address."""
    cloud, domain = shop.stack.emulator, "pay.example.com"
    api = shop.who.gateway_url.split("/restapis/")[1].split("/")[0]
    gateway = cloud.client("apigateway")
    gateway.create_domain_name(domainName=domain)
    gateway.create_base_path_mapping(domainName=domain, restApiId=api, stage="live")
    here = shop.payment("signed-domain", Host=domain)
    here.url = httpx.URL(f"{cloud.endpoint}{PAY}")
    answer = shop.send(proved(here))
    assert answer.status_code == 202, answer.text
    there = shop.payment("signed-elsewhere")
    there.headers.update(proved(shop.payment("signed-elsewhere", Host=domain)).headers)
    there.headers["Host"] = here.url.netloc.decode()
    check(shop.send(there), Case(401, "request_signature_invalid"))


@pytest.mark.parametrize("what", WRONG)
def test_what_is_not_signed_so_is_refused_and_leaves_no_row(shop: Shop, what: str) -> None:
    """401 with its code; neither a payment nor an entry comes of it, nor a word of it."""
    name = f"wrong-{uuid.uuid4()}"
    answer = shop.send(WRONG[what](shop, name))
    check(answer, Case(401, "request_signature_invalid"))
    assert WORD not in answer.text
    assert shop.holds_nothing_of(name)


def test_without_a_signature_nothing_is_done(shop: Shop) -> None:
    """Whatever else is right; and half of a signature is none."""
    whole = signed(shop.payment("unsigned"))
    for missing in (("Signature",), ("Signature-Input",), ("Signature", "Signature-Input")):
        request = shop.payment("unsigned")
        request.headers.update(
            {name: text for name, text in whole.headers.items() if name.title() not in missing}
        )
        check(shop.send(request), Case(401, "request_signature_required"))
    assert shop.holds_nothing_of("unsigned")


def test_who_signs_nothing_is_asked_for_nothing(shop: Shop, acme: MerchantClient) -> None:
    """A signature by a stranger's key is no reason to refuse; it is not looked at."""
    del shop
    request = acme.http.build_request(
        "POST", PAY, json=GOOD, headers={"Idempotency-Key": "signs-nothing"}
    )
    assert acme.http.send(signed(request, "stranger")).status_code == 202


def test_nothing_of_what_was_refused_is_in_the_log(shop: Shop) -> None:
    """Neither the body nor the signature; the code is there."""
    request = WRONG["another body"](shop, f"wrong-{uuid.uuid4()}")
    check(shop.send(request), Case(401, "request_signature_invalid"))
    group = f"/aws/lambda/{shop.stack.outputs['functions']['accept_payment']}"
    logs = shop.stack.emulator.client("logs")

    def said() -> str | None:
        pages = logs.get_paginator("filter_log_events").paginate(logGroupName=group)
        text = " ".join(each["message"] for page in pages for each in page["events"])
        return text if "request_signature_invalid" in text else None

    text = until(said, 60) or ""
    proof = request.headers["Signature"].split(":")[1]
    assert not [word for word in (WORD, proof, public("new").kid) if word in text]
