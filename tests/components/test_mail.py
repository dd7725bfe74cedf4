"""SES: identity, configuration set, templates, events."""

import pulumi_aws as aws
import pytest

from tests._recorder import program


def test_mail_leaves_over_tls_or_not_at_all() -> None:
    """The configuration set requires TLS (PCI DSS 4.2.2) and remembers who must not be mailed."""
    (configuration,) = program().of(aws.sesv2.ConfigurationSet)
    assert configuration.inputs["deliveryOptions"] == {"tlsPolicy": "REQUIRE"}
    assert configuration.inputs["suppressionOptions"] == {
        "suppressedReasons": ["BOUNCE", "COMPLAINT"]
    }


def test_the_sender_s_domain_signs_and_uses_the_set() -> None:
    """Whatever is sent from the domain goes by the set's rules, even where a caller forgets it."""
    (identity,) = program().of(aws.sesv2.EmailIdentity)
    assert identity.inputs["emailIdentity"] == "shop.example.com"
    assert identity.inputs["configurationSetName"] == "tillstack-local-mail"
    assert identity.inputs["dkimSigningAttributes"] == {"nextSigningKeyLength": "RSA_2048_BIT"}


@pytest.mark.fault(
    "F69",
    sees="The payer has no mail; the payment is settled all the same",
    does="Bounces, complaints and rejects reach the topic, and its alarm",
    person="asks the merchant for another address",
)
def test_what_did_not_arrive_is_published() -> None:
    """Bounces, complaints, rejects and templates that can't be filled reach the topic."""
    (told,) = program().of(aws.sesv2.ConfigurationSetEventDestination)
    destination = told.inputs["eventDestination"]
    assert destination["enabled"] is True
    assert set(destination["matchingEventTypes"]) == {
        "BOUNCE",
        "COMPLAINT",
        "REJECT",
        "RENDERING_FAILURE",
    }
    topic = program().named("notifier-events")
    assert destination["snsDestination"] == {"topicArn": topic.outputs["arn"]}
    assert topic.inputs["kmsMasterKeyId"] == program().named("keys-alerts").outputs["arn"]


def test_there_is_a_template_for_each_mail() -> None:
    """Template names are physical names of this stack."""
    names = {each.inputs["name"] for each in program().of(aws.ses.Template)}
    assert names == {
        f"tillstack-local-{language}-{outcome}"
        for language in ("en", "pt")
        for outcome in ("succeeded", "failed")
    }
