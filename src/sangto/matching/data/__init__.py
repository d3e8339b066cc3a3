"""Lists that the comparison reads: abbreviations, shared hosts, tracking
parameters, luring words and places."""
