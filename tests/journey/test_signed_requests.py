"""Signed requests through the gateway, and what each that is not the client's own is answered."""

import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import httpx
import pytest
from http_message_signatures import ContentDigest

from docs.examples.pay_encrypted import encrypted
from docs.examples.pay_signed import Signed
from local.stack.client import SCOPES, MerchantClient
from local.stack.merchants import directory
from local.stack.stack import LocalStack
from runtime.contract.fixed_times import FIXED
from runtime.domain.payment import payment_id
from runtime.domain.signed_request import SignedRequest
from tests._wait import until
from tests.fakes.signing import PAYMENT, pem, public, signature
from tests.journey.asking import GOOD, Case, check

pytestmark = pytest.mark.emulator

OURS: Final = "signet"
"""A merchant whose client signs with either of two keys."""
WORD: Final = "unmistakable"
"""What a refused request holds, and no log may."""
PAY: Final = "/v1/payments"


class Shop:
    """The backend of a merchant that signs, with one key or another."""

    def __init__(self, stack: LocalStack) -> None:
        self.stack = stack
        register = directory(stack.emulator, stack.outputs)
        self.client_id = register.add(OURS).client_id
        self.set_keys("old", "new")
        self.who = MerchantClient(
            merchant=OURS,
            gateway_url=stack.outputs["gateway_url"],
            token_url=stack.emulator.token_url,
            client_id=self.client_id,
            client_secret=register.clients.secret(self.client_id),
        )
        self.http = httpx.Client(
            base_url=self.who.gateway_url,
            headers={"Authorization": f"Bearer {self.who.token()}"},
            timeout=60,
            trust_env=False,
        )

    def set_keys(self, *names: str) -> None:
        """These keys count from the next container on, or after a minute."""
        register = directory(self.stack.emulator, self.stack.outputs)
        register.sign(OURS, self.client_id, lambda _: tuple(public(each) for each in names))

    def payment(self, name: str, **more: str) -> httpx.Request:
        """A request for a payment, not signed yet."""
        order = {**GOOD, "description": WORD}
        headers = {"Idempotency-Key": name, **more}
        return self.http.build_request("POST", PAY, json=order, headers=headers)

    def send(self, request: httpx.Request) -> httpx.Response:
        """As it stands; a 5xx of a cold worker says nothing and is asked again."""
        answer = self.http.send(request)
        return self.http.send(request) if answer.is_server_error else answer

    def holds_nothing_of(self, name: str) -> bool:
        """Whether the ledger has nothing under the key; without a row no message is sent."""
        found = self.stack.emulator.client("dynamodb").get_item(
            TableName=self.stack.outputs["payments_table"],
            Key={"payment_id": {"S": payment_id(OURS, name)}},
        )
        return "Item" not in found


def signed(request: httpx.Request, key: str = "new") -> httpx.Request:
    """Signed as docs/examples/pay_signed.py does it."""
    return next(Signed(pem(key)).auth_flow(request))


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


def seen(request: httpx.Request) -> SignedRequest:
    """The request as its sender has it."""
    authority = request.headers["Host"]
    query = request.url.params.multi_items()
    headers = list(request.headers.items())
    return SignedRequest(
        request.method, authority, request.url.path, query, headers, request.content
    )


def proved(
    request: httpx.Request,
    covers: Sequence[str] = PAYMENT,
    key: str = "new",
    ago: int = 0,
    **said: Any,
) -> httpx.Request:
    """Signed in any way that a test wants."""
    found = signature(seen(request), covers, int(time.time()) - ago, key, **said)
    request.headers.update(found)
    return request


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


Wrong = Callable[[Shop, str], httpx.Request]
"""Makes a request with an idempotency key that no key of the client has signed so."""


def _changed(**headers: str) -> Wrong:
    """Signed well, and a header changed behind the signer's back."""

    def make(shop: Shop, name: str) -> httpx.Request:
        request = signed(shop.payment(f"{name}-signed" if not headers else name))
        new = {each.replace("_", "-"): text for each, text in headers.items()}
        request.headers.update(new or {"Idempotency-Key": name})
        return request

    return make


