def key_of(number: int) -> str:
    return f"known-{number:06d}"
