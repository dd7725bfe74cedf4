"""The MerchantDirectory port over DynamoDB."""

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from moto import mock_aws

from runtime.adapters.dynamodb_directory import (
    FULL_AT,
    DynamoDbDirectory,
    client_item,
    merchant_item,
)
from runtime.contract.scopes import Scope
from runtime.contract.throttle import Throttle
from runtime.domain.errors import UnavailableError, UnreadableRowError
from runtime.domain.merchant import Merchant
from runtime.domain.ports import Drawn
from runtime.domain.rate_limit import Draw
from tests.runtime.adapters.aws import dynamodb, replies_lost

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mypy_boto3_dynamodb import DynamoDBClient

TABLE = "tillstack-test-merchants"
ACME = Merchant(name="acme").with_client("one", list(Scope), 1_795_000_000)


@pytest.fixture(name="client")
def _client() -> "Iterator[DynamoDBClient]":
    with mock_aws():
        client = dynamodb()
        client.create_table(
            TableName=TABLE,
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        )
        yield client


@pytest.fixture(name="directory")
def _directory(client: "DynamoDBClient") -> DynamoDbDirectory:
    return DynamoDbDirectory(client, TABLE)


def put(client: "DynamoDBClient", item: dict[str, Any]) -> None:
    """Write an item as it is."""
    client.put_item(TableName=TABLE, Item=item)


def test_what_is_not_there_is_nobody(directory: DynamoDbDirectory) -> None:
    """An empty directory knows no client, no merchant and no name."""
    assert directory.owner("one") is None
    assert directory.get("acme") is None
    assert list(directory.all()) == []


def test_a_merchant_and_its_client_are_read_as_they_were_written(
    client: "DynamoDBClient", directory: DynamoDbDirectory
) -> None:
    """Two items, each found by what a caller brings."""
    put(client, merchant_item(ACME))
    put(client, client_item("one", "acme"))
    assert directory.owner("one") == "acme"
    assert directory.get("acme") == ACME


def test_a_client_is_no_merchant_and_a_merchant_no_client(
    client: "DynamoDBClient", directory: DynamoDbDirectory
) -> None:
    """The two kinds of items never answer for each other, whatever they are called."""
    put(client, merchant_item(Merchant(name="same")))
    put(client, client_item("same", "acme"))
    assert directory.owner("same") == "acme"
    assert directory.get("same") == Merchant(name="same")
    assert directory.get("acme") is None


def test_all_merchants_are_listed_over_as_many_pages_as_there_are(
    client: "DynamoDBClient", directory: DynamoDbDirectory
) -> None:
    """A megabyte is a page; disabled merchants are among them, clients are not."""
    many = {f"c{number:0300}": ACME.clients["one"] for number in range(500)}
    merchants = [
        ACME.model_copy(update={"name": f"m{number}", "clients": many, "live": number > 0})
        for number in range(8)
    ]
    for each in merchants:
        put(client, merchant_item(each))
    put(client, client_item("one", "acme"))
    pages: list[Any] = []
    client.meta.events.register("after-call.dynamodb.Scan", lambda **page: pages.append(page))
    assert sorted(each.name for each in directory.all()) == [each.name for each in merchants]
    assert len(pages) > 1


FULL = Draw(now=1_000, full=True, cost=10, most=1_040)
PARTLY = FULL._replace(full=False)


def test_a_bucket_that_nobody_touched_is_full(
    client: "DynamoDBClient", directory: DynamoDbDirectory
) -> None:
    """It is moved from now on, and the merchant is read in the same call."""
    put(client, merchant_item(ACME))
    assert directory.draw("acme", FULL) == Drawn(ACME, 1_010, granted=True)
    assert directory.get("acme") == ACME


@pytest.mark.parametrize(
    ("full_at", "draw", "after", "granted"),
    [
        (1_000, FULL, 1_010, True),
        (1_001, FULL, 1_001, False),
        (1_001, PARTLY, 1_011, True),
        (1_000, PARTLY, 1_000, False),
        (1_040, PARTLY, 1_050, True),
        (1_041, PARTLY, 1_041, False),
    ],
)
def test_a_draw_is_granted_as_the_bucket_really_is(
    client: "DynamoDBClient",
    directory: DynamoDbDirectory,
    full_at: int,
    draw: Draw,
    after: int,
    granted: bool,  # noqa: FBT001
) -> None:
    """Not as it was thought to be; either way its state and the merchant are told."""
    put(client, {**merchant_item(ACME), FULL_AT: {"N": str(full_at)}})
    assert directory.draw("acme", draw) == Drawn(ACME, after, granted)
    assert directory.draw("acme", FULL._replace(now=0)) == Drawn(ACME, after, granted=False)


