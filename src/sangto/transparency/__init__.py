"""What the public sees of every decision: the register, its open data, and how to check them.

Read-only projections of what earlier rooms decided; nothing here decides.
"""
