"""Who hears of an alarm."""

from tests.fakes.recorder import program


def test_an_address_is_subscribed_where_one_is_given() -> None:
    """Alarms reach a person."""
    subscription = program().named("alarms-email")
    assert subscription.inputs["protocol"] == "email"
    assert subscription.inputs["topic"] == program().named("alarms-topic").outputs["arn"]
    assert subscription.inputs["endpoint"] == "alarms@example.com"
