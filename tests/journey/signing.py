"""The backend of a merchant that signs its requests, and requests that are not signed so."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import httpx
from http_message_signatures import ContentDigest

from docs.examples.pay_signed import Signed
from local.stack.client import SCOPES, MerchantClient
from local.stack.merchants import directory
from local.stack.stack import LocalStack
from runtime.contract.fixed_times import FIXED
from runtime.domain.payment import payment_id
from runtime.domain.signed_request import SignedRequest
from tests.fakes.signing import PAYMENT, pem, public, signature
from tests.journey.asking import GOOD

OURS: Final = "signet"
"""A merchant whose client signs with either of two keys."""
WORD: Final = "unmistakable"
"""What a refused request holds, and no log may."""
PAY: Final = "/v1/payments"
PATIENCE: Final = 10
"""How often an answer that says nothing is asked for again."""


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
        """As it stands; a 5xx of a busy machine says nothing and is asked again."""
        for _ in range(PATIENCE):
            answer = self.http.send(request)
            if not answer.is_server_error:
                break
        return answer

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
