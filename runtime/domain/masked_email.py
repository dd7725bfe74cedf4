"""An e-mail address as everybody but its payer may see it: one letter, and no private domain."""

from typing import Annotated, Final

from pydantic import AfterValidator

HIDDEN: Final = "…"

PUBLIC: Final = frozenset(
    [
        "aol.com",
        "aol.de",
        "bigpond.com",
        "bol.com.br",
        "btinternet.com",
        "comcast.net",
        "fastmail.com",
        "free.fr",
        "freenet.de",
        "gmail.com",
        "gmx.at",
        "gmx.ch",
        "gmx.com",
        "gmx.de",
        "gmx.net",
        "googlemail.com",
        "hey.com",
        "hotmail.co.uk",
        "hotmail.com",
        "hotmail.com.br",
        "hotmail.de",
        "hotmail.es",
        "hotmail.fr",
        "hotmail.it",
        "icloud.com",
        "ig.com.br",
        "laposte.net",
        "libero.it",
        "live.co.uk",
        "live.com",
        "live.com.pt",
        "live.de",
        "live.fr",
        "mac.com",
        "mail.com",
        "mailbox.org",
        "me.com",
        "msn.com",
        "naver.com",
        "orange.fr",
        "outlook.com",
        "outlook.com.br",
        "outlook.de",
        "outlook.es",
        "outlook.fr",
        "outlook.pt",
        "pm.me",
        "posteo.de",
        "proton.me",
        "protonmail.com",
        "qq.com",
        "rocketmail.com",
        "sapo.pt",
        "seznam.cz",
        "sfr.fr",
        "t-online.de",
        "terra.com.br",
        "tutanota.com",
        "uol.com.br",
        "verizon.net",
        "virgilio.it",
        "wanadoo.fr",
        "web.de",
        "wp.pl",
        "yahoo.ca",
        "yahoo.co.in",
        "yahoo.co.jp",
        "yahoo.co.uk",
        "yahoo.com",
        "yahoo.com.br",
        "yahoo.de",
        "yahoo.es",
        "yahoo.fr",
        "yahoo.it",
        "yandex.com",
        "ymail.com",
        "zoho.com",
    ]
)
"""Where anybody may have an address, and very many do: such a domain tells of nobody. Whatever is
missing is hidden, so the list may be short and never must be long."""


def mask_email(address: str) -> str:
    """`jane@gmail.com` is shown as `j…@gmail.com`, `jane@doe.example` as `j…@…`.

    What is masked already stays as it is, but for a private domain of an earlier version's mask.
    """
    local, _, domain = address.rpartition("@")
    domain = domain.lower()
    return f"{local[:1].strip(HIDDEN)}{HIDDEN}@{domain if domain in PUBLIC else HIDDEN}"


NOBODY: Final = mask_email("")
"""What stands for the address of a payer whose data was erased."""

MaskedEmail = Annotated[str, AfterValidator(mask_email)]
"""A field that masks whatever it is given, so that no address and no older mask gets through."""
