"""What SES needs to send our mails and to tell us what became of them."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._iam import allow_service, deny_insecure, document, from_account
from components._mail_texts import MAILS
from components._place import Place

_TOLD = ["BOUNCE", "COMPLAINT", "REJECT", "RENDERING_FAILURE"]
"""Everything that means "the payer did not get it"."""


@dataclass(frozen=True)
class MailSetup:
    """What a sender needs to know, and to be allowed."""

    configuration_set: pulumi.Output[str]
    templates: dict[str, str]
    """`<language>-<outcome>` → the template's physical name."""
    arns: list[str]
    """Identity, configuration set and templates: what SES authorises a mail on."""
    events_topic_arn: pulumi.Output[str]


def mail_setup(
    parent: pulumi.ComponentResource,
    name: str,
    place: Place,
    sender: str,
    alerts_key_arn: pulumi.Input[str],
) -> MailSetup:
    """Identity with DKIM, a configuration set that requires TLS, templates, encrypted events."""
    child = pulumi.ResourceOptions(parent=parent)
    set_name = place.name("mail")
    configuration = aws.sesv2.ConfigurationSet(
        f"{name}-configuration",
        configuration_set_name=set_name,
        delivery_options={"tls_policy": "REQUIRE"},
        reputation_options={"reputation_metrics_enabled": True},
        sending_options={"sending_enabled": True},
        suppression_options={"suppressed_reasons": ["BOUNCE", "COMPLAINT"]},
        tags=place.tags(),
        opts=child,
    )
    domain = sender.partition("@")[2]
    aws.sesv2.EmailIdentity(
        f"{name}-identity",
        email_identity=domain,
        configuration_set_name=configuration.configuration_set_name,
        dkim_signing_attributes={"next_signing_key_length": "RSA_2048_BIT"},
        tags=place.tags(),
        opts=child,
    )
    templates = {
        kind: aws.ses.Template(
            f"{name}-{kind}",
            name=place.name(kind),
            subject=mail.subject,
            text=mail.text,
            html=mail.html,
            opts=child,
        )
        for kind, mail in MAILS.items()
    }
    arns = [place.arn("ses", f"identity/{who}") for who in (domain, sender)]
    arns += [place.arn("ses", f"configuration-set/{set_name}")]
    arns += [place.arn("ses", f"template/{place.name(kind)}") for kind in templates]
    return MailSetup(
        configuration.configuration_set_name,
        {kind: place.name(kind) for kind in templates},
        arns,
        _events(parent, name, place, configuration, alerts_key_arn),
    )


def _events(
    parent: pulumi.ComponentResource,
    name: str,
    place: Place,
    configuration: aws.sesv2.ConfigurationSet,
    key_arn: pulumi.Input[str],
) -> pulumi.Output[str]:
    topic_arn = place.arn("sns", place.name("mail-events"))
    source = place.arn("ses", f"configuration-set/{place.name('mail')}")
    topic = aws.sns.Topic(
        f"{name}-events",
        name=place.name("mail-events"),
        kms_master_key_id=key_arn,
        policy=document(
            allow_service(
                "ses.amazonaws.com", ["sns:Publish"], topic_arn, from_account(place, source)
            ),
            deny_insecure("sns:Publish", topic_arn),
        ),
        tags=place.tags("confidential"),
        opts=pulumi.ResourceOptions(parent=parent),
    )
    aws.sesv2.ConfigurationSetEventDestination(
        f"{name}-told",
        configuration_set_name=configuration.configuration_set_name,
        event_destination_name="undelivered",
        event_destination={
            "enabled": True,
            "matching_event_types": _TOLD,
            "sns_destination": {"topic_arn": topic.arn},
        },
        opts=pulumi.ResourceOptions(parent=parent),
    )
    return topic.arn
