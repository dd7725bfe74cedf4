"""The words of the table."""

from till.permissions.needs import ANY, Need


def test_a_need_without_a_resource_is_for_all_of_them() -> None:
    """Some actions know no resource; a row says so by saying nothing."""
    assert Need("kms:ListAliases").resources == (ANY,)
