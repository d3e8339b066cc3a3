"""The desk's inbox, and the page of a case with everything that is done there."""