@pytest.mark.parametrize("draw", [FULL, PARTLY])
def test_a_draw_makes_no_merchant(directory: DynamoDbDirectory, draw: Draw) -> None:
    """One that is not there stays away."""
    assert directory.draw("acme", draw) is None
    assert directory.get("acme") is None


def test_a_bucket_that_is_no_whole_number_is_unreadable(
    client: "DynamoDBClient", directory: DynamoDbDirectory
) -> None:
    """Somebody wrote it by hand."""
    put(client, {**merchant_item(ACME), FULL_AT: {"N": "1001.5"}})
    with pytest.raises(UnreadableRowError, match="merchant#acme"):
        directory.draw("acme", PARTLY)


def test_a_merchant_with_a_limit_of_its_own_is_read_with_it(
    client: "DynamoDBClient", directory: DynamoDbDirectory
) -> None:
    """It stands in the directory, and needs no deployment."""
    own = ACME.with_limit(Throttle(rate=7, burst=70))
    put(client, merchant_item(own))
    assert directory.get("acme") == own


def test_all_that_can_be_read_is_said_before_what_can_not(
    client: "DynamoDBClient", directory: DynamoDbDirectory
) -> None:
    """One row of a newer version keeps nobody else from being known."""
    names = [f"m{number}" for number in range(9)]
    for name in names:
        put(client, merchant_item(ACME.model_copy(update={"name": name})))
    put(client, {**merchant_item(ACME), "v": {"N": "2"}})
    found: list[str] = []
    with pytest.raises(UnreadableRowError, match="merchant#acme"):
        found.extend(each.name for each in directory.all())
    assert sorted(found) == names


@pytest.mark.parametrize("call", ["owner", "get", "draw", "all"])
def test_no_answer_is_unavailable(
    client: "DynamoDBClient", directory: DynamoDbDirectory, call: str
) -> None:
    """Nobody is called unknown because a table was not there, or was silent."""
    calls: dict[str, Callable[[], object]] = {
        "owner": partial(directory.owner, "one"),
        "get": partial(directory.get, "acme"),
        "draw": partial(directory.draw, "acme", FULL),
        "all": lambda: list(directory.all()),
    }
    asked = calls[call]
    event = {"all": "dynamodb.Scan", "draw": "dynamodb.UpdateItem"}.get(call, "dynamodb.GetItem")
    with replies_lost(client, event), pytest.raises(UnavailableError):
        asked()
    client.delete_table(TableName=TABLE)
    with pytest.raises(UnavailableError):
        asked()


GOOD = merchant_item(ACME)


@pytest.mark.parametrize(
    "changed",
    [
        {"v": {"N": "2"}},
        {"v": {"S": "1"}},
        {"name": {"S": "A Shop"}},
        {"name": {"S": "bistro"}},
        {"clients": {"L": []}},
        {"clients": {"M": {"one": {"M": {"live": {"BOOL": True}}}}}},
        {"live": {"N": "1.5"}},
        {"extra": {"S": "secret-value"}},
    ],
    ids=["version", "kind", "name", "another", "list", "half", "fraction", "extra"],
)
def test_a_malformed_merchant_is_unreadable_and_not_repeated(
    client: "DynamoDBClient", directory: DynamoDbDirectory, changed: dict[str, Any]
) -> None:
    """It is neither guessed nor a stranger, and the error names its key alone."""
    put(client, {**GOOD, **changed})
    with pytest.raises(UnreadableRowError, match="merchant#acme") as caught:
        directory.get("acme")
    assert "secret-value" not in str(caught.value)


@pytest.mark.parametrize(
    "item",
    [{}, {"merchant": {"S": "acme"}}, {"v": {"N": "1"}}, {"v": {"N": "2"}, "merchant": {"S": "a"}}],
    ids=["bare", "no version", "no merchant", "another version"],
)
def test_a_malformed_client_is_unreadable(
    client: "DynamoDBClient", directory: DynamoDbDirectory, item: dict[str, Any]
) -> None:
    """A client that leads nowhere lets nobody in, and says whose entry to look at."""
    put(client, {"id": {"S": "client#one"}, **item})
    with pytest.raises(UnreadableRowError, match="client#one"):
        directory.owner("one")


def test_a_merchant_is_as_old_as_its_first_client(
    client: "DynamoDBClient", directory: DynamoDbDirectory
) -> None:
    """Ended ones count; without any it is of no known age."""
    put(client, merchant_item(ACME.with_client("two", list(Scope), 1_794_000_000)))
    put(client, merchant_item(Merchant(name="new")))
    assert sorted(directory.enrolled()) == [("acme", 1_794_000_000), ("new", 0)]
