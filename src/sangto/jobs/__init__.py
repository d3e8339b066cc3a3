"""The door for background work: which code does a task, and the loop that runs it."""
