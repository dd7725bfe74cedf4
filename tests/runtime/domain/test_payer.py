"""Who pays, sealed and opened."""

import pytest

from runtime.domain.payer import Payer
from runtime.domain.private import Clear


@pytest.mark.parametrize("name", ["Zoë", None])
def test_a_payer_comes_back_as_sealed(name: str | None) -> None:
    """Address and name, or no name, are what they were."""
    payer = Payer(email=Clear("jane@example.com"), name=Clear(name) if name else None)
    assert Payer.of_sealed(payer.as_sealed()) == payer


def test_a_payer_of_the_first_release_is_read() -> None:
    """The form of what is sealed is schema version 1, said or not."""
    payer = Payer.of_sealed(Clear('{"email": "jane@example.com", "name": null}'))
    assert payer == Payer(email=Clear("jane@example.com"))


def test_a_text_that_is_no_payer_is_not_quoted() -> None:
    """The error names the fault and holds nothing of the text."""
    with pytest.raises(ValueError, match="email") as caught:
        Payer.of_sealed(Clear('{"e-mail": "jane@example.com"}'))
    assert "jane" not in str(caught.value)
