"""What a name says of its value, and what it does not."""

import itertools

import pytest

from policies.pci.rules.telling_names import told, told_in
from tests.policies.case import joined

HUMAN = joined("hun", "ter2")
HEX = "".join(f"{each:02x}" for each in range(7, 39))
DIGITS = "".join(str(each * 7 % 10) for each in range(39))
MIXED = joined("hG7xQ2vLp9", "ZrT4mKc8Wd")


@pytest.mark.parametrize(
    "name",
    [
        "".join(part)
        for part in itertools.product(
            ("", "DB_", "db", "masterUser", "temporary_"),
            ("password", "Password", "PASSWORD", "passwd", "PWD", "passphrase"),
        )
    ],
)
def test_a_password_is_one_by_its_name(name: str) -> None:
    """However it looks, and however the name is written."""
    assert told(name, HUMAN) == "a password"
    assert told(name, "Summer 2026!") == "a password"


@pytest.mark.parametrize(
    "name", ["SIGNING_KEY", "hmacKey", "API_TOKEN", "clientSecret", "ApiKey", "signingkey"]
)
@pytest.mark.parametrize("value", [HEX, HEX.upper(), DIGITS, MIXED, f"0x{HEX}"])
def test_a_key_is_one_by_name_and_form(name: str, value: str) -> None:
    """Hexadecimal or decimal digits, or mixed letters, under a name that tells."""
    assert told(name, value) == "a key or token"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PSP_SECRET_ARN", "arn:aws:secretsmanager:eu-central-1:111122223333:secret:psp"),
        ("DB_PASSWORD", "{{resolve:secretsmanager:db:SecretString:password}}"),
        ("DB_PASSWORD", "${DB_PASSWORD}"),
        ("password", "/shop/prod/db/password"),
        ("Password.$", "$.input.password"),
        ("PASSWORD_MIN_LENGTH", "14"),
        ("FORGOT_PASSWORD", "true"),
        ("passwordPolicy", "strict"),
        ("httpTokens", "required"),
        ("secret", "tillstack-prod-psp"),
        ("kmsMasterKeyId", "07d52570-8431-445e-bada-e47513c473f6"),
        ("signingKey", "07d52570-8431-445e-bada-e47513c473f6"),
        ("hashKey", "payment_id"),
        ("s3Key", HEX),
        ("hashkey", HEX),
        ("bypass", "allow"),
        ("publicKey", HEX),
        ("key", HEX),
        ("codeSha256", MIXED),
        ("nextToken", "next"),
        ("", HUMAN),
    ],
)
def test_what_only_names_a_secret_is_none(name: str, value: str) -> None:
    """Where it is, how long it must be, what it is called: all these are fine."""
    assert told(name, value) == ""


@pytest.mark.parametrize(
    "text",
    [
        f"export DB_PASSWORD={HUMAN}\n",
        f"DB_PASSWORD='{HUMAN}' run",
        f'{{"password": "{HUMAN}"}}',
        f"db:\n  password: {HUMAN}\n",
        f"mysql --password={HUMAN} -e 1",
        f"Server=db;Uid=shop;Pwd={HUMAN};",
        f"https://example.com/?user=a&password={HUMAN}",
    ],
)
def test_a_text_that_assigns_a_password_holds_one(text: str) -> None:
    """As a script, a file of settings, a connection or an address has it."""
    assert list(told_in(text)) == ["a password"]


@pytest.mark.parametrize(
    "text",
    [
        "The password: see the other page.",
        "password=settings.password",
        "password=read_secret('psp')",
        "password = os.environ['PASSWORD']",
        "token=token",
        "Reset your password: we will never ask for it by mail",
        '{"required": ["password"], "password": {"type": "string"}}',
    ],
)
def test_a_text_about_passwords_holds_none(text: str) -> None:
    """Sentences, and programs that pass one on."""
    assert list(told_in(text)) == []
