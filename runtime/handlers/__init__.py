"""One thin file per function: decode, one domain call, encode."""
