"""The parts of a simulated stack, each by itself."""

from random import Random

import simpy

from bench.load.shape import Bucket
from bench.load.stations import Circuit, Message, Queue, Tokens
from runtime.contract.timing import Timing

OPEN = Timing().circuit_open


def test_a_message_that_is_put_off_is_seen_later_and_keeps_its_age() -> None:
    """It comes behind the others, as a new message of the same payment."""
    env = simpy.Environment()
    queue = Queue(env)
    env.process(queue.put_later([Message(born=0, sent=0)], 30))
    env.run(until=20)
    assert queue.take(10) == []
    env.run(until=31)
    assert queue.oldest == 1
    assert queue.take(10) == [Message(born=0, sent=30)]
    assert queue.oldest == 0


def test_who_waits_is_woken_once_for_each_message() -> None:
    """In the order in which they came; whoever comes late finds nothing."""
    env = simpy.Environment()
    queue, woken = Queue(env), list[str]()

    def waits(name: str) -> simpy.events.ProcessGenerator:
        yield queue.arrived()
        woken.append(f"{name}: {len(queue.take(1))}")

    for name in ("one", "two", "three"):
        env.process(waits(name))
    env.run(until=1)
    queue.put([Message(1, 1), Message(1, 1)])
    env.run(until=2)
    assert woken == ["one: 1", "two: 1"]


def test_a_bucket_is_full_at_first_and_fills_with_time() -> None:
    """Up to its burst, and by its rate."""
    env = simpy.Environment()
    tokens = Tokens(env, Bucket(rate=2, burst=5))
    assert [tokens.take(3), tokens.take(3)] == [3, 2]
    env.run(until=1)
    assert tokens.take(9) == 2
    env.run(until=100)
    assert tokens.take(9) == 5


def test_a_refusal_opens_the_circuit_and_a_probe_closes_it() -> None:
    """Meanwhile nobody else may call; a probe that is refused opens it for longer."""
    env = simpy.Environment()
    random = Random(1)  # noqa: S311 - spreads waits, guards nothing
    circuit = Circuit(env, Tokens(env, Bucket(rate=0.1, burst=1)), Timing(), random)
    assert circuit.admitted(3) == 3
    assert circuit.written(3) == 1
    assert circuit.admitted(3) == 0
    assert OPEN[0] <= circuit.pause() <= 2 * OPEN[0]
    env.run(until=OPEN[0])
    assert [circuit.admitted(3), circuit.admitted(3)] == [1, 0]
    assert circuit.written(1) == 0
    env.run(until=OPEN[0] + OPEN[1] - 1)
    assert circuit.admitted(3) == 0
    env.run(until=OPEN[0] + OPEN[1])
    assert circuit.admitted(3) == 1
    assert circuit.written(1) == 1
    circuit.answered()
    assert circuit.admitted(3) == 3
    assert circuit.opened == 2
