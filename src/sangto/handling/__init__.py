"""What is done after the desk knows: measures by category, and answers by the competent agency.

A *measure* is something that one agency does and finishes; a *feedback answer* is what a public
service replies to a complaint or question about it. Nothing here asks anybody to remove speech:
only the measures of SCOPE.md exist, and only for the categories that have them.
"""
