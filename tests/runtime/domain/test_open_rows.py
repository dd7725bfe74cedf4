"""A place in the index `open`."""

from runtime.domain.open_rows import OpenPlace


def test_places_are_in_the_order_of_the_index() -> None:
    """By shard, in it by the time it is due, then by id: what comes next is greater."""
    one = OpenPlace(0, 200, "pay_b")
    assert one < OpenPlace(1, 100, "pay_a")
    assert one > OpenPlace(0, 100, "pay_z")
    assert one < OpenPlace(0, 200, "pay_c")
