"""What AWS's services send to CloudWatch: names, dimensions, units and how far a value can go.

From the page "Metrics and dimensions" (or "Monitoring with CloudWatch") of each service's own
guide, as of 2026-11-29, for the services whose types the pack knows; held against AWS's CDK.
"""

from collections.abc import Mapping
from typing import Final

from .alarm_shapes import Metric, Namespace, Shape


def _sets(*lines: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(each.split()) for each in lines)


def _all(names: str, metric: Metric) -> dict[str, Metric]:
    return dict.fromkeys(names.split(), metric)


_FAILURES: Final = Metric(Shape.FAILURES)
_TRAFFIC: Final = Metric(Shape.TRAFFIC)
_COUNT: Final = Metric(Shape.LEVEL)
_BYTES: Final = Metric(Shape.LEVEL, "Bytes")
_SENT: Final = Metric(Shape.TRAFFIC, "Bytes")
_PERCENT: Final = Metric(Shape.LEVEL, "Percent", 100)
_MILLISECONDS: Final = Metric(Shape.LEVEL, "Milliseconds")
_SUCCESS: Final = Metric(Shape.LEVEL, "Count", 1)

NAMESPACES: Final[Mapping[str, Namespace]] = {
    "AWS/Lambda": Namespace(
        _sets("", "FunctionName", "FunctionName Resource", "FunctionName Resource ExecutedVersion",
              "EventSourceMappingUUID"),
        {
            **_all("Errors Throttles DeadLetterErrors DestinationDeliveryFailures "
                   "AsyncEventsDropped RecursiveInvocationsDropped OversizedRecordCount "
                   "ProvisionedConcurrencySpilloverInvocations SignatureValidationErrors "
                   "FailedInvokeEventCount DroppedEventCount "
                   "OnFailureDestinationDeliveredEventCount PollingErrorCount InvokeErrorCount "
                   "OnFailureDestinationDeliveryErrorCount SchemaRegistryErrorCount "
                   "CommitErrorCount CPUThrottles MemoryThrottles DiskThrottles "
                   "ConcurrencyThrottles", _FAILURES),
            **_all("Invocations AsyncEventsReceived ProvisionedConcurrencyInvocations "
                   "PolledEventCount FilteredOutEventCount InvokedEventCount DeletedEventCount "
                   "CommittedEventCount", _TRAFFIC),
            **_all("ConcurrentExecutions UnreservedConcurrentExecutions OffsetLag MaxOffsetLag "
                   "SumOffsetLag ProvisionedPollers "
                   "ProvisionedConcurrentExecutions ClaimedAccountConcurrency", _COUNT),
            "ProvisionedConcurrencyUtilization": Metric(Shape.LEVEL, "None", 1),
            "Duration": Metric(Shape.LEVEL, "Milliseconds", 900_000),
            "PostRuntimeExtensionsDuration": _MILLISECONDS,
            "IteratorAge": Metric(Shape.AGE, "Milliseconds"),
            "AsyncEventAge": Metric(Shape.AGE, "Milliseconds"),
        },
    ),
    "AWS/SQS": Namespace(
        _sets("QueueName"),
        {
            **_all("ApproximateNumberOfMessagesVisible ApproximateNumberOfMessagesDelayed "
                   "ApproximateNumberOfGroupsWithInflightMessages", _COUNT),
            "ApproximateNumberOfMessagesNotVisible": Metric(Shape.LEVEL, "Count", 120_000),
            "ApproximateAgeOfOldestMessage": Metric(Shape.AGE, "Seconds", 1_209_600),
            **_all("NumberOfMessagesSent NumberOfMessagesReceived NumberOfMessagesDeleted "
                   "NumberOfEmptyReceives NumberOfDeduplicatedSentMessages", _TRAFFIC),
            "SentMessageSize": Metric(Shape.LEVEL, "Bytes", 1_048_576),
        },
    ),
    "AWS/SNS": Namespace(
        _sets("TopicName", "Application", "Application Platform", "Platform", "PhoneNumber",
              "Country", "SMSType", "Country SMSType", ""),
        {
            **_all("NumberOfNotificationsFailed NumberOfNotificationsRedrivenToDlq "
                   "NumberOfNotificationsFailedToRedriveToDlq "
                   "NumberOfNotificationsFilteredOut-InvalidAttributes "
                   "NumberOfNotificationsFilteredOut-InvalidMessageBody", _FAILURES),
            **_all("NumberOfMessagesPublished NumberOfNotificationsDelivered "
                   "NumberOfNotificationsFilteredOut "
                   "NumberOfNotificationsFilteredOut-MessageAttributes "
                   "NumberOfNotificationsFilteredOut-NoMessageAttributes "
                   "NumberOfNotificationsFilteredOut-MessageBody", _TRAFFIC),
            "PublishSize": _BYTES,
            "SMSMonthToDateSpentUSD": Metric(Shape.LEVEL, "USD"),
            "SMSSuccessRate": _SUCCESS,
        },
    ),
    "AWS/ApiGateway": Namespace(
        _sets("ApiName", "ApiName Stage", "ApiName Stage Resource Method", "ApiId", "ApiId Stage",
              "ApiId Stage Resource Method", "ApiId Stage Route"),
        {
            **_all("4XXError 5XXError 4xx 5xx ClientError IntegrationError ExecutionError",
                   _FAILURES),
            **_all("Count CacheHitCount CacheMissCount ConnectCount MessageCount", _TRAFFIC),
            **_all("Latency IntegrationLatency", _MILLISECONDS),
            "DataProcessed": _BYTES,
        },
    ),
    "AWS/DynamoDB": Namespace(
        _sets("", "TableName", "TableName Operation", "TableName GlobalSecondaryIndexName",
              "TableName Operation GlobalSecondaryIndexName", "Operation",
              "TableName Operation StreamLabel", "TableName ReceivingRegion",
              "TableName DelegatedOperation", "TableName Source GlobalSecondaryIndexName",
              "TableName Source"),
        {
            **_all("ThrottledRequests ReadThrottleEvents WriteThrottleEvents SystemErrors "
                   "UserErrors TransactionConflict ConditionalCheckFailedRequests "
                   "FailedToReplicateRecordCount ThrottledPutRecordCount "
                   "OnlineIndexThrottleEvents FaultInjectionServiceInducedErrors "
                   "ReadAccountLimitThrottleEvents WriteAccountLimitThrottleEvents "
                   "ReadKeyRangeThroughputThrottleEvents WriteKeyRangeThroughputThrottleEvents "
                   "ReadMaxOnDemandThroughputThrottleEvents "
                   "WriteMaxOnDemandThroughputThrottleEvents "
                   "ReadProvisionedThroughputThrottleEvents "
                   "WriteProvisionedThroughputThrottleEvents", _FAILURES),
            **_all("ConsumedReadCapacityUnits ConsumedWriteCapacityUnits ReturnedItemCount "
                   "ReturnedRecordsCount TimeToLiveDeletedItemCount PendingReplicationCount "
                   "ConsumedChangeDataCaptureUnits", _TRAFFIC),
            **_all("ProvisionedReadCapacityUnits ProvisionedWriteCapacityUnits AccountMaxReads "
                   "AccountMaxWrites AccountMaxTableLevelReads AccountMaxTableLevelWrites "
                   "OnDemandMaxReadRequestUnits OnDemandMaxWriteRequestUnits "
                   "OnlineIndexConsumedWriteCapacity", _COUNT),
            "OnlineIndexPercentageProgress": Metric(Shape.LEVEL, "Count", 100),
            **_all("MaxProvisionedTableReadCapacityUtilization "
                   "MaxProvisionedTableWriteCapacityUtilization "
                   "AccountProvisionedReadCapacityUtilization "
                   "AccountProvisionedWriteCapacityUtilization", _PERCENT),
            **_all("SuccessfulRequestLatency ReplicationLatency", _MILLISECONDS),
            "AgeOfOldestUnreplicatedRecord": Metric(Shape.AGE, "Milliseconds"),
            "ReturnedBytes": _BYTES,
        },
    ),
    "AWS/WAFV2": Namespace(
        _sets("WebACL Rule", "WebACL Rule Region", "WebACL Region", "WebACL", "RuleGroup Rule",
              "RuleGroup Rule Region", "Country WebACL Region", "Attack WebACL Region",
              "Device WebACL Region", "ManagedRuleGroup ManagedRuleGroupRule Region",
              "LabelNamespace Label", "LabelNamespace Label WebACL", "BotCategory WebACL Region",
              "LabelNamespace Label WebACL Region", "LabelNamespace Label RuleGroup Region"),
        _all("AllowedRequests BlockedRequests CountedRequests PassedRequests CaptchaRequests "
             "ChallengeRequests RequestsWithValidCaptchaToken RequestsWithValidChallengeToken "
             "CaptchasAttempted CaptchasSolved ChallengesAttempted ChallengesSolved "
             # The page writes the sampled ones in the singular, others in the plural.
             "SampleAllowedRequest SampleBlockedRequest SampleAllowedRequests "
             "SampleBlockedRequests", _TRAFFIC),
    ),
    "AWS/Cognito": Namespace(
        _sets("UserPool UserPoolClient", "UserPool UserPoolClient IdentityProvider", "Operation",
              "Operation UserPoolId", "Operation UserPoolId RiskLevel"),
        {
            **_all("SignUpSuccesses SignInSuccesses TokenRefreshSuccesses FederationSuccesses",
                   _SUCCESS),
            **_all("SignUpThrottles SignInThrottles TokenRefreshThrottles FederationThrottles "
                   "CompromisedCredentialsRisk AccountTakeoverRisk OverrideBlock Risk",
                   _FAILURES),
            **_all("NoRisk CallCount", _TRAFFIC),
            "ThrottleCount": _FAILURES,
        },
    ),
    "AWS/SES": Namespace(
        _sets(""),
        {
            **_all("Bounce Complaint Reject RenderingFailure DeliveryDelay PublishFailure "
                   "PublishExpired", _FAILURES),
            **_all("Send Delivery Open Click Subscription PublishSuccess", _TRAFFIC),
            **_all("Reputation.BounceRate Reputation.ComplaintRate",
                   Metric(Shape.LEVEL, "None", 1)),
        },
        free=True,
    ),
    "AWS/Events": Namespace(
        _sets("", "RuleName", "EventBusName", "EventBusName RuleName", "EventSourceName"),
        {
            **_all("FailedInvocations ThrottledRules InvocationsFailedToBeSentToDlq "
                   "InvocationsSentToDlq RetryInvocationAttempts PutEventsFailedEntriesCount "
                   "PutEventsApproximateFailedCount PutEventsApproximateThrottledCount "
                   "DeadLetterInvocations", _FAILURES),
            **_all("Invocations TriggeredRules MatchedEvents InvocationAttempts InvocationsCreated "
                   "SuccessfulInvocationAttempts Events PutEventsEntriesCount "
                   "PutEventsApproximateCallCount PutEventsApproximateSuccessCount", _TRAFFIC),
            "PutEventsRequestSize": _BYTES,
            # AWS's page writes two of them with a small t, its announcements with a large one.
            **_all("IngestionToInvocationStartLatency IngestionToInvocationCompleteLatency "
                   "IngestiontoInvocationStartLatency IngestiontoInvocationCompleteLatency "
                   "IngestionToInvocationSuccessLatency PutEventsLatency", _MILLISECONDS),
        },
    ),
    "AWS/Logs": Namespace(
        _sets("", "LogGroupName", "LogGroupName DestinationType FilterName", "LogGroupName "
              "DataProtectionOperation", "Class Resource Service Type"),
        {
            **_all("DeliveryErrors DeliveryThrottling EMFParsingErrors EMFValidationErrors "
                   "ErrorCount ThrottleCount LogEventsWithFindings AnomalyCount "
                   "TransformationErrors", _FAILURES),
            **_all("IncomingLogEvents ForwardedLogEvents CallCount TransformedLogEvents",
                   _TRAFFIC),
            **_all("IncomingBytes ForwardedBytes TransformedBytes", _SENT),
        },
    ),
    "AWS/KMS": Namespace(
        _sets("KeyId", "CustomKeyStoreId"),
        {"SecondsUntilKeyMaterialExpiration": Metric(Shape.LEVEL, "Seconds")},
    ),
    "AWS/SecretsManager": Namespace(_sets(""), {"ResourceCount": _COUNT}),
    "AWS/EC2": Namespace(
        _sets("", "InstanceId", "AutoScalingGroupName", "ImageId", "InstanceType"),
        {
            "CPUUtilization": _PERCENT,
            **_all("StatusCheckFailed StatusCheckFailed_Instance StatusCheckFailed_System "
                   "StatusCheckFailed_AttachedEBS", _SUCCESS),
            **_all("NetworkIn NetworkOut DiskReadBytes DiskWriteBytes EBSReadBytes EBSWriteBytes",
                   _BYTES),
            **_all("NetworkPacketsIn NetworkPacketsOut DiskReadOps DiskWriteOps EBSReadOps "
                   "EBSWriteOps CPUCreditUsage CPUCreditBalance CPUSurplusCreditBalance "
                   "CPUSurplusCreditsCharged MetadataNoToken MetadataNoTokenRejected", _COUNT),
            **_all("EBSIOBalance% EBSByteBalance%", _PERCENT),
        },
    ),
    "AWS/AutoScaling": Namespace(
        _sets("AutoScalingGroupName"),
        _all("GroupMinSize GroupMaxSize GroupDesiredCapacity GroupInServiceInstances "
             "GroupPendingInstances GroupStandbyInstances GroupTerminatingInstances "
             "GroupTotalInstances", _COUNT),
    ),
    "AWS/S3": Namespace(
        _sets("BucketName StorageType", "BucketName FilterId"),
        {
            "BucketSizeBytes": Metric(Shape.DAILY, "Bytes"),
            "NumberOfObjects": Metric(Shape.DAILY),
            **_all("4xxErrors 5xxErrors", _FAILURES),
            **_all("AllRequests GetRequests PutRequests DeleteRequests HeadRequests PostRequests "
                   "ListRequests SelectRequests", _TRAFFIC),
            **_all("FirstByteLatency TotalRequestLatency", _MILLISECONDS),
            **_all("BytesDownloaded BytesUploaded", _BYTES),
        },
    ),
    "AWS/CertificateManager": Namespace(
        _sets("CertificateArn"), {"DaysToExpiry": Metric(Shape.DAILY)}
    ),
    "AWS/Billing": Namespace(
        _sets("Currency", "Currency ServiceName", "Currency LinkedAccount",
              "Currency LinkedAccount ServiceName"),
        {"EstimatedCharges": Metric(Shape.DAILY, "None")},
    ),
    "AWS/Usage": Namespace(
        _sets("Service Type Resource Class"),
        {"CallCount": _TRAFFIC, "ResourceCount": _COUNT, "ThrottleCount": _FAILURES},
    ),
}  # fmt: skip
"""Namespace → what is sent there."""

OFTEN_MISSING: Final = "AWS/DynamoDB"
"""An alarm on its metrics always ignores missing data, whatever it says (PutMetricAlarm)."""
