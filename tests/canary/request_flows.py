"""What a request carries beside its body: tokens, headers, path and query."""

from typing import Final

import httpx

from tests.canary.planting import Flow, Kind
from tests.canary.run import Run

UNKNOWN: Final = "name of an unknown field"
ELSEWHERE: Final = "other headers, path, query"


def tokens(run: Run, flow: Flow) -> None:
    """A good token, forged ones, a client's secret where a token belongs, and no token."""
    it = Flow(flow.planter, flow.name, "header Authorization")
    it.known(run.bearer.rpartition(".")[2], "a good token's signature", Kind.BEARER)
    forged = it.word("a forged token", Kind.BEARER)
    head, claims, _ = run.bearer.split(".")
    for token in (forged, f"{head}.{claims}.{it.word('a signature', Kind.BEARER)}"):
        answer = run.send("GET", "/v1/payments", token=token)
        assert answer.status_code == httpx.codes.UNAUTHORIZED, answer.text
    basic = {"Authorization": it.word("basic credentials", Kind.SECRET, dressed="Basic {}")}
    assert run.send("GET", "/v1/payments", headers=basic).status_code == httpx.codes.UNAUTHORIZED


def headers(run: Run, flow: Flow) -> None:
    """Headers that nobody reads, on a call that is answered and on one that is not."""
    it = Flow(flow.planter, flow.name, ELSEWHERE)
    for path in ("/v1/payments", "/v1/payments/nothing", "/v1/health", "/v1/keys"):
        given = {
            name: it.word(f"header {name}")
            for name in ("User-Agent", "Cookie", "X-Forwarded-Host", "Referer", "X-Card", "Via")
        }
        given["X-Api-Key"] = it.word("header X-Api-Key", Kind.SECRET)
        given["X-Number"] = it.refused().card("header X-Number", "Mastercard")
        run.send("GET", path, headers=given)


def paths_and_queries(run: Run, flow: Flow) -> None:
    """What stands in a URL: ids that are none, parameters that are none, and a cursor."""
    it = Flow(flow.planter, flow.name, ELSEWHERE)
    cards = flow.refused()
    for path in (
        it.word("path", dressed="/v1/payments/{}"),
        it.word("path", dressed="/v1/payments/{}/entries"),
        it.word("path", dressed="/v1/{}"),
        it.word("path", dressed="/v1/payments/pay_{}"),
        it.word("path", dressed="/v1/events/evt_{}"),
        it.word("query payment", dressed="/v1/events?payment={}"),
        it.word("query type", dressed="/v1/events?payment=pay_1&type={}"),
        f"/v1/payments/{cards.card('path', 'Mastercard')}",
        f"/v1/payments/{it.email('address in the path', row=ELSEWHERE)}",
        it.word("query reference", dressed="/v1/payments?reference={}"),
        it.word("query starting_after", dressed="/v1/payments?starting_after={}"),
        it.word("query status", dressed="/v1/payments?status={}"),
        it.word("query name", row=UNKNOWN, dressed="/v1/payments?{}=1"),
        it.word("query access_token", Kind.BEARER, dressed="/v1/payments?access_token={}"),
        f"/v1/payments?reference={cards.card('query reference', 'Visa')}",
        f"/v1/payments?email={it.email('query email', row=ELSEWHERE)}",
    ):
        run.send("GET", path)
    run.send("POST", it.word("path", dressed="/v1/payments/{}/cancel"))
