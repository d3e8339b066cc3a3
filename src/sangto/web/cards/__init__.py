"""Pictures that the server draws: share cards of verdicts, and the icons of the installed page."""
