"""Writes which quota ends first: `python -m docs_gen.quotas > docs/quotas.md`.

What a payment asks is counted (`till/cost/counted.json`) or assumed (`till/cost/prices.toml`);
what AWS and the PSP give stands in `docs_gen/quotas.toml`, each with its source. With `--picture`
the same is drawn.
"""

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from matplotlib.figure import Figure
from pydantic import BaseModel, ConfigDict

from docs_gen.environments import ROOT
from docs_gen.pictured import write
from runtime.domain.payment import DAY_SHARDS, OPEN_SHARDS
from till.cost.counted import Work, counted
from till.cost.prices import prices
from till.cost.use import duration_ms

RATES: Final = (10, 100, 1_000, 10_000)
"""Payments a second."""
PICTURE: Final = ROOT / "docs" / "quotas.svg"
_BATCH: Final = 10
_PROCESSES: Final = "process_payment"
_PAGE: Final = """\
# Which quota ends first

Made by `make docs` from what a payment asks (`till/cost/counted.json`), the assumptions of
[what a stack costs](cost.md), and the default quotas in `docs_gen/quotas.toml`. An account may have
others; `aws service-quotas` says yours, and `make doctor` looks at Lambda's.

At r payments a second, of which each keeps the provider busy for s seconds in all, r times s calls
are in flight at the provider: here s = {psp_s:g}, so 100 payments a second are {in_flight:g} calls
in flight. An invocation of the processor holds ten payments and lasts {batch_s:.2f} s, so it takes
{batches:.0f} invocations at a time. The setting `processor.maximumConcurrency` bounds that, and
what waits meanwhile waits in the queue, where it is safe for days.

![What each rate asks of each quota, as a share of it](quotas.svg)

| quota | default | a payment asks | {heads} | more of it | source |
| --- | --- | --- | {lines} | --- | --- |
{rows}

In bold: more than the default gives. What to ask for first:

{first}

No key is hot. A payment's row and its entries lie under its own id. Of the indexes, `open` is
spread over {open} partitions and a merchant's day in `by_day` over {day}; DynamoDB gives a
partition 1,000 units of writing a second, and what it refuses for a moment is written again by
whoever was refused.
"""


class Quota(BaseModel):
    """What is given by default."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    gives: float
    unit: str
    more: str
    """How to get more of it."""
    source: str


class Need(NamedTuple):
    """A quota, and how much of it one payment a second takes."""

    quota: Quota
    each: float

    @property
    def most(self) -> float:
        """Payments a second until it ends."""
        return self.quota.gives / self.each


def quotas() -> dict[str, Quota]:
    """Key → quota, as the file has them."""
    text = Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    return {key: Quota(**each) for key, each in tomllib.loads(text).items()}


def needs() -> list[Need]:
    """One for each quota, the first to end first.

    Functions that a queue calls take ten messages at a time; the others one request.
    """
    own = counted()
    at_once = {
        name: _seconds(each, own.psp_calls if name == _PROCESSES else 0)
        for name, each in own.functions.items()
    }
    units = {name: sum(w.write_units.get(name, 0) for w in own.functions.values()) for name in _OF}
    asked = {
        "gateway": sum(each.gateway_requests for each in own.functions.values()),
        "concurrency": sum(at_once.values()),
        "batches": at_once[_PROCESSES],
        "psp_writes": own.psp_calls - 1,
        "mails": own.calls("ses"),
        "payments_writes": sum(units[name] for name in _OF if name != "entries"),
        "entries_writes": units["entries"],
        "open_partitions": units["open"] / OPEN_SHARDS,
        "merchant_day": units["by_day"] / DAY_SHARDS,
        "in_flight": _BATCH * at_once[_PROCESSES],
        "unwrapping": 1,
        # Accepted, processing and its end, each in a request of its own unless many wait.
        "put_events": 3,
    }
    found = quotas()
    return sorted((Need(found[key], each) for key, each in asked.items()), key=lambda n: n.most)


def _seconds(work: Work, psp_calls: int) -> float:
    """Of one invocation, for each payment in it: ten wait side by side, and share a processor."""
    size = _BATCH if work.takes_messages else 1
    batch = work.model_copy(update={"processor_ms": size * work.processor_ms})
    return duration_ms(batch, psp_calls) / 1_000 / size


_OF: Final = ("by_day", "by_reference", "entries", "open", "payments", "sealed")


def page() -> str:
    """`docs/quotas.md`."""
    found = needs()
    psp_s = counted().psp_calls * prices().assumed("psp_ms") / 1_000
    (batches,) = (each for each in found if each.quota == quotas()["batches"])
    return _PAGE.format(
        psp_s=psp_s,
        in_flight=100 * psp_s,
        batch_s=batches.each * _BATCH,
        batches=100 * batches.each,
        heads=" | ".join(f"at {rate:,} a second" for rate in RATES),
        lines=" | ".join("---" for _ in RATES),
        rows="\n".join(_line(each) for each in found),
        first="\n".join(
            f"- from {each.most:,.0f} payments a second: {each.quota.name}" for each in found[:5]
        ),
        open=OPEN_SHARDS,
        day=DAY_SHARDS,
    )


def _line(need: Need) -> str:
    quota = need.quota
    asked = [need.each * rate for rate in RATES]
    texts = (f"{each:,.0f}" if each >= _BATCH else f"{each:.2g}" for each in asked)
    cells = (
        f"**{text}**" if each > quota.gives else text
        for text, each in zip(texts, asked, strict=True)
    )
    gives = f"{quota.gives:,g} {quota.unit}"
    parts = (quota.name, gives, f"{need.each:.3g}", *cells, quota.more, quota.source)
    return f"| {' | '.join(parts)} |"


def figure() -> Figure:
    """A line for each quota: how much of it each rate asks."""
    found = needs()
    drawing = Figure(figsize=(10, 5), layout="constrained")
    axes = drawing.subplots()
    for each in found:
        shares = [each.each * rate / each.quota.gives for rate in RATES]
        axes.plot(RATES, shares, marker="o", markersize=3, label=each.quota.name)
    axes.axhline(1, color="black", linewidth=1)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel("payments a second")
    axes.set_ylabel("asked, of what is given by default")
    axes.grid(alpha=0.3)
    axes.legend(loc="center left", bbox_to_anchor=(1, 0.5), fontsize="small")
    return drawing


def main(words: Sequence[str] | None = None) -> None:
    """Print the page, or draw the picture."""
    write("quotas", __doc__, page, figure, words)


if __name__ == "__main__":
    main()
