"""The sample desk, made through the same services as a real one; every step may run again."""
