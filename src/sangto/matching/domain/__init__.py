"""Values and decisions about sameness, without Django."""
