"""What a stack does under load: simulated, from what was counted and what AWS documents."""
