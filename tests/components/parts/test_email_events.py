"""The way from SES to the queue of what became of our mails."""

import json

import pulumi_aws as aws

from tests.fakes.recorder import ACCOUNT, REGION, program


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


def test_the_queue_gets_the_event_as_ses_wrote_it() -> None:
    """The topic's one subscription is raw, and what it can't deliver is among the dead letters."""
    topic = program().named("notifier-events").outputs["arn"]
    (subscription,) = [
        each for each in program().of(aws.sns.TopicSubscription) if each.inputs["topic"] == topic
    ]
    queue = program().named("notifier-email-events-queue")
    assert (subscription.inputs["protocol"], subscription.inputs["endpoint"]) == (
        "sqs",
        queue.outputs["arn"],
    )
    assert subscription.inputs["rawMessageDelivery"] is True
    assert json.loads(subscription.inputs["redrivePolicy"]) == {
        "deadLetterTargetArn": program().named("notifier-email-events-dead-letters").outputs["arn"]
    }


def test_an_address_lies_nowhere_without_our_key() -> None:
    """An event holds the payer's address: topic, queue and dead letters have customer keys."""
    keys = {name: program().named(f"keys-{name}").outputs["arn"] for name in ("alerts", "queue")}
    found = {
        each.name: each.inputs["kmsMasterKeyId"]
        for each in (*program().of(aws.sns.Topic), *program().of(aws.sqs.Queue))
    }
    assert found["notifier-events"] == keys["alerts"]
    for name in ("notifier-email-events-queue", "notifier-email-events-dead-letters"):
        assert found[name] == keys["queue"]


def test_the_topic_is_the_one_that_policies_name() -> None:
    """The key's and the queue's policies hold its ARN as text."""
    arn = f"arn:aws:sns:{REGION}:{ACCOUNT}:tillstack-local-mail-events"
    assert program().named("notifier-events").outputs["arn"] == arn
