"""The door for other programs: endpoints and their schemas, one file a room."""
