"""What runs inside the desk's own environment: filling it, signing in, importing."""
