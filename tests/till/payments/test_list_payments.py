"""`till list`, as it is typed."""

from collections.abc import Callable

import pytest

from runtime.domain.payment import created_key, payment_id
from tests.fakes.payments import ID
from tests.till.gateway import Gateway
from tests.till.payments.documents import printed

Types = Callable[..., int]


def made(gateway: Gateway, count: int) -> list[str]:
    """So many queued payments, newest first."""
    template = gateway.harness.accepted()
    gateway.harness.ledger.rows.clear()
    names = [payment_id("acme", str(number)) for number in range(count)]
    for age, name in enumerate(names):
        at = template.created_at - age * 60
        gateway.harness.ledger.rows[name] = template.model_copy(
            update={"payment_id": name, "created_at": at, "created_key": created_key(at, name)}
        )
    return names


def test_payments_are_listed_with_their_money_and_whose_they_are(
    gateway: Gateway, types: Types, capsys: pytest.CaptureFixture[str]
) -> None:
    """A row for each, and whether there is more."""
    gateway.harness.failed()
    assert types("list", "--merchant", "acme") == 0
    said = " ".join(capsys.readouterr().out.split())
    assert f"{ID} 2026-" in said
    assert "failed 25.00 EUR acme - insufficient_funds" in said
    assert "1 found. That is all." in said


def test_what_is_unfinished_comes_newest_first(
    gateway: Gateway, types: Types, capsys: pytest.CaptureFixture[str]
) -> None:
    """Though the index has no order of time."""
    names = made(gateway, 5)
    assert types("list", "--status", "queued", "--json") == 0
    document = printed("list", capsys)
    assert [row["payment_id"] for row in document["payments"]] == names
    assert document["next_cursor"] is None


def test_a_list_goes_on_where_the_last_one_ended(
    gateway: Gateway, types: Types, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the cursor that it prints."""
    names = made(gateway, 5)
    found: list[str] = []
    more: list[str] = []
    for _ in range(3):
        assert types("list", "--status", "queued", "--limit", "2", "--json", *more) == 0
        document = printed("list", capsys)
        found += [row["payment_id"] for row in document["payments"]]
        more = ["--after", str(document["next_cursor"])]
    assert sorted(found) == sorted(names)


def test_each_filter_reaches_the_stack(gateway: Gateway, types: Types) -> None:
    """Escaped as it is signed."""
    words = (
        "--merchant acme --reference a/b --older-than 2h --since 2026-11-01 --until 2026-11-30 "
        "--at-least 100 --at-most 200 --limit 7"
    )
    assert types("list", *words.split()) == 0
    (_, path, _), *_ = gateway.calls
    for part in (
        "merchant=acme",
        "reference=a%2Fb",
        "older_than=7200",
        "created%5Bgte%5D=1793491200",
        "created%5Blt%5D=1795996800",
        "amount%5Bgte%5D=100",
        "amount%5Blte%5D=200",
        "limit=7",
    ):
        assert part in path


@pytest.mark.parametrize(
    ("words", "step"),
    [
        ("--status gone", "gone"),
        ("--older-than soon", "seconds, or 15m, 2h, 1d"),
        ("--since yesterday", "2026-11-28T05:00:00Z"),
        ("--limit 0", "limit"),
        ("--after nonsense", "starting_after: This is no cursor"),
        ("--merchant A!", "merchant:"),
        ("--at-least -5", "amount[gte]:"),
    ],
)
def test_a_filter_that_is_none_is_misuse(
    types: Types, capsys: pytest.CaptureFixture[str], words: str, step: str
) -> None:
    """2, with what is wrong and no answer."""
    assert types("list", *words.split()) == 2
    said = capsys.readouterr()
    assert step in said.err
    assert said.out == ""
