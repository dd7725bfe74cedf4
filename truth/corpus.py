"""Texts and numbers that the real provider is asked about, to learn where its limits are."""

import string
from collections.abc import Sequence
from typing import Final

ARNS: Final[Sequence[str]] = (
    "arn:aws:lambda:eu-central-1:111122223333:function:f",
    "arn:aws:lambda:eu-central-1:111122223333:function:f:live",
    "arn:aws-us-gov:sqs:us-gov-west-1:111122223333:q",
    "arn:aws-cn:sns:cn-north-1:111122223333:t",
    "arn:aws:iam::111122223333:role/r",
    "arn:aws:iam::aws:policy/p",
    "arn:aws:s3:::bucket/key",
    "arn:aws:events:eu-central-1:111122223333:event-bus/b",
    "arn:aws:automate:eu-central-1:ec2:stop",
    "arn:aws:automate:eu-central-1:ec2:explode",
    "arn:aws:logs:eu-central-1:111122223333:log-group:/g:*",
    "arn:aws:firehose:eu-central-1:111122223333:deliverystream/aws-waf-logs-x",
    "arn:aws:elasticfilesystem:eu-central-1:111122223333:access-point/fsap-0123456789abcdef0",
    "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    "arn:aws:wafv2:eu-central-1:111122223333:regional/webacl/a/1",
    "arn:aws:lambda:eu-central-1:111122223333:code-signing-config:csc-0123456789abcdef0",
    "arn:aws:apigateway:eu-central-1:lambda:path/x",
    "arn:aws:cloudwatch::cw0123456789:alarm:a",
    "arn:nope:sqs:eu-central-1:111122223333:q",
    "arn:aws:sqs:mars:111122223333:q",
    "arn:aws:sqs:eu-central-1:12:q",
    "arn:aws:sqs:eu-central-1:111122223333:",
    "arn:aws::eu-central-1:111122223333:q",
    "arn:aws:sqs:eu-central-1:111122223333",
    "arn:aws:sqs",
    "arn:",
    "arn",
    "ARN:aws:sqs:eu-central-1:111122223333:q",
    " arn:aws:sqs:eu-central-1:111122223333:q",
)
_POLICY: Final = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:*","Resource":"*"}]}'
)
JSONS: Final[Sequence[str]] = (
    *("{}", "[]", "null", "5", '"x"', " {}", "{} ", "{", "}", "[", '{"a":1}', '{"a":1,"a":2}'),
    *('{"a":NaN}', "{'a':1}", '{"a":1,}', '{"a" 1}', "{}x", "[1,2]", "true", "\t{}", '{"a":"b"}'),
    *(
        _POLICY,
        f" {_POLICY}",
        _POLICY.replace("{", "{\n", 1),
        _POLICY.replace("Version", "Wersion"),
    ),
    '{"a":"\u00e9"}',
)
FEW: Final[Sequence[str]] = (
    *(
        "",
        "a",
        "A",
        "a b",
        "x" * 130,
        "x" * 300,
        "x" * 3000,
        ARNS[0],
        ARNS[18],
        "{}",
        "[]",
        "EQUALS",
    ),
    *(
        "NONE",
        "none",
        "BLOCK",
        "a:b",
        "a.b",
        "a-b",
        "/a",
        "Xyz_9",
        "10.0.0.0/8",
        "get",
        "GET",
        "DE",
    ),
    *("-1", "de", "\u00e9", "$a", "aws-x", "CONTINUE", "MATCH", "FIRST", "ALL", "x" * 65, "0"),
)
"""A rule that was learned at a like place is asked with these."""
WORDS: Final[Sequence[str]] = (
    *("a", "A", "z", "Z", "0", "9", "ab", "AB", "name", "Name", "NAME", "a-b", "a_b", "a.b", "a b"),
    *("/a", "a/b", "a/", "/a/", "/", "//", "alias/x", "alias/aws/x", "alias/", "-a", "a-", "_a"),
    *("a:b", ":a", "a@b.c", "a@b", "@", "https://x.example/y", "http://x.example", "x.example"),
    *("$LATEST", "$a", "live", "lambda:InvokeFunction", "lambda:*", "lambda:", "sqs:SendMessage"),
    *("*", "111122223333", "11112222333", "1111222233334", "12", "-1", "-2", "1.5", "+1", "1e3"),
    *("0", "10485760", "10485761", "eu-central-1_Ab1Cd2Ef3", "eu-central-1_", "eu-central-1"),
    *("us-gov-west-1", "mars", "10.0.0.0/8", "10.0.0.1/8", "10.0.0.0", "10.0.0.0/33", "::/0"),
    *("{####}{username}", "{####} {username}!", "2030-01-01T00:00:00Z", "2030-01-01", "PT5M"),
    *("2030-13-01T00:00:00Z", "2030-01-01T00:00:00+01:00", "2030-01-01 00:00:00", "5m", "rate(1"),
    *("rate(1 minute)", "cron(0 12 * * ? *)", "at(2030-01-01T00:00:00)", "GET", "get", "AWS", "("),
    *(
        "[",
        "a(",
        "(a)",
        ".*",
        "a+",
        "\u00e9",
        "\u20ac",
        "a\u00e9",
        "\U0001f600",
        "a\n",
        "\n",
        "a\nb",
    ),
    *(
        "\t",
        " ",
        "  ",
        " a",
        "a ",
        "#",
        "a#b",
        "a=b",
        "a,b",
        "a;b",
        "a%b",
        "a!",
        "a?",
        "a'b",
        'a"b',
    ),
    *("a\\b", "a<b", "a>b", "a|b", "a^b", "a~b", "a`b", "a{b", "a}b", "a[b", "a]b", "a(b", "a)b"),
    *("aws", "aws-x", "AWSx", "amzn", "INTERNET", "0a", "a0", "A_B", "A-B", "Ab1", "a--b", "a..b"),
    *(".a", "a.", "..", ".", "-", "_", "x.fifo", ".fifo", "a/b/c", "a\0b", "a\x7fb", "a*b", "a&b"),
    *(
        "fs-0123456789abcdef0",
        "/mnt/x",
        "/mnt/",
        "mnt/x",
        "123456789012.dkr.ecr.x/y",
        "p99",
        "p101",
    ),
    *(
        "tm(10%:90%)",
        "IQM",
        "TC(:5)",
        "p99.9",
        "p",
        "python3.13",
        "Python3.13",
        "python3.99",
        "x86",
    ),
    *("abcdef", "ABCDEF", "a" * 5, "a" * 6, "lambda.amazonaws.com", "*.x.example", "x..example"),
    *("-x.example", "xn--80ak6aa92e.example", "phone_number", "email", "custom:x", "eventbus"),
)
LENGTHS: Final[Sequence[int]] = (
    *(1, 2, 3, 5, 6, 7, 8, 10, 16, 20, 31, 32, 33, 40, 41, 50, 51, 60, 63, 64, 65, 80, 81, 100),
    *(101, 119, 120, 127, 128, 129, 130, 131, 140, 141, 150, 200, 250, 255, 256, 257, 300, 400),
    *(500, 512, 513, 600, 700, 1000, 1023, 1024, 1025, 1500, 1600, 1601, 2000, 2048, 2049, 3000),
    *(
        4095,
        4096,
        4097,
        5000,
        5120,
        5121,
        8000,
        8192,
        8193,
        10240,
        10241,
        20000,
        20001,
        25000,
        40000,
    ),
)
ALPHABET: Final = string.printable[:95] + "\u00e9\n\t"
NUMBERS: Final[Sequence[int]] = tuple(
    sorted(
        {
            *range(-20, 400),
            *(
                sign * base**power + off
                for base in (2, 10)
                for power in range(2, 31)
                for sign in (1, -1)
                for off in (-1, 0, 1)
                if base**power < 2**31
            ),
            *(
                value * scale + off
                for value in (60, 3600, 86400, 1440, 168, 1024)
                for scale in (1, 2, 3, 5, 6, 7, 10, 12, 14, 24, 30, 60, 90, 365)
                for off in (-1, 0, 1)
            ),
        }
    )
)
