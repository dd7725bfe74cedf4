"""A stack under load is the one that the program declares."""

import pytest

from bench.load.shape import BATCH, Bucket, Shape, shape
from local.policy_check.policy_check import stand_ins
from local.program.recorder import record_program
from runtime.contract.timing import Timing
from till.cost.counted import counted


@pytest.fixture(name="own", scope="module")
def _own() -> Shape:
    resources = record_program("prod", stand_ins("prod")).resources
    return shape(resources, counted(), 0.5, Bucket(100, 100), 14)


def test_it_has_the_settings_of_prod(own: Shape) -> None:
    """As Pulumi.prod.yaml says them."""
    assert own.gateway == Bucket(50, 50)
    assert own.batches == 50
    assert own.accept_at_once == 150


def test_a_batch_shares_one_processor(own: Shape) -> None:
    """Ten payments take ten times the processor's time, and wait once."""
    work = counted().functions["process_payment"]
    assert own.batch_seconds * 1_000 > BATCH * work.processor_ms
    assert own.whole_batch == own.batch_seconds + 3 * own.psp_seconds


@pytest.mark.parametrize(("rate", "batches"), [(20, 4), (10, 2), (14, 2)])
def test_what_fits_is_what_the_provider_takes(rate: float, batches: int) -> None:
    """A batch of ten lasts 4 s and makes 20 writes: 5 a second."""
    own = Shape(
        gateway=Bucket(1, 1),
        accept_seconds=1,
        accept_at_once=1,
        batches=50,
        batch_seconds=1,
        psp_seconds=1,
        psp_writes=2,
        psp=Bucket(rate, rate),
        mails=1,
        timing=Timing(),
    )
    assert own.fitting() == batches
