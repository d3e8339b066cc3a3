"""Published verdicts for everybody, and the drafting table for the desk."""
