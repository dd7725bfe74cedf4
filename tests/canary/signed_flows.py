"""Payments of a merchant that signs, with a canary in every input: accepted, and refused."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import httpx

from docs_gen.data_table import Place
from local.demo.scenarios import SUCCEEDS
from tests._wait import until
from tests.canary.planting import Flow, Kind
from tests.canary.request_flows import ELSEWHERE
from tests.canary.run import ENDS_S, Run, body
from tests.journey.signing import PAY, Shop, signed


def paid(run: Run, flow: Flow) -> None:
    """Accepted, charged, told; then refused with canaries in whatever a signature is made of."""
    shop = Shop(run.stack)
    flow.known(shop.who.token().rpartition(".")[2], "header Authorization", Kind.BEARER)
    name = flow.word("header Idempotency-Key")
    made = _sent(run, shop, signed(_asked(shop, body(flow, SUCCEEDS), name)))
    assert made.status_code == httpx.codes.ACCEPTED, made.text
    until(partial(run.at_rest, made.json()["id"]), ENDS_S)
    it = flow.refused()
    for wrong in _wrong(Flow(flow.planter, flow.name, ELSEWHERE)):
        request = signed(_asked(shop, body(it, SUCCEEDS), it.word("header Idempotency-Key")))
        request.headers.update(wrong)
        answer = _sent(run, shop, request)
        assert answer.status_code == httpx.codes.UNAUTHORIZED, answer.text
    shop.http.close()


def _sent(run: Run, shop: Shop, request: httpx.Request) -> httpx.Response:
    return run.answer(lambda: run.kept(shop.send(request), Place.MERCHANT))


def _asked(shop: Shop, request: Mapping[str, Any], name: str) -> httpx.Request:
    return shop.http.build_request("POST", PAY, json=request, headers={"Idempotency-Key": name})


def _wrong(it: Flow) -> list[dict[str, str]]:
    """Headers in place of good ones."""
    whole = 'sig=("@method" "@path");created=1'
    return [
        {"Signature": it.word("header Signature")},
        {"Signature": it.word("a signature", dressed="sig=:{}YQ==:")},
        {"Signature-Input": it.word("header Signature-Input")},
        {"Signature-Input": it.word("a label", dressed='{}=("@method");created=1')},
        {"Signature-Input": it.word("a covered name", dressed='sig=("{}");created=1')},
        *(
            {"Signature-Input": it.word(f"the {said}", dressed=f'{whole};{said}="{{}}"')}
            for said in ("keyid", "nonce", "tag", "alg", "other")
        ),
        {"Content-Digest": it.word("header Content-Digest")},
        {"Content-Digest": it.word("a digest", dressed="sha-256=:{}YQ==:")},
    ]
