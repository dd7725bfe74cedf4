"""What stands in an emulator."""

from tests.engine.deployed_stack import DeployedStack


def inventory(here: DeployedStack) -> dict[str, list[str]]:
    """The names of what stands in the emulator, by kind; keys on their way out are gone."""
    ask = here.emulator.client
    listed = {
        "alarms": [a["AlarmName"] for a in ask("cloudwatch").describe_alarms()["MetricAlarms"]],
        "apis": [a["name"] for a in ask("apigateway").get_rest_apis()["items"]],
        "functions": [f["FunctionName"] for f in ask("lambda").list_functions()["Functions"]],
        "keys": [
            key["KeyId"]
            for key in ask("kms").list_keys()["Keys"]
            if ask("kms").describe_key(KeyId=key["KeyId"])["KeyMetadata"]["Enabled"]
        ],
        "log groups": [g["logGroupName"] for g in ask("logs").describe_log_groups()["logGroups"]],
        "pools": [p["Name"] for p in ask("cognito-idp").list_user_pools(MaxResults=9)["UserPools"]],
        "queues": ask("sqs").list_queues().get("QueueUrls", []),
        "roles": [r["RoleName"] for r in ask("iam").list_roles()["Roles"]],
        "rules": [r["Name"] for r in ask("events").list_rules()["Rules"]],
        "secrets": [s["Name"] for s in ask("secretsmanager").list_secrets()["SecretList"]],
        "tables": ask("dynamodb").list_tables()["TableNames"],
        "topics": [t["TopicArn"] for t in ask("sns").list_topics()["Topics"]],
    }
    return {kind: names for kind, names in listed.items() if names}
