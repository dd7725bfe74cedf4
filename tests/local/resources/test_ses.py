"""Identities, configuration sets and templates in the emulator."""

from collections.abc import Callable

import pulumi_aws as aws
import pytest

from local.emulator import Emulator
from local.resources import Made

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
