"""Values and decisions of the room, without Django."""
