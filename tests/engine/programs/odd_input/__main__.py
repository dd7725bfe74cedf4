"""A private API without a name, with keys from where no API takes them.

The local provider knows no networks, and makes up no names.
"""

import pulumi_aws as aws

aws.apigateway.RestApi(
    "private",
    api_key_source="COOKIE",
    endpoint_configuration={"types": "PRIVATE", "vpc_endpoint_ids": ["vpce-1"]},
)
