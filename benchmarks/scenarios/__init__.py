"""One file a question: what is asked of both sides, and what is compared."""
