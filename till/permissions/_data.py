"""What the tables, queues, keys, secrets, topics and mails need to be deployed."""

from collections.abc import Mapping, Sequence
from typing import Final

from till.permissions.needs import ANY, HERE, KEY, NAMED, TAGGED, TAGGING, USE_OF_KEY, Need

_TABLE = f"arn:<partition>:dynamodb:{HERE}:table/{NAMED}"
_QUEUE = f"arn:<partition>:sqs:{HERE}:{NAMED}"
_TOPIC = f"arn:<partition>:sns:{HERE}:{NAMED}"
_SECRET = f"arn:<partition>:secretsmanager:{HERE}:secret:{NAMED}"
_SET = f"arn:<partition>:ses:{HERE}:configuration-set/{NAMED}"
_IDENTITY = f"arn:<partition>:ses:{HERE}:identity/*"

DATA: Final[Mapping[str, Sequence[Need]]] = {
    "aws:dynamodb/resourcePolicy:ResourcePolicy": [
        Need("dynamodb:PutResourcePolicy GetResourcePolicy DeleteResourcePolicy", [_TABLE])
    ],
    "aws:dynamodb/table:Table": [
        Need(
            "dynamodb:CreateTable DescribeTable UpdateTable DeleteTable "
            "DescribeContinuousBackups UpdateContinuousBackups DescribeTimeToLive "
            "UpdateTimeToLive ListTagsOfResource TagResource UntagResource",
            [_TABLE],
        ),
        USE_OF_KEY,
    ],
    "aws:kms/alias:Alias": [
        Need(
            "kms:CreateAlias UpdateAlias DeleteAlias", [f"arn:<partition>:kms:{HERE}:alias/{NAMED}"]
        ),
        Need("kms:CreateAlias UpdateAlias DeleteAlias", [KEY], TAGGED),
        Need("kms:ListAliases"),
    ],
    "aws:kms/key:Key": [
        Need("kms:CreateKey", [ANY], TAGGING),
        Need("kms:TagResource", [KEY], TAGGING),
        # A later change of one tag sends that tag alone.
        Need("kms:TagResource", [KEY], TAGGED),
        Need(
            "kms:DescribeKey GetKeyPolicy PutKeyPolicy GetKeyRotationStatus EnableKeyRotation "
            "DisableKeyRotation EnableKey UpdateKeyDescription ScheduleKeyDeletion "
            "ListResourceTags UntagResource",
            [KEY],
            TAGGED,
        ),
    ],
    "aws:kms/keyPolicy:KeyPolicy": [Need("kms:GetKeyPolicy PutKeyPolicy", [KEY], TAGGED)],
    "aws:secretsmanager/secret:Secret": [
        Need(
            "secretsmanager:CreateSecret DescribeSecret UpdateSecret DeleteSecret "
            "GetResourcePolicy TagResource UntagResource",
            [_SECRET],
        ),
        USE_OF_KEY,
    ],
    "aws:secretsmanager/secretPolicy:SecretPolicy": [
        Need("secretsmanager:PutResourcePolicy GetResourcePolicy DeleteResourcePolicy", [_SECRET])
    ],
    "aws:secretsmanager/secretVersion:SecretVersion": [
        Need(
            "secretsmanager:PutSecretValue GetSecretValue ListSecretVersionIds "
            "UpdateSecretVersionStage",
            [_SECRET],
        ),
        USE_OF_KEY,
    ],
    "aws:ses/template:Template": [
        # The first version of SES's API knows no resource here.
        Need("ses:CreateTemplate GetTemplate UpdateTemplate DeleteTemplate")
    ],
    "aws:sesv2/configurationSet:ConfigurationSet": [
        Need(
            "ses:CreateConfigurationSet GetConfigurationSet DeleteConfigurationSet "
            "PutConfigurationSetDeliveryOptions PutConfigurationSetReputationOptions "
            "PutConfigurationSetSendingOptions PutConfigurationSetSuppressionOptions "
            "PutConfigurationSetTrackingOptions ListTagsForResource TagResource UntagResource",
            [_SET],
        )
    ],
    "aws:sesv2/configurationSetEventDestination:ConfigurationSetEventDestination": [
        Need(
            "ses:CreateConfigurationSetEventDestination GetConfigurationSetEventDestinations "
            "UpdateConfigurationSetEventDestination DeleteConfigurationSetEventDestination",
            [_SET],
        )
    ],
    "aws:sesv2/emailIdentity:EmailIdentity": [
        Need(
            "ses:CreateEmailIdentity GetEmailIdentity DeleteEmailIdentity "
            "PutEmailIdentityConfigurationSetAttributes PutEmailIdentityDkimSigningAttributes "
            "ListTagsForResource TagResource UntagResource",
            [_IDENTITY, _SET],
        )
    ],
    "aws:sns/topic:Topic": [
        Need(
            "sns:CreateTopic GetTopicAttributes SetTopicAttributes DeleteTopic "
            "ListTagsForResource TagResource UntagResource",
            [_TOPIC],
        )
    ],
    "aws:sns/topicSubscription:TopicSubscription": [
        Need("sns:Subscribe ListSubscriptionsByTopic", [_TOPIC]),
        Need("sns:Unsubscribe GetSubscriptionAttributes SetSubscriptionAttributes"),
    ],
    "aws:sqs/queue:Queue": [
        Need(
            "sqs:CreateQueue GetQueueAttributes SetQueueAttributes DeleteQueue GetQueueUrl "
            "ListQueueTags TagQueue UntagQueue",
            [_QUEUE],
        )
    ],
}
