"""Pages of the organisation: agencies, competences, focal officers, teams, charters."""
