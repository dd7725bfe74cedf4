"""Authentication, idempotency keys and faults of the whole provider, over HTTP."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import Any

import httpx
import pytest

from local.psp import LocalPsp, running

Post = Callable[..., httpx.Response]
Create = Callable[..., dict[str, Any]]

ROOT = "/v1/payment_intents"
FORM = {"amount": "2500", "currency": "eur", "payment_method": "pm_card_visa"}


def test_a_key_replays_the_first_answer(post: Post) -> None:
    """The same key and parameters give the same object, marked as a replay."""
    first, second = post("", "replay:1", **FORM), post("", "replay:1", **FORM)
    assert first.json() == second.json()
    assert "idempotent-replayed" not in first.headers
    assert second.headers["idempotent-replayed"] == "true"
    assert first.headers["request-id"] != second.headers["request-id"]


def test_a_key_belongs_to_its_parameters_and_endpoint(post: Post, create: Create) -> None:
    """Other parameters or another endpoint under the same key are an idempotency error."""
    post("", "reuse:1", **FORM)
    for answer in (
        post("", "reuse:1", **FORM | {"amount": "2600"}),
        post(f"/{create()['id']}/confirm", "reuse:1"),
    ):
        assert answer.status_code == 400
        assert answer.json()["error"]["type"] == "idempotency_error"


def test_a_key_in_use_is_a_conflict(post: Post, create: Create) -> None:
    """While the first request runs, a second one with its key is refused and not replayed."""
    path = f"/{create('pm_local_slow')['id']}/confirm"
    with ThreadPoolExecutor(2) as pool:
        answers = [each.result() for each in [pool.submit(post, path, "use:1") for _ in "ab"]]
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    conflict = max(answers, key=lambda answer: answer.status_code)
    assert conflict.json()["error"]["code"] == "idempotency_key_in_use"


def test_a_server_error_is_kept_under_its_key(post: Post, create: Create) -> None:
    """A 500 is replayed; the charge behind it is not made again."""
    path = f"/{create('pm_local_error500_after_charge')['id']}/confirm"
    first, second = post(path, "kept:1"), post(path, "kept:1")
    assert (first.status_code, second.status_code) == (500, 500)
    assert second.headers["idempotent-replayed"] == "true"


def test_a_decline_is_kept_under_its_key(post: Post, create: Create) -> None:
    """A decline is an answer like another: its replay carries the same codes."""
    path = f"/{create('pm_card_visa_chargeDeclined')['id']}/confirm"
    first, second = post(path, "kept:2"), post(path, "kept:2")
    assert second.status_code == 402
    assert first.json() == second.json()


@pytest.mark.parametrize("form", [{"amount": "1"}, {"currency": "xxx"}, {"nonsense": "1"}])
def test_a_refused_parameter_is_not_kept(post: Post, form: dict[str, str]) -> None:
    """What was refused before anything ran leaves the key free."""
    key = f"free:{form}"
    assert post("", key, **FORM | form).status_code == 400
    assert post("", key, **FORM).status_code == 200


def test_a_rate_limit_is_not_kept(post: Post, create: Create) -> None:
    """A 429 carries Stripe's headers and leaves the key free."""
    path = f"/{create('pm_local_rate_limited_twice')['id']}/confirm"
    answers = [post(path, "free:429") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [429, 429, 200]
    assert answers[0].headers["retry-after"] == "1"
    assert answers[0].headers["stripe-should-retry"] == "true"


def test_another_key_is_refused(server: LocalPsp) -> None:
    """No key and a wrong key are 401, and nothing is created."""
    url = f"{server.base_url}{ROOT}"
    for headers in ({}, {"Authorization": "Bearer sk_test_wrong"}):
        assert httpx.post(url, data=FORM, headers=headers).status_code == 401


def test_an_unknown_url_is_an_error_object(client: httpx.Client) -> None:
    """A path or method that does not exist answers in Stripe's words."""
    for answer in (client.get("/v1/nothing"), client.delete(ROOT)):
        assert answer.status_code == 404
        assert answer.json()["error"]["type"] == "invalid_request_error"


def test_modes() -> None:
    """The provider can be told to refuse the key, to forbid, to be away and to rotate its key."""
    with running() as psp:
        url = f"{psp.base_url}{ROOT}"
        headers = {"Authorization": f"Bearer {psp.key}"}
        seen = []
        for mode in (
            {"auth": "refuse"},
            {"auth": "forbid"},
            {"auth": "ok", "outage": True},
            {"outage": False},
            {"key": "sk_test_rotated"},
        ):
            psp.set_mode(**mode)
            seen.append(httpx.get(url, headers=headers).status_code)
        assert seen == [401, 403, 503, 200, 401]
        with pytest.raises(httpx.HTTPStatusError):
            psp.set_mode(nonsense=True)


def test_the_book_notes_calls_that_got_no_answer(
    server: LocalPsp, client: httpx.Client, create: Create
) -> None:
    """A held confirm is in the book with its attempt, and so is what it charged."""
    intent = create("pm_local_timeout_after_charge", **{"metadata[payment_id]": "pay_held"})
    with pytest.raises(httpx.ReadTimeout):
        client.post(
            f"{ROOT}/{intent['id']}/confirm",
            headers={"Idempotency-Key": "pay_held:confirm:1"},
            timeout=0.3,
        )
    book = server.book()
    (call,) = [call for call in book["calls"] if call["payment_id"] == "pay_held"]
    assert (call["attempt"], call["result"]) == (1, "no answer")
    (capture,) = [taken for taken in book["captures"] if taken["payment_id"] == "pay_held"]
    assert (capture["payment_intent"], capture["amount"]) == (intent["id"], 2500)


def test_list_pages_newest_first(client: httpx.Client, create: Create) -> None:
    """A list runs from the newest back and goes on after the last id of a page."""
    older, newer = create()["id"], create()["id"]
    page = client.get(ROOT, params={"limit": 1, "created[gte]": 1}).json()
    assert [each["id"] for each in page["data"]] == [newer]
    assert page["has_more"]
    page = client.get(ROOT, params={"limit": 1, "starting_after": newer}).json()
    assert [each["id"] for each in page["data"]] == [older]
    assert client.get(ROOT, params={"created[gte]": 9_999_999_999}).json()["data"] == []


def test_what_it_can_do_at_once_is_set(server: LocalPsp, post: Post, create: Create) -> None:
    """With one place, the second of two charges that take a second waits for the first."""
    paths = [f"/{create('pm_local_slow')['id']}/confirm" for _ in "ab"]
    server.set_mode(at_once=1)
    began = monotonic()
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(post, paths))
    server.set_mode(at_once=1_000)
    assert [each.status_code for each in answers] == [200, 200]
    assert monotonic() - began >= 2
