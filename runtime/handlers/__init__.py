"""One thin file per function: decode, one domain call, encode.

What a function imports lives as long as its container: a collector that looks through it again and
again takes a tenth of a cold start and finds nothing. And no package but pydantic has a say in our
models: to look for plugins, it would read the notes of every package there is. Where time zones lie
Python is told too: it would read how it was built.
"""

import gc
import os

gc.set_threshold(200_000, 20, 100)
os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
os.environ.setdefault("PYTHONTZPATH", "/usr/share/zoneinfo")
