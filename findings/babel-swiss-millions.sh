#!/usr/bin/env bash
# Babel 2.19.0: from a million on, amounts of Switzerland and Liechtenstein lose their grouping.
#
# CLDR groups de-CH, fr-CH, it-CH, en-CH and de-LI by an apostrophe (U+2019 or ', as the release of
# CLDR has it). An amount with one such group is written with it; with two or more all of them are
# gone: the pattern's own quoting takes what stands between two apostrophes for literal text, and
# takes the apostrophes away. No digit is lost, so a test of small amounts sees nothing. Locales
# that group by a point, a comma or a space are as CLDR says.
#
# Seen: 12'345.60 as "EUR 12'345.60", 1234560 as "EUR 1234560.00"; in German 1.234.560,00.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check babel==2.19.0
"$folder/venv/bin/python" - <<'PYTHON'
from babel.numbers import format_currency

for locale in ("de_CH", "fr_CH", "it_CH", "de_LI"):
    small = format_currency(12345.6, "EUR", locale=locale)
    large = format_currency(1234560, "EUR", locale=locale)
    print(locale, ascii(small), ascii(large))
    assert "12'345" in small.replace("\u2019", "'")
    assert "1234560" in large
assert "1.234.560,00" in format_currency(1234560, "EUR", locale="de")
PYTHON
