"""The log as an auditor reads it: who did what and when, never content."""
