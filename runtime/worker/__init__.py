"""The payment queue's other consumer: a process that runs until it is told to stop."""
