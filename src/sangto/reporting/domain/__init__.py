"""What the figures mean, and when a digest is due; plain functions over plain values."""
