"""How long things take: every planned wait and limit of the processor, notifier and sweeper.

One model, because the same numbers travel from the stack's settings through a function's
environment (`TIMING`, as JSON) into the domain. All values are seconds.
"""

from typing import Annotated, Final, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from runtime.contract.broken_times import broken

WEBHOOK_STEPS: Final = (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
"""Seconds: those of Standard Webhooks ("Deliverability and reliability"), three days in all."""

Seconds = Annotated[int, Field(ge=0, le=10**9)]
Step = Annotated[int, Field(ge=1, le=7 * 86_400)]


class Waits(BaseModel):
    """What a stack may set; the defaults are those of every stack but `local`."""

    # Not by docstrings: pydantic would read and parse this file at every cold start.
    model_config = ConfigDict(
        frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True
    )

    back_off: tuple[Seconds, Seconds, Seconds] = Field(
        (10, 40, 160), description="Waits before the second, third and fourth attempt."
    )
    back_off_spread: Annotated[float, Field(ge=0, lt=1)] = Field(
        0.5,
        description="Share by which such a wait may be longer or shorter, so that payments "
        "spread out.",
    )
    polling: Annotated[tuple[Seconds, ...], Field(min_length=1)] = Field(
        (5, 20, 60, 300, 900),
        description="Waits between looks at an attempt without an answer; the last one repeats.",
    )
    longest_wait: Seconds = Field(
        900, description="The longest delay of a message; the sweeper takes care of longer waits."
    )
    mail_lease: Seconds = Field(60, description="How long a mail belongs to who began to send it.")
    charge_window: Seconds = Field(
        20 * 3600, description="How long after its acceptance a payment may be charged."
    )
    give_up: Seconds = Field(
        24 * 3600,
        description="How long an attempt without an answer is looked for before a person decides.",
    )
    first_sweep: Seconds = Field(
        120, description="After its acceptance, when a payment that stands still is enqueued again."
    )
    sweep_step: Seconds = Field(
        120, description="The wait after the first sweep; it doubles from sweep to sweep."
    )
    longest_sweep: Seconds = Field(3600, description="The longest that wait becomes.")
    circuit_open: Annotated[tuple[Seconds, ...], Field(min_length=1)] = Field(
        (5, 10, 20, 40, 60),
        description="How long a failing payment service provider is left alone; the last one "
        "repeats.",
    )
    webhook_steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=20)] = Field(
        WEBHOOK_STEPS,
        description="Waits after an endpoint's failures until an event is sent again; after the "
        "last one it is given up.",
    )
    psp_connect: Annotated[float, Field(gt=0)] = Field(
        2, description="To connect to the payment service provider."
    )
    psp_read: Annotated[float, Field(gt=0)] = Field(
        8, description="For one answer of the payment service provider."
    )


class Times(Waits):
    """All of them, whether or not they fit together."""

    lease: Seconds = Field(
        75, description="How long an attempt belongs to its owner: the processor's timeout + 30 s."
    )
    processor_timeout: Seconds = Field(
        45, description="When an invocation of the processor is ended from outside."
    )

    @property
    def psp_call(self) -> float:
        """The longest that one call to the PSP can take."""
        return self.psp_connect + self.psp_read


class Timing(Times):
    """Times that stand to each other as `time_relations.py` says; others can't be made."""

    @model_validator(mode="after")
    def _fit_together(self) -> Self:
        if faults := [each.sentence for each in broken(self)]:
            raise ValueError("; ".join(faults))
        return self
