"""What every room builds on, without Django.

Transition tables, working time, Vietnamese folding, actors, references, the closed list of
categories, sealing and typed refusals. Nothing here reads a database, a file or the clock.
"""
