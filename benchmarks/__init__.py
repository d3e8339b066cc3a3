"""What the desk costs, beside a bare Django that does the least it could do.

``make bench`` starts both on the same machine, server, threads and database settings, asks them by
turns, and prints each figure with its ratio. Nothing here is part of the product.
"""
