"""Identities, configuration sets and templates in the emulator."""

from collections.abc import Callable

import pulumi_aws as aws
import pytest

from local.emulator.emulator import Emulator
from local.resources import Made, ResourceError, update
from tests.local.resources._life import Life

pytestmark = pytest.mark.emulator


def test_a_template_is_sent_through_its_set(make: Callable[..., Made], emulator: Emulator) -> None:
    """Identity, set, event destination and template together send a filled mail."""
    topic, _ = make(aws.sns.Topic, name="ses-events")
    sender, identity = make(aws.sesv2.EmailIdentity, emailIdentity="shop@example.com")
    config, _ = make(
        aws.sesv2.ConfigurationSet,
        configurationSetName="kept-set",
        deliveryOptions={"tlsPolicy": "REQUIRE"},
        reputationOptions={"reputationMetricsEnabled": True},
        sendingOptions={"sendingEnabled": True},
        suppressionOptions={"suppressedReasons": ["BOUNCE", "COMPLAINT"]},
    )
    make(
        aws.sesv2.ConfigurationSetEventDestination,
        configurationSetName=config,
        eventDestinationName="events",
        eventDestination={
            "enabled": True,
            "matchingEventTypes": ["BOUNCE", "COMPLAINT"],
            "snsDestination": {"topicArn": topic},
        },
    )
    template, _ = make(
        aws.ses.Template, name="kept", subject="Hello {{name}}", text="{{name}}", html="<p>{{name}}"
    )
    ses = emulator.client("sesv2")
    ses.send_email(
        FromEmailAddress=sender,
        ConfigurationSetName=config,
        Destination={"ToAddresses": ["templated@example.com"]},
        Content={"Template": {"TemplateName": template, "TemplateData": '{"name":"Ana"}'}},
    )
    mail = next(one for one in emulator.mailbox() if one["To"] == ["templated@example.com"])
    assert mail["Subject"] == "Hello Ana"
    found = ses.get_configuration_set(ConfigurationSetName=config)
    assert found["DeliveryOptions"]["TlsPolicy"] == "REQUIRE"
    destinations = ses.get_configuration_set_event_destinations(ConfigurationSetName=config)
    assert destinations["EventDestinations"][0]["SnsDestination"]["TopicArn"] == topic
    assert identity["arn"].endswith(":identity/shop@example.com")


def test_an_identity_from_beginning_to_end(emulator: Emulator) -> None:
    """An identity's configuration set and tags change in place."""
    ses = emulator.client("sesv2")
    life = Life(
        emulator,
        aws.sesv2.EmailIdentity,
        {
            "emailIdentity": "life.example.com",
            "configurationSetName": "one",
            "dkimSigningAttributes": {"nextSigningKeyLength": "RSA_2048_BIT"},
            "tags": {"a": "b"},
        },
    )
    life.becomes(tags={"c": "d"})
    life.becomes(configurationSetName="two")
    life.becomes(configurationSetName=None)
    arn, tags = life.state["arn"], [{"Key": "by", "Value": "hand"}]
    life.drifts(lambda: ses.tag_resource(ResourceArn=arn, Tags=tags), "tags")
    life.ends()


def test_what_the_emulator_lacks_is_never_silence(
    make: Callable[..., Made], emulator: Emulator
) -> None:
    """The emulator changes no signing key: once it learns it, that change can be tested."""
    inputs = {"emailIdentity": "fixed.example.com"}
    name, outputs = make(aws.sesv2.EmailIdentity, **inputs)
    token = "aws:sesv2/emailIdentity:EmailIdentity"
    change = {"dkimSigningAttributes": {"nextSigningKeyLength": "RSA_1024_BIT"}}
    with pytest.raises(ResourceError, match="Unknown SES v2 path"):
        update(token, name, outputs, {**inputs, **change}, emulator)


def test_a_set_from_beginning_to_end(make: Callable[..., Made], emulator: Emulator) -> None:
    """A configuration set's options, its event destination and its tags change in place."""
    ses = emulator.client("sesv2")
    topics = [make(aws.sns.Topic, name=f"life-mail-{one}")[0] for one in "ab"]
    life = Life(
        emulator,
        aws.sesv2.ConfigurationSet,
        {
            "configurationSetName": "life-set",
            "deliveryOptions": {"tlsPolicy": "REQUIRE"},
            "sendingOptions": {"sendingEnabled": True},
            "suppressionOptions": {"suppressedReasons": ["BOUNCE", "COMPLAINT"]},
            "tags": {"a": "b"},
        },
    )
    events = {"enabled": True, "matchingEventTypes": ["BOUNCE", "COMPLAINT"]}
    told = Life(
        emulator,
        aws.sesv2.ConfigurationSetEventDestination,
        {
            "configurationSetName": "life-set",
            "eventDestinationName": "events",
            "eventDestination": {**events, "snsDestination": {"topicArn": topics[0]}},
        },
    )
    life.becomes(
        deliveryOptions={"tlsPolicy": "OPTIONAL"},
        reputationOptions={"reputationMetricsEnabled": True},
        sendingOptions={"sendingEnabled": False},
        suppressionOptions={"suppressedReasons": ["BOUNCE"]},
        tags={"c": "d"},
    )
    told.becomes(eventDestination={**events, "snsDestination": {"topicArn": topics[1]}})
    where = {"ConfigurationSetName": "life-set"}
    life.drifts(
        lambda: ses.put_configuration_set_delivery_options(**where, TlsPolicy="REQUIRE"),
        "deliveryOptions",
    )
    arn, tags = life.state["arn"], [{"Key": "by", "Value": "hand"}]
    life.drifts(lambda: ses.tag_resource(ResourceArn=arn, Tags=tags), "tags")
    off = {
        "Enabled": False,
        "MatchingEventTypes": ["BOUNCE", "COMPLAINT"],
        "SnsDestination": {"TopicArn": topics[1]},
    }
    told.drifts(
        lambda: ses.update_configuration_set_event_destination(
            **where, EventDestinationName="events", EventDestination=off
        ),
        "eventDestination",
    )
    told.ends()
    life.becomes(suppressionOptions=None)
    assert "SuppressionOptions" not in ses.get_configuration_set(**where)
    life.ends()
    told.ends()
