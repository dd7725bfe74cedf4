"""How long things take: every planned wait and limit of the processor, notifier and sweeper.

One model, because the same numbers travel from the stack's settings through a function's
environment (`TIMING`, as JSON) into the domain. All values are seconds.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Seconds = Annotated[int, Field(ge=0)]


class Timing(BaseModel):
    """Seconds that the domain waits; the defaults are those of every stack but `local`."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    back_off: tuple[Seconds, Seconds, Seconds] = (10, 40, 160)
    """Before the second, third and fourth attempt; each is spread by `back_off_spread`."""
    back_off_spread: float = Field(default=0.5, ge=0, lt=1)
    polling: tuple[Seconds, ...] = Field(default=(5, 20, 60, 300, 900), min_length=1)
    """Waits while an answer is missing; the last one repeats."""
    longest_wait: Seconds = 900
    """The cap of `Retry-After`, and SQS's longest `DelaySeconds`."""
    lease: Seconds = 75
    """How long an attempt belongs to its owner: processor timeout + 30 s."""
    mail_lease: Seconds = 60
    charge_window: Seconds = 20 * 3600
    """After this a payment that was not charged is not charged any more."""
    give_up: Seconds = 24 * 3600
    """Unknown, pending or unsent for this long goes to a person."""
    first_sweep: Seconds = 120
    """From acceptance to the first `due_at`; also the margin a planned message has to arrive."""
    sweep_step: Seconds = 120
    longest_sweep: Seconds = 3600
    circuit_open: tuple[Seconds, ...] = Field(default=(5, 10, 20, 40, 60), min_length=1)
    """How long the PSP is left alone the first, second, … time in a row; the last one repeats."""
    psp_connect: float = Field(default=2, gt=0)
    psp_read: float = Field(default=8, gt=0)

    @property
    def psp_call(self) -> float:
        """The longest that one call to the PSP can take."""
        return self.psp_connect + self.psp_read
