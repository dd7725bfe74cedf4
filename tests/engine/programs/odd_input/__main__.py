"""A private API without a name: the local provider knows no networks, and makes up no names."""

import pulumi_aws as aws

aws.apigateway.RestApi(
    "private",
    endpoint_configuration={"types": "PRIVATE", "vpc_endpoint_ids": ["vpce-1"]},
)
