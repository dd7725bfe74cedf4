"""Reading the engine's events."""

import pytest

from tests.till.engine_events import HIDDEN, error, stack, step, summary, text, violation
from till.preview.events import PreviewError, read_preview

QUEUE = "aws:sqs/queue:Queue"


def test_only_the_programs_own_changes_are_steps() -> None:
    """What stays the same and the two halves of a replacement are not told twice."""
    preview = read_preview(
        text(
            [
                step("same", QUEUE, "still", {"name": "a"}, {"name": "a"}),
                step("create-replacement", QUEUE, "q", {"name": "a"}, {"name": "b"}, logical=False),
                step("replace", QUEUE, "q", {"name": "a"}, {"name": "b"}),
                step("delete-replaced", QUEUE, "q", {"name": "a"}, logical=False),
                summary(),
            ]
        )
    )
    assert [(each.op, each.name, each.diffs) for each in preview.steps] == [
        ("replace", "q", ["name"])
    ]


def test_the_stack_is_read_at_its_end() -> None:
    """The exports are those of the last word about the stack, not of the first."""
    preview = read_preview(text([stack({}, {}), stack({}, {"a": 1}), summary()]))
    assert preview.stack is not None
    assert preview.stack.new is not None
    assert preview.stack.new.outputs == {"a": 1}


def test_violations_errors_and_the_result_are_kept() -> None:
    """A failed preview says which policy and which error; of a traceback, the last line."""
    preview = read_preview(
        text(
            [
                violation("sqs-cmk", "mandatory", "payments"),
                error("Program failed:\nTraceback\nSettingsError: pspKey is missing\n\n"),
                summary("failed"),
            ]
        )
    )
    assert [(each.policy_name, each.enforcement_level) for each in preview.violations] == [
        ("sqs-cmk", "mandatory")
    ]
    assert preview.errors == ("SettingsError: pspKey is missing",)
    assert preview.summary.result == "failed"


@pytest.mark.parametrize(
    "wrong",
    ["", '{\n  "steps": []\n}', "no json", "[]", '{"resourcePreEvent": {"metadata": {}}}'],
)
def test_anything_else_is_refused_with_the_line_that_makes_a_preview(wrong: str) -> None:
    """An empty file, the digest without events, and noise are each one sentence with a remedy."""
    with pytest.raises(PreviewError, match="PULUMI_ENABLE_STREAMING_JSON_PREVIEW=1 pulumi preview"):
        read_preview(wrong)


def test_a_refusal_repeats_nothing_of_the_file() -> None:
    """What can't be read may hold a secret."""
    with pytest.raises(PreviewError) as refusal:
        read_preview('{"summaryEvent": {"result": ["hunter2"]}}')
    assert "hunter2" not in str(refusal.value)
    assert refusal.value.__cause__ is None


def test_a_secret_is_never_text() -> None:
    """The engine's mark of a secret stays a mapping, which no reader takes for a value."""
    (found,) = read_preview(
        text([step("create", QUEUE, "q", None, {"key": HIDDEN}), summary()])
    ).steps
    assert found.new is not None
    assert not isinstance(found.new.inputs["key"], str)
