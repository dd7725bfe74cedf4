"""The file of exemptions: complete, exact and readable, or one sentence."""

from pathlib import Path

import pytest

from policies.pci.framework.exemptions import ExemptionFileError, load

GOOD = """
- rule: sqs-has-dlq
  urn: urn:pulumi:dev::tillstack::aws:sqs/queue:Queue::jobs
  reason: It is a test queue.
  compensating_control: Messages are repeated every hour.
  owner: payments
  ticket: PAY-1
  approved: 2026-11-01
  expires: 2026-12-01
"""


def test_a_complete_entry_is_read(tmp_path: Path) -> None:
    """No file, an empty file and a complete entry are all in order."""
    path = tmp_path / "exemptions.yaml"
    assert load(path) == []
    path.write_text("")
    assert load(path) == []
    path.write_text(GOOD)
    assert [each.ticket for each in load(path)] == ["PAY-1"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: [", r"\(line 1\) is not YAML"),
        ("a: 1", "valid list"),
        (GOOD.replace("  owner: payments\n", ""), "0.owner: Field required"),
        (GOOD.replace("PAY-1", "''"), "0.ticket: .*at least 3"),
        (GOOD.replace("::jobs", "::*"), "0.urn: .*pattern"),
        (GOOD.replace("2026-12-01", "soon"), "0.expires: .*date"),
        (GOOD + "  until: later\n", "0.until: Extra"),
    ],
)
def test_a_broken_file_is_one_sentence(tmp_path: Path, text: str, says: str) -> None:
    """With the file's name and the place in it, and without a value."""
    path = tmp_path / "exemptions.yaml"
    path.write_text(text)
    with pytest.raises(ExemptionFileError, match=says) as caught:
        load(path)
    assert str(caught.value).startswith("exemptions.yaml")
    assert "test queue" not in str(caught.value)
