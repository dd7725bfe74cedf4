"""The real Pulumi engine against the emulator: `make preview`, `up`, `refresh`, `destroy`."""
