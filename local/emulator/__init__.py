"""The AWS emulator on loopback: started, mended, and broken where a test asks for it."""
