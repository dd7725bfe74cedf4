"""What the engine says in a preview, read from its JSON events.

The plain `pulumi preview --json` leaves out what the policies said (tried with 3.259.0), so this
reads the stream of events that the same command writes under `STREAMING`.
"""

from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

STREAMING: Final = "PULUMI_ENABLE_STREAMING_JSON_PREVIEW"
"""Set in the engine's environment, it makes `--json` write one event a line."""
UNKNOWN: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""The engine's sign for a value that is known only after the deployment."""
STACK: Final = "pulumi:pulumi:Stack"


class PreviewError(Exception):
    """The file is no preview; says what to write instead, and nothing of the file's values."""


class _Said(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="ignore", alias_generator=to_camel, hide_input_in_errors=True
    )


class State(_Said):
    """A resource before or after: property → value, where a secret is a mapping, never text."""

    inputs: dict[str, Any] = Field(default_factory=dict)
    outputs: dict[str, Any] = Field(default_factory=dict)


class Step(_Said):
    """One resource and what would happen to it."""

    op: str
    """`create`, `update`, `replace`, `delete`, `same`, …"""
    urn: str
    type: str
    old: State | None = None
    new: State | None = None
    logical: bool = False
    """Whether the step is the program's; the two halves of a replacement are the engine's own."""
    diffs: list[str] | None = None
    """Names of the properties that differ."""

    @property
    def name(self) -> str:
        """The resource's logical name."""
        return self.urn.rsplit("::", 1)[-1]


class Violation(_Said):
    """What one policy says of one resource, or of the stack where there is none."""

    resource_urn: str = ""
    policy_pack_name: str
    policy_name: str
    enforcement_level: str
    """`mandatory` stops the deployment, `advisory` does not."""
    message: str


class Summary(_Said):
    """The last word."""

    result: str = ""
    """`succeeded` or `failed`."""
    policy_packs: Annotated[dict[str, str], Field(alias="PolicyPacks")] = {}
    """Pack → version."""


class _Diagnostic(_Said):
    severity: str
    message: str


class _Resource(_Said):
    metadata: Step


class _Event(_Said):
    """One line; of the many kinds, those that a preview is made of."""

    resource_pre_event: _Resource | None = None
    res_outputs_event: _Resource | None = None
    policy_event: Violation | None = None
    diagnostic_event: _Diagnostic | None = None
    summary_event: Summary | None = None


@dataclass(frozen=True)
class Preview:
    """One run of `pulumi preview`."""

    steps: tuple[Step, ...]
    """Without what stays the same."""
    every: tuple[Step, ...]
    """With that."""
    stack: Step | None
    """The stack, whose outputs are the exports; None where the program ended early."""
    violations: tuple[Violation, ...]
    errors: tuple[str, ...]
    """The last line of each error."""
    summary: Summary


def read_preview(text: str) -> Preview:
    """The preview in `text`, one JSON event a line.

    Raises:
        PreviewError: `text` holds something else.
    """
    events = [_event(number, line) for number, line in enumerate(text.splitlines(), start=1)]
    summaries = [event.summary_event for event in events if event.summary_event]
    if not summaries:
        raise PreviewError(_WRONG.format("it has no summary"))
    pre = [event.resource_pre_event.metadata for event in events if event.resource_pre_event]
    every = tuple(step for step in pre if step.logical)
    # A stack's new exports are known when the program has ended.
    ends = [event.res_outputs_event.metadata for event in events if event.res_outputs_event]
    told = [event.diagnostic_event for event in events if event.diagnostic_event]
    return Preview(
        steps=tuple(step for step in every if step.op != "same"),
        every=every,
        stack=next((step for step in reversed(ends) if step.type == STACK), None),
        violations=tuple(event.policy_event for event in events if event.policy_event),
        errors=tuple(
            each.message.strip().rsplit("\n", 1)[-1] for each in told if each.severity == "error"
        ),
        summary=summaries[-1],
    )


_WRONG: Final = (
    "This is no preview that can be read: {}. "
    f"Make one with: {STREAMING}=1 pulumi preview --json > preview.json"
)


def _event(number: int, line: str) -> _Event:
    try:
        return _Event.model_validate_json(line)
    except ValidationError:
        raise PreviewError(_WRONG.format(f"line {number} is no event")) from None
