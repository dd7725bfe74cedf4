"""CloudWatch Logs."""

import pulumi_aws as aws

from local.resources._base import Cloud, Inputs, Kind, Made, arn


class LogGroup(Kind):
    """A log group with its key and its retention."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateLogGroup, then PutRetentionPolicy."""
        logs = cloud.client("logs")
        name = inputs.need("name")
        inputs.skip("skipDestroy", "tagsAll")
        logs.create_log_group(
            logGroupName=name,
            tags=inputs.take("tags", {}),
            **inputs.rename({"kmsKeyId": "kmsKeyId", "logGroupClass": "logGroupClass"}),
        )
        if days := inputs.take("retentionInDays"):
            logs.put_retention_policy(logGroupName=name, retentionInDays=days)
        return name, {"arn": arn(cloud, "logs", f"log-group:{name}")}


class LogResourcePolicy(Kind):
    """Which services may write to which log groups."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """PutResourcePolicy."""
        name = inputs.need("policyName")
        cloud.client("logs").put_resource_policy(
            policyName=name, policyDocument=inputs.need("policyDocument")
        )
        return name, {}


KINDS = {
    aws.cloudwatch.LogGroup: LogGroup,
    aws.cloudwatch.LogResourcePolicy: LogResourcePolicy,
}
