"""Merchants and their clients, in the user pool and in the directory, in the right order.

Who is let in is in the pool first and in the directory last; who is shut out, the other way
round. So whatever was stopped half-way lets nobody in, and the same command again ends it.
"""

import time
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from runtime.adapters.dynamodb_directory import KEY, DynamoDbDirectory, client_item, merchant_item
from runtime.contract.scopes import Scope
from runtime.contract.throttle import Throttle
from runtime.domain.merchant import MOST_LIVE, Merchant, SigningKey
from runtime.domain.webhook import Webhook
from till.lib.input import InputError, Outputs
from till.merchants.app_clients import AppClients

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef

BOTH: Final = tuple(Scope)

Keys = tuple[SigningKey, ...]


class Given(NamedTuple):
    """The client that a merchant has now, and whether it is new to the directory."""

    client_id: str
    new: bool


class Register:
    """What `till merchants` does, each method once for each command."""

    def __init__(
        self,
        clients: AppClients,
        dynamodb: "DynamoDBClient",
        table: str,
        now: Callable[[], int],
    ) -> None:
        self.directory = DynamoDbDirectory(dynamodb, table)
        self.clients = clients
        self._dynamodb = dynamodb
        self._table = table
        self._now = now

    def known(self, name: str) -> Merchant:
        """The merchant of this name.

        Raises:
            InputError: there is none.
        """
        if merchant := self.directory.get(name):
            return merchant
        message = f"There is no merchant {name}: `till merchants list` shows all of them."
        raise InputError(message)

    def add(self, name: str, scopes: Collection[Scope] = BOTH, *, again: bool = False) -> Given:
        """The merchant, with a live client of these scopes; one that it has already is left.

        Raises:
            InputError: the merchant was disabled, and nobody said `again`; or somebody else
                changes it at the same moment.
        """
        merchant = self.directory.get(name) or Merchant(name=name)
        if not merchant.live and not again:
            message = (
                f"The merchant {name} was disabled, and nothing was changed. To let it back in "
                "with a new client, say --again."
            )
            raise InputError(message)
        if merchant.live and (living := merchant.living(scopes)):
            return Given(living[-1], new=False)
        return Given(self._one_more(merchant, scopes), new=True)

    def rotate(self, name: str, scopes: Collection[Scope] = BOTH) -> Given:
        """A second client beside the one that is to be replaced.

        Raises:
            InputError: there is no client to replace, or two live already; or somebody else
                changes the merchant at the same moment.
        """
        merchant = self.known(name)
        living, wanted = merchant.living(scopes), _named(scopes)
        if not merchant.live or not living:
            message = (
                f"The merchant {name} has no live client for {wanted} to replace: "
                "`till merchants add` makes one."
            )
            raise InputError(message)
        if len(living) >= MOST_LIVE:
            message = (
                f"The merchant {name} has {len(living)} live clients for {wanted}: "
                f"{', '.join(living)}. End the older one first: "
                f"`till merchants disable {name} --client {living[0]}`."
            )
            raise InputError(message)
        return Given(self._one_more(merchant, scopes), new=True)

    def disable(self, name: str, client_id: str | None = None) -> list[str]:
        """End one client, or the merchant with all of them; returns the ids of what has ended.

        Raises:
            InputError: there is no such merchant or client, or somebody else changes it at the
                same moment.
        """
        merchant = self.known(name)
        if client_id is None:
            after = merchant.disabled()
        elif client_id in merchant.clients:
            after = merchant.without_client(client_id)
        else:
            raise _no_client(name, client_id)
        ended = sorted(after.clients) if client_id is None else [client_id]
        if (after.live, after.clients) != (merchant.live, merchant.clients):
            self._write(after)
        for each in ended:
            self.clients.end(each)
        return ended

    def limit(self, name: str, limit: Throttle | None) -> None:
        """A limit of the merchant's own, or None: the stack's again. Its bucket is full then.

        Raises:
            InputError: there is no such merchant, or somebody else changes it at the same moment.
        """
        merchant = self.known(name)
        if merchant.limit != limit:
            self._write(merchant.with_limit(limit))

    def seal(self, name: str, client_id: str, *, wanted: bool) -> None:
        """The client's payments come in encrypted bodies only, or in any.

        Raises:
            InputError: there is no such merchant or client, or somebody else changes it at the
                same moment.
        """
        merchant = self.known(name)
        if client_id not in merchant.clients:
            raise _no_client(name, client_id)
        if merchant.clients[client_id].sealed_only != wanted:
            self._write(merchant.with_sealed_only(client_id, wanted=wanted))

    def sign(self, name: str, client_id: str, keys: Callable[[Keys], Keys]) -> Keys:
        """The keys that the client signs with, changed by a function of those that it has.

        Raises:
            InputError: there is no such merchant or client, or somebody else changes it at the
                same moment; or the function says so.
        """
        merchant = self.known(name)
        if client_id not in merchant.clients:
            raise _no_client(name, client_id)
        before = merchant.clients[client_id].signing_keys
        after = keys(before)
        if after != before:
            self._write(merchant.with_signing_keys(client_id, after))
        return after

    def tell(self, name: str, change: Callable[[Webhook | None], Webhook | None]) -> Webhook | None:
        """The endpoint, changed by a function of the one that is there; None: there is none.

        Raises:
            InputError: there is no such merchant, or somebody else changes it at the same moment;
                or the function says so.
        """
        merchant = self.known(name)
        after = change(merchant.webhook)
        if after != merchant.webhook:
            self._write(merchant.with_webhook(after))
        return after

    def _one_more(self, merchant: Merchant, scopes: Collection[Scope]) -> str:
        """A client that the directory does not know, found or made, and now known to it."""
        strays = (
            each
            for each in self.clients.of(merchant.name, scopes)
            if self.directory.owner(each) is None
        )
        if found := next(strays, None):
            self.clients.take_over(merchant.name, scopes, found)
        client_id = found or self.clients.make(merchant.name, scopes)
        self._write(merchant.with_client(client_id, scopes, self._now()), client_id)
        return client_id

    def _write(self, merchant: Merchant, new_client: str | None = None) -> None:
        """The merchant over the version before it, with the item of a new client."""
        condition = (
            {
                "ConditionExpression": "#version = :before",
                "ExpressionAttributeNames": {"#version": "version"},
                "ExpressionAttributeValues": {":before": {"N": str(merchant.version - 1)}},
            }
            if merchant.version > 1
            else _absent()
        )
        writes: list[TransactWriteItemTypeDef] = [
            {"Put": {"TableName": self._table, "Item": merchant_item(merchant), **condition}}  # type: ignore[typeddict-item]  # keys of this very TypedDict
        ]
        if new_client:
            item = client_item(new_client, merchant.name)
            writes.append({"Put": {"TableName": self._table, "Item": item, **_absent()}})  # type: ignore[typeddict-item]  # as above
        try:
            self._dynamodb.transact_write_items(TransactItems=writes)
        except self._dynamodb.exceptions.TransactionCanceledException:
            message = (
                f"Somebody else changed the merchant {merchant.name} at the same moment, and this "
                "change was not made: run the command again."
            )
            raise InputError(message) from None


def register(stack: Outputs, client: Callable[[str], Any]) -> Register:
    """The register of a stack, by clients of AWS's services."""
    # The names of the table and of the clients begin with project and stack.
    prefix = stack.merchants_table.removesuffix("merchants")
    clients = AppClients(client("cognito-idp"), stack.user_pool_id, prefix)
    table = stack.merchants_table
    return Register(clients, client("dynamodb"), table, now=lambda: int(time.time()))


def _no_client(name: str, client_id: str) -> InputError:
    return InputError(
        f"The merchant {name} has no client {client_id}: `till merchants list` shows all."
    )


def _absent() -> dict[str, object]:
    return {
        "ConditionExpression": "attribute_not_exists(#id)",
        "ExpressionAttributeNames": {"#id": KEY},
    }


def _named(scopes: Collection[Scope]) -> str:
    return " and ".join(scope.full for scope in sorted(set(scopes)))
