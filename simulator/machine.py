"""A Hypothesis state machine that drives the same harness, and shrinks what it finds.

The histories of `history.py` draw everything from one seed; here each step is a choice of its
own, so a failure shrinks to the few that it needs. Every check runs after every step, and at the
end, without faults, everything must come to rest. `python -m simulator.machine 500` plays so many.
"""

import sys
from functools import partial

import hypothesis.strategies as st
from hypothesis import HealthCheck, settings
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test

from runtime.wire.queue_message import encode
from simulator.around import Around
from simulator.batch import quiet
from simulator.book import BETRAYS, CARDS
from simulator.bus import FATES as BUS_FATES
from simulator.bus_options import BusOptions
from simulator.checks import look
from simulator.clients import Client, make_ask
from simulator.contradictions import CONTRADICTIONS
from simulator.endpoint_options import AWAY, EndpointOptions
from simulator.endpoints import FATES, MERCHANTS
from simulator.fault_injection import HOUR, MINUTE, Options
from simulator.harness import Harness
from simulator.history import come_to_rest, sweep_every_minute, sweep_once
from simulator.mailer import BOUNCING, MAIL_FATES
from simulator.psp import CHARGE_FATES, OTHER_FATES
from simulator.telling import begin_telling

TIMES = (0, 1, 5, 20, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 21 * HOUR)
"""Seconds that may pass at once: up to what a planned wait, a lease or the window lasts."""
POISON = ("{}", '{"v": 99, "payment_id": "pay_x"}')
LINES = ("refused", "lost")


