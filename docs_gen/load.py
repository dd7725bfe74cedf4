"""Writes what a stack does under load: `python -m docs_gen.load > docs/load.md`.

The stack is `prod`, as the program declares it; how long work takes is counted
(`till/cost/counted.json`) or assumed (`till/cost/prices.toml`), the limits of others stand in
`docs_gen/quotas.toml`, and AWS's scaling in `bench/load/shape.py`. With `--picture` the same is
drawn.
"""

from collections.abc import Sequence
from functools import cache
from typing import Final

from matplotlib.figure import Figure

from bench.load.profiles import AWHILE, BACKLOG, BURST, PROFILES, STEADY, Told, told
from bench.load.ringing import asked
from bench.load.shape import BATCH, Bucket, Shape, shape
from bench.load.simulation import MINUTE
from docs_gen.environments import ROOT
from docs_gen.pictured import write
from docs_gen.quotas import quotas
from local.alarms.declared import Alarm, Composite, alarms
from local.policy_check.policy_check import stand_ins
from local.program.recorder import record_program
from till.cost.counted import counted
from till.cost.prices import prices

STACK: Final = "prod"
PICTURE: Final = ROOT / "docs" / "load.svg"
_HOUR: Final = 3_600
_PAGE: Final = """\
# What a stack does under load

Made by `make docs`. This is a simulation, not a measurement: payments arrive at random, and pass
the gateway's throttle, the queue, the batches of the processor and the payment service provider of
a stack `prod` as the program declares it. A batch of ten lasts {batch:.2f} s beside {calls} calls
to the provider of {psp:g} s each (what is counted and assumed stands in
[what a stack costs](cost.md)). The provider takes {writes:g} writes a second, and refuses each
write beyond; SES takes {mails:g} mails ([which quota ends first](quotas.md)). Lambda begins with
five batches and may add 300 with each minute, up to the {batches} that the stack allows.
Thresholds are those of the declared [alarms](alarms.md).

- **steady**: {steady} payments a second for {long:g} minutes.
- **burst**: as many, then {burst} a second for {awhile:g} minutes, then as before.
- **backlog**: {backlog:,} messages lie in the queue; seen for {shown:g} minutes.
- **backlog, as many batches as the provider bears**: the same with
  `processor.maximumConcurrency` = {fitting}, until all are final.

![Payments that are final, and messages that wait, by minute](load.svg)

p50 and p99 are times from accepted to final, of those that are; refused is a 429 of the gateway.

| load | asked | refused | final | not yet | p50 | p99 | the last one | batches at work |
| --- | --: | --: | --: | --: | --: | --: | --: | --: |
{rows}

What gave way, the first first, and after how many minutes:

{degraded}

Which alarms told somebody, and after how many minutes:

{rang}

Of the declared alarms {asked} look at nothing but what is simulated, and were asked. Those on what
is unusual have no earlier days to learn from here: a burst that the gateway refuses is for
`refusals-unusual`.

What follows from it:

- The gateway's throttle is what a burst meets. What it lets in is final in seconds.
- A backlog is worked off as fast as the provider takes it, if no more batches are at work than it
  bears: {fitting} at a time, which are {most:.0f} payments a second. With the {batches} that `prod`
  allows, the provider refuses, the circuit opens again and again, and {slower:.0f} times as few
  payments are final in the same time. Before a backlog is let loose, after an outage or by
  `till redrive`, set `processor.maximumConcurrency` to {fitting}, or ask the provider for more.
- Mails wait wherever more than {mails:g} payments a second are final, and are sent later.
"""


@cache
def stack() -> tuple[Shape, Sequence[Alarm | Composite]]:
    """What is simulated, and its alarms."""
    resources = record_program(STACK, stand_ins(STACK)).resources
    given, known = quotas(), prices()
    writes = given["psp_writes"].gives
    found = shape(
        resources,
        counted(),
        known.assumed("psp_ms") / 1_000,
        Bucket(writes, writes),
        given["mails"].gives,
    )
    return found, alarms(resources)


@cache
def loads() -> Sequence[Told]:
    """What each load comes to."""
    return told(*stack())


def page() -> str:
    """`docs/load.md`."""
    own, declared = stack()
    *_, whole, fitted = loads()
    until = len(whole.load.minutes)
    final = {
        one.profile.name: sum(each.final for each in one.load.minutes[:until])
        for one in (whole, fitted)
    }
    return _PAGE.format(
        batch=own.batch_seconds,
        calls=own.psp_writes + 1,
        psp=own.psp_seconds,
        writes=own.psp.rate,
        mails=own.mails,
        batches=own.batches,
        steady=STEADY,
        burst=BURST,
        long=PROFILES[0].rates[0][0] / MINUTE,
        awhile=AWHILE / MINUTE,
        backlog=BACKLOG,
        shown=whole.profile.longest / MINUTE,
        fitting=own.fitting(),
        most=BATCH * own.fitting() / own.whole_batch,
        slower=final[fitted.profile.name] / final[whole.profile.name],
        asked=sum(isinstance(each, Alarm) for each in asked(declared)),
        rows="\n".join(map(_row, loads())),
        degraded="\n".join(_line(each, each.degraded) for each in loads()),
        rang="\n".join(
            _line(each, [(one.minute, f"`{_short(one.name)}`") for one in each.rang])
            for each in loads()
        ),
    )


def _row(one: Told) -> str:
    load = one.load
    numbers = (
        sum(each.asked for each in load.minutes),
        sum(each.refused for each in load.minutes),
        len(load.seconds),
        load.left,
    )
    times = (load.quantile(0.5), load.quantile(0.99), load.ended)
    texts = [f"{each:,}" for each in numbers] + [_time(each) for each in times]
    return f"| {one.profile.name} | {' | '.join(texts)} | {load.busy:.1f} |"


def _time(seconds: float) -> str:
    for size, unit in ((_HOUR, "h"), (MINUTE, "min")):
        if seconds >= 2 * size:
            return f"{seconds / size:.1f} {unit}"
    return f"{seconds:.1f} s"


def _line(one: Told, seen: Sequence[tuple[int, str]]) -> str:
    parts = [f"{what} ({minute} min)" for minute, what in seen]
    return f"- {one.profile.name}: {', '.join(parts) or 'nothing'}"


def _short(name: str) -> str:
    return name.removeprefix(f"tillstack-{STACK}-")


def figure() -> Figure:
    """For each load, what is final in each minute and what waits at its end."""
    every = loads()
    drawing = Figure(figsize=(10, 2.2 * len(every)), layout="constrained")
    for axes, one in zip(drawing.subplots(len(every)), every, strict=True):
        minutes = range(1, len(one.load.minutes) + 1)
        final = [each.final / MINUTE for each in one.load.minutes]
        waiting = [each.waiting for each in one.load.minutes]
        axes.plot(minutes, final, color="tab:green", label="final, a second")
        axes.set_title(one.profile.name, fontsize="medium")
        axes.set_ylabel("final, a second")
        axes.set_ylim(bottom=0)
        beside = axes.twinx()
        beside.plot(minutes, waiting, color="tab:red", linestyle="--", label="waiting")
        beside.set_ylabel("waiting")
        beside.set_ylim(bottom=0)
        axes.grid(alpha=0.3)
        axes.legend(handles=[*axes.get_lines(), *beside.get_lines()], fontsize="small")
    axes.set_xlabel("minutes")
    return drawing


def main(words: Sequence[str] | None = None) -> None:
    """Print the page, or draw the picture."""
    write("load", __doc__, page, figure, words)


if __name__ == "__main__":
    main()
