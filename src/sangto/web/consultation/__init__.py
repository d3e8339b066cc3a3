"""Pages of opinion rounds, meetings and drafts, with those behind personal links."""
