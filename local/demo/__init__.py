"""What a person runs on one machine: `make demo`, `make local`, `make restore-drill`."""
