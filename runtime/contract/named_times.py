"""Every time that a relation compares: its name for a person, its seconds, and what sets it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple

from runtime.contract.fixed_times import FixedTimes

if TYPE_CHECKING:
    from runtime.contract.timing import Times

Setting = tuple[str, ...]
"""Where a time is set: `("timing", "lease")`."""


class Time(NamedTuple):
    """A time by its name; one that no setting changes is fixed."""

    name: str
    seconds: Callable[["Times", FixedTimes], float]
    settings: tuple[Setting, ...] = ()
    """What changes it; the one to change first stands first."""


def _set(*names: str) -> tuple[Setting, ...]:
    return tuple(("timing", name) for name in names)


_PROCESSOR: Final[tuple[Setting, ...]] = (("processor", "timeoutSeconds"),)
_CALL: Final = _set("pspRead", "pspConnect")

# What one setting says by itself.
TIMEOUT: Final = Time("processor.timeoutSeconds", lambda t, _: t.processor_timeout, _PROCESSOR)
LEASE: Final = Time("timing.lease", lambda t, _: t.lease, _set("lease"))
MAIL_LEASE: Final = Time("timing.mailLease", lambda t, _: t.mail_lease, _set("mailLease"))
CHARGE_WINDOW: Final = Time(
    "timing.chargeWindow", lambda t, _: t.charge_window, _set("chargeWindow")
)
GIVE_UP: Final = Time("timing.giveUp", lambda t, _: t.give_up, _set("giveUp"))
LONGEST_WAIT: Final = Time("timing.longestWait", lambda t, _: t.longest_wait, _set("longestWait"))
FIRST_SWEEP: Final = Time("timing.firstSweep", lambda t, _: t.first_sweep, _set("firstSweep"))
SWEEP_STEP: Final = Time("timing.sweepStep", lambda t, _: t.sweep_step, _set("sweepStep"))
LONGEST_SWEEP: Final = Time(
    "timing.longestSweep", lambda t, _: t.longest_sweep, _set("longestSweep")
)
SHORTEST_BACK_OFF: Final = Time(
    "the shortest of timing.backOff", lambda t, _: min(t.back_off), _set("backOff")
)
LONGEST_BACK_OFF: Final = Time(
    "the longest of timing.backOff, spread by timing.backOffSpread",
    lambda t, _: max(t.back_off) * (1 + t.back_off_spread),
    _set("backOff", "backOffSpread"),
)
SHORTEST_POLLING: Final = Time(
    "the shortest of timing.polling", lambda t, _: min(t.polling), _set("polling")
)
LONGEST_POLLING: Final = Time(
    "the longest of timing.polling", lambda t, _: max(t.polling), _set("polling")
)
SHORTEST_OPEN: Final = Time(
    "the shortest of timing.circuitOpen", lambda t, _: min(t.circuit_open), _set("circuitOpen")
)
LONGEST_OPEN: Final = Time(
    "the longest of timing.circuitOpen and its first",
    lambda t, _: max(t.circuit_open) + t.circuit_open[0],
    _set("circuitOpen"),
)

# What follows from several.
LONGEST_STEP: Final = Time(
    "three calls of timing.pspConnect + timing.pspRead, with the time to start and to write",
    lambda t, f: f.time_to_start + f.calls_of_a_step * t.psp_call + f.time_to_write,
    _CALL,
)
OPERATOR_STEP: Final = Time(
    "two calls of timing.pspConnect + timing.pspRead, with the time to start and to write",
    lambda t, f: f.time_to_start + f.calls_of_an_operator * t.psp_call + f.time_to_write,
    _CALL,
)
FIRST_CALL: Final = Time(
    "the time to start and one call of timing.pspConnect + timing.pspRead",
    lambda t, f: f.time_to_start + t.psp_call,
    _CALL,
)
LAST_CALL: Final = Time(
    "one call of timing.pspConnect + timing.pspRead, with the time to write",
    lambda t, f: t.psp_call + f.time_to_write,
    _CALL,
)
LONGEST_HOLD: Final = Time(
    "processor.timeoutSeconds + timing.longestWait",
    lambda t, _: t.processor_timeout + t.longest_wait,
    (*_PROCESSOR, *_set("longestWait")),
)
ALL_ATTEMPTS: Final = Time(
    "all of timing.backOff, spread by timing.backOffSpread, and a timing.lease for each attempt",
    lambda t, _: sum(t.back_off) * (1 + t.back_off_spread) + (len(t.back_off) + 1) * t.lease,
    _set("backOff", "lease", "backOffSpread"),
)
ONE_WAIT: Final = Time(
    "timing.longestWait + processor.timeoutSeconds",
    lambda t, _: t.longest_wait + t.processor_timeout,
    (*_set("longestWait"), *_PROCESSOR),
)
LOST_MESSAGE: Final = Time(
    "timing.firstSweep, a minute and processor.timeoutSeconds",
    lambda t, f: t.first_sweep + f.sweep_every + t.processor_timeout,
    (*_set("firstSweep"), *_PROCESSOR),
)
LAST_SWEEP: Final = Time(
    "timing.longestSweep, a minute and processor.timeoutSeconds",
    lambda t, f: t.longest_sweep + f.sweep_every + t.processor_timeout,
    (*_set("longestSweep"), *_PROCESSOR),
)
LAST_LOOK: Final = Time(
    "ten thousand times the last of timing.polling",
    lambda t, f: f.most_looks * t.polling[-1],
    _set("polling"),
)
LAST_CHARGE: Final = Time(
    "timing.chargeWindow + processor.timeoutSeconds",
    lambda t, _: t.charge_window + t.processor_timeout,
    (*_set("chargeWindow"), *_PROCESSOR),
)
WHOLE_HISTORY: Final = Time(
    "timing.chargeWindow + timing.giveUp and a day",
    lambda t, f: t.charge_window + t.give_up + f.reconcile_every,
    _set("giveUp", "chargeWindow"),
)
MAIL_UNDER_WAY: Final = Time(
    "timing.mailLease + timing.firstSweep and a minute",
    lambda t, f: t.mail_lease + t.first_sweep + f.sweep_every,
    _set("mailLease", "firstSweep"),
)
RECEIVES: Final = Time(
    "ten times the queue's visibility, which is six times processor.timeoutSeconds",
    lambda t, f: f.max_receives * f.visibility_per_timeout * t.processor_timeout,
    _PROCESSOR,
)

# What no stack sets.
A_SECOND: Final = Time("a second", lambda _, f: f.clock_step)
LONGEST_DELAY: Final = Time("the longest delay of a message", lambda _, f: f.longest_delay)
KEY_LIFE: Final = Time(
    "the life of an idempotency key at the provider", lambda _, f: f.psp_key_life
)
COMPARED: Final = Time("how far back the books are compared", lambda _, f: f.reconciled)
RECONCILER_STOPS: Final = Time(
    "what the reconciler leaves for its last call", lambda _, f: f.reconciler_stops
)
OPERATOR: Final = Time("the operators' function's timeout", lambda _, f: f.operator_timeout)
NOTIFIER: Final = Time("the notifier's timeout", lambda _, f: f.notifier_timeout)
ONE_MAIL: Final = Time(
    "one mail's hand-over, with the time to start and to write",
    lambda _, f: f.time_to_start + f.mailing_connect + f.mailing_read + f.time_to_write,
)
EMAIL_EVENT: Final = Time(
    "how long an event of the mail service comes again",
    lambda _, f: f.max_receives * f.visibility_per_timeout * f.email_event_timeout,
)
RETENTION: Final = Time("the queue's retention", lambda _, f: f.queue_retention)
DEAD_RETENTION: Final = Time("the dead letters' retention", lambda _, f: f.dead_letter_retention)
SWEEPER: Final = Time("the sweeper's timeout", lambda _, f: f.sweeper_timeout)
SWEEP_EVERY: Final = Time("the time between two sweeps", lambda _, f: f.sweep_every)
LOST_AND_NEXT: Final = Time(
    "a call to AWS whose answer is lost, and one try of the next, while a merchant waits",
    lambda _, f: f.accepting_read + f.accepting_connect + f.accepting_read,
)
GATEWAY: Final = Time("the gateway's patience", lambda _, f: f.gateway_waits)
API_FUNCTION: Final = Time("the API functions' timeout", lambda _, f: f.api_function_timeout)
