"""Values and decisions about verdicts, without Django."""
