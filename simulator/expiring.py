"""Payers who go when their time is over, whatever else happens; and the promise about it.

Drawn apart, so that a seed without such runs draws what it drew before. The times are shorter than
any stack's; the runs are the same.
"""

from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from runtime.domain.erasure import held_by
from runtime.domain.errors import PaymentNotErasableError
from runtime.domain.ledger import EntryType
from runtime.domain.payment import FINAL
from runtime.use_cases.expire_payers import ACTOR, ExpirePayersPorts, expire_payers
from simulator.invocation import Invocation
from simulator.observed import Observed
from simulator.ports import SimLedger, SimPaymentQueries, SimProgress

if TYPE_CHECKING:
    from simulator.harness import Harness

LASTS: Final = 900
"""Seconds of one run."""
ENDS: Final = 4
"""Runs without faults until everything that is due has gone: what one left, the next one finds."""


def expire_sometime(harness: "Harness") -> None:
    """Plan the runs of a history, now and then two at once."""
    for _ in range(harness.options.expiries):
        moment = harness.expiry_rng.randrange(harness.options.horizon)
        for _ in range(harness.expiry_rng.choice((1, 1, 2))):
            harness.scheduler.after(
                moment, lambda: harness.scheduler.start(partial(expire_now, harness))
            )


def expire_now(harness: "Harness") -> None:
    """One run; a task."""
    run = Invocation(harness, ACTOR, LASTS)
    ports = ExpirePayersPorts(
        ledger=SimLedger(run),
        queries=SimPaymentQueries(run),
        progress=SimProgress(run),
        clock=run,
        metrics=run,
        merchants=sorted({ask.merchant for ask in harness.observed.asks}),
        kept=harness.observed.kept,
        request_id=run.request_id,
        time_left=run.time_left,
    )
    try:
        expired = expire_payers(ports)
        harness.coverage.counts["payers expired"] += expired.erased
        harness.coverage.counts["payments that a run passed"] += expired.left
    except PaymentNotErasableError as error:
        harness.judge([f"I19: {run.request_id}: {error}"])
    except Exception as error:
        if error not in run.injected and not run.overtaken:
            raise


def time_passes(harness: "Harness") -> None:
    """Once everything rests: everybody's time passes, and whoever is not needed must be gone."""
    if not harness.options.expiries:
        return
    kept = harness.observed.kept
    for _ in range(ENDS):
        harness.scheduler.after(
            kept.accepted + kept.written,
            lambda: harness.scheduler.start(partial(expire_now, harness)),
        )
        harness.scheduler.run(harness.scheduler.now + kept.accepted + kept.written + LASTS)
    harness.judge(
        [
            f"I19: {payment_id}: its payer is still there after its time."
            for payment_id, row in harness.observed.rows().items()
            if row.status in FINAL and held_by(row) and payment_id not in harness.observed.hands
        ]
    )


def nobody_goes_early(observed: Observed, payment_id: str) -> Iterator[str]:
    """I19: a payer who goes by time goes after it, and none who is needed."""
    row = observed.row(payment_id)
    for before, entry in pairwise(observed.lines(payment_id)):
        if entry.actor != ACTOR or row is None:
            continue
        if entry.type is not EntryType.ERASED:
            yield f"entry {entry.seq} is no erasure, and it was time that wrote it"
        elif entry.at < row.created_at + observed.kept.accepted:
            yield f"entry {entry.seq} erased a payer before the time"
        elif entry.at < before.at + observed.kept.written:
            yield f"entry {entry.seq} erased a payer whose payment did not rest"
