"""Whether a message is found again among a million others, how fast, and beside which engines.

``make bench-matching`` makes the messages, asks each engine the same questions by turns, and prints
what was reached beside what is wanted. Nothing here is part of the product.
"""
