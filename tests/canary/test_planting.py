"""A canary is refused for what its flow does with it, and for nothing that it happens to spell."""

from collections.abc import Sequence
from random import Random

from runtime.domain.card_data import find_card_data
from tests.canary.planting import HEAD, Planter


class Spells(Random):
    """Draws these texts, one after the other."""

    def __init__(self, *texts: str) -> None:
        super().__init__()
        self.texts = list(texts)

    def choices(self, *_args: object, **_options: object) -> Sequence[str]:  # type: ignore[override] # as it is called here
        """The next one."""
        return self.texts.pop(0)


def test_a_word_names_no_security_code() -> None:
    """One in some thousand would, and a name in metadata like that is refused and told."""
    for drawn in ("emjcvcaaaa", "2cvvkerraa"):
        assert find_card_data({f"{HEAD}{drawn}": "1"}) is not None
        word = Planter(source=Spells(drawn, "abcdefghij")).word()
        assert word == f"{HEAD}abcdefghij"
        assert find_card_data({word: word}) is None
