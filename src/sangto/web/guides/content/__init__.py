"""One article a file; both languages stand beside each other."""
