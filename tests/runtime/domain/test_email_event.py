"""The words in which we say why a payer has no mail."""

from runtime.domain.email_event import Reason


def test_the_reasons_are_words_that_a_merchant_may_rely_on() -> None:
    """They stand in the API and in entries, which never change: none is renamed."""
    assert {str(each) for each in Reason} == {
        "bounced",
        "complained",
        "erased",
        "expired",
        "rejected",
        "rendering_failed",
        "suppressed",
        "terms_changed",
    }
