"""SES: identity, configuration set, templates."""

import pulumi_aws as aws

from tests.fakes.recorder import program


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


def test_there_is_a_template_for_each_mail() -> None:
    """Template names are physical names of this stack."""
    names = {each.inputs["name"] for each in program().of(aws.ses.Template)}
    assert names - {"tillstack-local-en-webhook-paused"} == {
        f"tillstack-local-{language}-{outcome}"
        for language in ("en", "pt")
        for outcome in ("succeeded", "failed")
    }
