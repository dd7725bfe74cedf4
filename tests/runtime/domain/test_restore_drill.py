"""When the ledger was last brought back for practice."""

from runtime.domain.restore_drill import LastDrill


def test_before_the_first_there_was_none() -> None:
    """Of version 0, as everything that nobody wrote yet."""
    assert LastDrill() == LastDrill(version=0, at=0)