class Machine(Around):
    """The harness, and the hand that moves it."""

    clients = Around.clients

    @initialize(
        seed=st.integers(0, 9),
        workers=st.integers(1, 3),
        skew=st.sampled_from((0, 150)),
        switch=st.sampled_from((0, 0.3, 0.7)),
        told=st.sampled_from(((), MERCHANTS[:1], MERCHANTS)),
        bus=st.booleans(),
    )
    def begin(
        self, seed: int, workers: int, skew: int, switch: float, told: tuple[str, ...], *, bus: bool
    ) -> None:
        """A harness without faults but those that rules order."""
        endpoints, on_bus = EndpointOptions(merchants=told), BusOptions(there=bus)
        options = Options(
            workers=workers, skew=skew, switch=switch, endpoints=endpoints, bus=on_bus
        )
        self.harness = Harness(seed, options)
        begin_telling(self.harness)
        self.edges = 0
        """Boundaries until the process dies; 0: it does not."""
        self.harness.dies = self._dies

    @rule(
        target=clients,
        merchant=st.sampled_from(MERCHANTS),
        card=st.sampled_from((*sorted(CARDS), *CONTRADICTIONS, BETRAYS)),
        email=st.sampled_from(("payer@example.com", BOUNCING)),
    )
    def submit(self, merchant: str, card: str, email: str) -> Client:
        """A merchant's backend asks for a payment."""
        key = f"key-{self.harness.next_number()}"
        client = Client(self.harness, make_ask(merchant, key, 2_500, card, email))
        self._soon(client.submit)
        return client

    @rule(client=clients)
    def resubmit(self, client: Client) -> None:
        """It asks again, with the same key."""
        self._soon(client.submit)

    @rule(client=clients)
    def contradict(self, client: Client) -> None:
        """It asks for something else with the same key."""
        self._soon(client.contradict)

    @rule(client=clients)
    def cancel(self, client: Client) -> None:
        """It takes it back."""
        self._soon(client.cancel)

    @rule(client=clients, times=st.integers(1, 3))
    def deliver(self, client: Client, times: int) -> None:
        """The payment's message comes, once more than it was sent or at the same time."""
        for _ in range(times):
            self._soon(partial(self.harness.queue.put, encode(client.id)))

    @rule(client=clients, times=st.integers(1, 2))
    def ask_for_mail(self, client: Client, times: int) -> None:
        """So does the notifier's."""
        for _ in range(times):
            self._soon(partial(self.harness.notification_queue.put, encode(client.id)))

    @rule(body=st.sampled_from(POISON))
    def poison(self, body: str) -> None:
        """A message that nobody can read comes into both queues."""
        for queue in (self.harness.queue, self.harness.notification_queue):
            self._soon(partial(queue.put, body))

    @rule(edges=st.integers(1, 20))
    def crash(self, edges: int) -> None:
        """Whoever comes to this boundary dies there."""
        self.edges = edges

    @rule(seconds=st.sampled_from(TIMES))
    def tick(self, seconds: int) -> None:
        """Time passes."""
        self.harness.scheduler.run(self.harness.scheduler.now + seconds)

    @rule()
    def sweep(self) -> None:
        """The sweeper runs: twice at a time, if this comes twice."""
        self._soon(partial(self.harness.scheduler.start, partial(sweep_once, self.harness)))

    @rule()
    def purge(self) -> None:
        """Both queues lose everything."""
        self.harness.queue.purge()
        self.harness.notification_queue.purge()

    @rule(fates=st.lists(st.sampled_from(sorted(set(CHARGE_FATES))), min_size=1, max_size=4))
    def psp_charges_badly(self, fates: list[str]) -> None:
        """What becomes of the next charge calls."""
        self.harness.lies["charge"] = fates

    @rule(
        method=st.sampled_from(("prepare", "lookup", "cancel")),
        fates=st.lists(st.sampled_from(sorted(set(OTHER_FATES))), min_size=1, max_size=3),
    )
    def psp_answers_badly(self, method: str, fates: list[str]) -> None:
        """What becomes of the next other calls."""
        self.harness.lies[method] = fates

    @rule(fates=st.lists(st.sampled_from(MAIL_FATES), min_size=1, max_size=3))
    def mailer_fails(self, fates: list[str]) -> None:
        """What becomes of the next mails."""
        self.harness.lies["mail"] = fates

    @rule(fates=st.lists(st.sampled_from(sorted(FATES)), min_size=1, max_size=6))
    def endpoint_fails(self, fates: list[str]) -> None:
        """What becomes of the next events that come to a merchant."""
        self.harness.lies["endpoint"] = fates

    @rule(fates=st.lists(st.sampled_from(sorted(BUS_FATES)), min_size=1, max_size=3))
    def bus_fails(self, fates: list[str]) -> None:
        """What becomes of the next requests to the bus."""
        self.harness.lies["bus request"] = fates

    @rule(client=clients)
    def send_again(self, client: Client) -> None:
        """A person has an event of the payment sent again."""
        self._soon(client.send_again)

    @rule(
        port=st.sampled_from(("ledger", "queue", "cipher", "circuit", "bus", *AWAY[:4])),
        fates=st.lists(st.sampled_from(("", *LINES)), min_size=1, max_size=6),
    )
    def lines_fail(self, port: str, fates: list[str]) -> None:
        """What becomes of the next calls of one of our own ports."""
        self.harness.lies[port] = fates

    @invariant()
    def every_promise_is_kept(self) -> None:
        """Safety, of every payment."""
        for payment_id in self.harness.observed.store.rows:
            assert look(self.harness.observed, payment_id) == []  # noqa: S101 - Hypothesis asks for it

    def teardown(self) -> None:
        """Faults stop: everything comes to rest within the bound."""
        if not hasattr(self, "harness"):
            return
        try:
            if self.harness.scheduler.error is None:
                self.harness.heal()
                sweep_every_minute(self.harness)
                come_to_rest(self.harness)
        finally:
            self.harness.scheduler.close()

    def _dies(self, _: str) -> bool:
        dying = self.edges == 1
        self.edges = max(0, self.edges - 1)
        return dying


def explore(examples: int, *, derandomize: bool = False) -> None:
    """Play so many; what breaks a promise is shrunk and raised, with its steps.

    Raises:
        Violation, AssertionError: a promise broke.
    """
    with quiet():
        run_state_machine_as_test(
            Machine,
            settings=settings(
                max_examples=examples,
                stateful_step_count=25,
                derandomize=derandomize,
                database=None,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )


if __name__ == "__main__":
    explore(int(sys.argv[1]))
