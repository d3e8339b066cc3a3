# noqa: A005 - mirrors the room
