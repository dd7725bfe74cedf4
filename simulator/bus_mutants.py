"""The safeguards of putting events on the stack's bus, each taken away."""

from typing import Final

from simulator.mutant import Mutant

PUBLISH, SWEEP = "runtime/use_cases/publish_events.py", "runtime/use_cases/sweep_events.py"
EVENTS, LEDGER = "runtime/domain/events.py", "runtime/use_cases/telling_ledger.py"
ACCEPT = "runtime/use_cases/accept_payment.py"

BUS_MUTANTS: Final = (
    Mutant(
        "a payment is on the bus that the stack has",
        ACCEPT,
        (('"on_bus": ports.on_bus', '"on_bus": False'),),
    ),
    Mutant(
        "nothing is due on the bus where the payment is not on it",
        EVENTS,
        (("    if not after.on_bus:\n", "    if not after:\n"),),
    ),
    Mutant(
        "each payment has its lane of the bus",
        EVENTS,
        (("bus_lane(after.payment_id)", "BusLane(0)"), ("import Due,", "import BusLane, Due,")),
    ),
    Mutant(
        "whoever ends a payment wakes the bus beside its merchant's lane",
        LEDGER,
        (
            (
                "due_events(change)[-1:] + unpublished_events(change)[-1:]",
                "due_events(change)[-1:] or unpublished_events(change)[-1:]",
            ),
        ),
    ),
    Mutant(
        "an event is put on the bus before it is taken off",
        PUBLISH,
        (
            (
                "    codes = ports.bus.put([told",
                """    for waiting, _ in seen:
        ports.events.take_off(waiting)
    codes = ports.bus.put([told""",
            ),
        ),
    ),
    Mutant(
        "an event that the bus refused stays due",
        PUBLISH,
        (("        if code is None:\n", "        if waiting:\n"),),
    ),
    Mutant(
        "an event that is on the bus is due no more",
        PUBLISH,
        (("        if code is None:\n", '        if code == "":\n'),),
    ),
    Mutant(
        "an event that is refused bars no other, and is left alone for a while",
        PUBLISH,
        ((" if each.event_id not in refused]", "]"),),
    ),
    Mutant(
        "an event on the bus names its own merchant",
        PUBLISH,
        (("BusEvent(waiting.merchant, ", 'BusEvent("acme", '),),
    ),
    Mutant(
        "an event that the ledger does not show yet is not dropped",
        PUBLISH,
        (("age < LOOKED_FOR or not before", "age < 0"),),
    ),
    Mutant(
        "an event that the ledger does not show waits longer each time",
        PUBLISH,
        (("min(max(age, SOON), LONGEST)", "SOON"),),
    ),
    Mutant(
        "an event that the ledger never shows is given up",
        PUBLISH,
        (("age < LOOKED_FOR or", "age < 2 * LOOKED_FOR or"),),
    ),
    Mutant(
        "an event that is given up for the bus rings",
        PUBLISH,
        (("Metric.EVENT_GIVEN_UP", "Metric.EVENT_LATE"),),
    ),
    Mutant(
        "an event that the ledger lacks bars no lane of the bus",
        PUBLISH,
        (("(PaymentMissingError, UnreadableRowError, *ODD)", "UnreadableRowError"),),
    ),
    Mutant(
        "a lane of the bus is looked into until nothing is due",
        PUBLISH,
        (
            (
                "        while ports.time_left() >= TIME_TO_PUT and len(refused) < MOST_REFUSED:\n",
                "        for _ in range(1):\n",
            ),
        ),
    ),
    Mutant(
        "a bus that does not answer bars no lane",
        PUBLISH,
        (
            (
                "        failure = error\n",
                "        raise LookupError from error\n",
            ),
        ),
    ),
    Mutant(
        "the sweep looks at the bus",
        SWEEP,
        (("woken += _look_at_bus(lane, ports)\n", "woken += 0\n"),),
    ),
    Mutant(
        "the sweep looks into each lane of the bus",
        SWEEP,
        (("range(BUS_LANES)", "range(BUS_LANES - 1)"),),
    ),
    Mutant(
        "the sweep wakes each lane of the bus in which something is due",
        SWEEP,
        (
            (
                "            woken += _look_at_bus(lane, ports)\n",
                "            woken = woken or _look_at_bus(lane, ports)\n",
            ),
        ),
    ),
    Mutant(
        "events that nobody puts on the bus ring",
        SWEEP,
        (('ports.metrics.count(Metric.EVENT_LATE, merchant="")', "pass"),),
    ),
)
