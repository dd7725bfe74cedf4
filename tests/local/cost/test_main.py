"""`make cost`, as it is typed; what it counts is in test_measured_run.py."""

from pathlib import Path

import pytest

from local.cost.__main__ import main


@pytest.mark.parametrize("payments", ["0", "-3"])
def test_no_payments_are_no_count(
    payments: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Refused before anything starts, and nothing is written."""
    result = tmp_path / "counted.json"
    with pytest.raises(SystemExit) as ended:
        main(["--payments", payments, "--result", str(result)])
    assert ended.value.code == 2
    assert f"--payments is {payments}: give a whole number above zero." in capsys.readouterr().err
    assert not result.exists()
