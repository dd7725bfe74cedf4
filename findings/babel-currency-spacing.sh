#!/usr/bin/env bash
# Babel 2.19.0: a currency's code stands against its number where the pattern has no space.
#
# In English, Japanese and others CLDR's pattern is the sign and the number without a space, and its
# `currencySpacing` (UTS 35, "Currencies") puts one between a code that ends in a letter and a digit:
# ICU and every browser write "KWD 1.000". Babel reads the pattern and not the spacing. Patterns that
# have a space of their own are right.
#
# Seen: "KWD1.000" in English and Japanese, with a space in Portuguese.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check babel==2.19.0
"$folder/venv/bin/python" - <<'PYTHON'
from babel.numbers import format_currency

for locale in ("en", "ja", "pt_BR"):
    print(locale, ascii(format_currency(1, "KWD", locale=locale)))
assert format_currency(1, "KWD", locale="en") == "KWD1.000"
assert format_currency(1, "KWD", locale="ja") == "KWD1.000"
assert format_currency(1, "KWD", locale="pt_BR") == "KWD\u00a01,000"
PYTHON
