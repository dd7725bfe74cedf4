"""The stack that is up, as the other commands ask it."""

from collections.abc import Mapping, Sequence
from typing import Final

import botocore.session

from till.console.port import Found, Lying
from till.lib.input import Outputs
from till.lib.operators_api import Answer, OperatorsApi
from till.payments import reading
from till.payments.reading import Entry, Row
from till.redrive.redrive import Kind, forecasts
from till.watch.alarms import Alarm, alarms_of
from till.watch.gateway_health import Circuit, circuit_of

PAGES: Final = 5
"""Of a list, one a second at most: what waits has no index, so a page may hold nothing."""
LETTERS: Final = 100
"""Dead letters that a page looks at: each is hidden from others while it is read."""


class DeployedStack:
    """A stack by its outputs.

    Credentials are looked up for each question, so whoever signs in again only loads a page anew.
    """

    def __init__(self, outputs: Outputs, name: str) -> None:
        self.name = name
        self._outputs = outputs

    def listed(self, query: Mapping[str, str], limit: int) -> Found:
        """See `ConsoleStack`."""
        return Found(*reading.listed(self._api(), query, limit, PAGES))

    def row(self, payment_id: str) -> Row:
        """See `ConsoleStack`."""
        return reading.row(self._api(), payment_id)

    def entries(self, payment_id: str) -> Sequence[Entry]:
        """See `ConsoleStack`."""
        return reading.entries(self._api(), payment_id)

    def resolve(self, payment_id: str, body: Mapping[str, str]) -> Answer:
        """See `ConsoleStack`."""
        return self._api().post(f"{payment_id}/resolve", body)

    def circuit(self) -> Circuit:
        """See `ConsoleStack`."""
        return circuit_of(self._api())

    def alarms(self) -> Sequence[Alarm]:
        """See `ConsoleStack`."""
        return alarms_of(self._outputs)

    def letters(self, queue: Kind) -> Lying:
        """See `ConsoleStack`."""
        return Lying(*forecasts(self._outputs, queue, LETTERS))

    def _api(self) -> OperatorsApi:
        return OperatorsApi(botocore.session.get_session(), self._outputs.gateway_url)
