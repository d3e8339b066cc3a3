"""Every request that the desk sends to another server goes through here.

A name is resolved once, and the connection goes to that address; private addresses are refused.
"""