def _signed_as(**how: Any) -> Wrong:
    """Signed, but not as it must be."""
    return lambda shop, name: proved(shop.payment(name), **how)


def _other_body(shop: Shop, name: str) -> httpx.Request:
    """Signed over one amount, sent with another."""
    good = signed(shop.payment(name))
    more = good.content.replace(b"2500", b"9500")
    return httpx.Request(good.method, good.url, headers=good.headers, content=more)


def _other_digest(shop: Shop, name: str) -> httpx.Request:
    """And the digest changed with it."""
    good = _other_body(shop, name)
    good.headers["Content-Digest"] = ContentDigest.create(good.content)
    return good


def _twice(header: str) -> Wrong:
    """Signed well, and a second line of a header added."""

    def make(shop: Shop, name: str) -> httpx.Request:
        good = signed(shop.payment(name))
        lines = [*good.headers.raw, (header.encode(), b"added")]
        return httpx.Request(good.method, good.url, headers=lines, content=good.content)

    return make


def _another_method(shop: Shop, name: str) -> httpx.Request:
    """Signed for a read."""
    request = shop.payment(name)
    request.headers.update(
        signature(seen(request)._replace(method="GET"), PAYMENT, int(time.time()), "new")
    )
    return request


def _moved(shop: Shop, name: str) -> httpx.Request:
    """Signed for another path."""
    request = shop.payment(name)
    elsewhere = seen(request)._replace(path=f"{request.url.path}/pay_a/cancel")
    request.headers.update(signature(elsewhere, PAYMENT, int(time.time()), "new"))
    return request


def _another_token(shop: Shop, name: str) -> httpx.Request:
    """Signed under one token, sent under another of the same client."""
    request = signed(shop.payment(name))
    request.headers["Authorization"] = f"Bearer {shop.who.token(SCOPES.split()[1])}"
    return request


def _without(component: str) -> Wrong:
    return _signed_as(covers=[each for each in PAYMENT if each != component])


WRONG: Final[Mapping[str, Wrong]] = {
    "another body": _other_body,
    "another body and digest": _other_digest,
    "a digest that is wrong and signed": lambda shop, name: proved(
        shop.payment(name, **{"Content-Digest": ContentDigest.create(b"another")})
    ),
    "another idempotency key": _changed(),
    "another content type": _changed(Content_Type="application/json; charset=utf-8"),
    "another token": _another_token,
    "another path": _moved,
    "another method": _another_method,
    "too old": _signed_as(ago=FIXED.signature_age + 60),
    "ahead of its time": _signed_as(ago=-FIXED.signature_ahead - 60),
    "over by its own word": _signed_as(expires=int(time.time()) - 60),
    "another client's key": _signed_as(key="mallory"),
    "another's key by our name": _signed_as(key="mallory", keyid=public("new").kid),
    "another tag": _signed_as(tag="elsewhere"),
    "idempotency key twice": _twice("Idempotency-Key"),
    "content type twice": _twice("Content-Type"),
    "digest twice": _twice("Content-Digest"),
    "signature twice": _twice("Signature"),
    "damaged": _changed(Signature="pyhms=:AAAA:"),
    "malformed": _changed(Signature_Input="pyhms=unmistakable"),
    **{f"without {each}": _without(each) for each in PAYMENT},
}
"""What is wrong → how such a request is made."""


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
    request = _other_body(shop, f"wrong-{uuid.uuid4()}")
    check(shop.send(request), Case(401, "request_signature_invalid"))
    group = f"/aws/lambda/{shop.stack.outputs['functions']['accept_payment']}"
    logs = shop.stack.emulator.client("logs")

    def said() -> str | None:
        pages = logs.get_paginator("filter_log_events").paginate(logGroupName=group)
        text = " ".join(each["message"] for page in pages for each in page["events"])
        return text if "request_signature_invalid" in text else None

    text = until(said, 60) or ""
    proof = request.headers["Signature"].split(":")[1]
    assert not [word for word in (WORD, proof, public("new").kid, "order") if word in text]
