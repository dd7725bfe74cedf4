"""A user pool and a directory in the emulator, and whoever stops a command half-way."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from local.emulator.emulator import Emulator
from till.merchants.app_clients import AppClients
from till.merchants.register import Register

TABLE: Final = "tillstack-test-merchants"
PREFIX: Final = "tillstack-test-"
NOW: Final = 1_795_341_600


class Place:
    """One stack's pool and table, with the register over them."""

    def __init__(self, emulator: Emulator) -> None:
        self.cognito = emulator.client("cognito-idp")
        self.dynamodb = emulator.client("dynamodb")
        self.pool: str = self.cognito.create_user_pool(PoolName="merchants")["UserPool"]["Id"]
        self.cognito.create_resource_server(
            UserPoolId=self.pool,
            Identifier="payments",
            Name="payments",
            Scopes=[{"ScopeName": each, "ScopeDescription": each} for each in ("read", "write")],
        )
        self.dynamodb.create_table(
            TableName=TABLE,
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        )
        self.now = NOW
        self.clients = AppClients(self.cognito, self.pool, PREFIX)
        self.register = Register(self.clients, self.dynamodb, TABLE, lambda: self.now)

    def close(self) -> None:
        """Leave nothing behind."""
        self.dynamodb.delete_table(TableName=TABLE)
        self.cognito.delete_user_pool(UserPoolId=self.pool)

    def in_pool(self) -> list[str]:
        """The ids of all clients of the pool."""
        answer = self.cognito.list_user_pool_clients(UserPoolId=self.pool, MaxResults=60)
        return sorted(each["ClientId"] for each in answer["UserPoolClients"])


@contextmanager
def stopped_before(client: Any, call: str) -> Iterator[None]:
    """Ctrl-C at the moment at which a call would leave: `dynamodb.TransactWriteItems`."""

    def stop(**_: Any) -> None:
        raise KeyboardInterrupt

    client.meta.events.register(f"before-call.{call}", stop)
    try:
        yield
    finally:
        client.meta.events.unregister(f"before-call.{call}", stop)
