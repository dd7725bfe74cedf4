"""A queue that anybody with the account's default key can read."""

import pulumi_aws as aws

aws.sqs.Queue("keyless", name="keyless")
