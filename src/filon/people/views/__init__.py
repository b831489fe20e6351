"""Pages of people: signing in, invitations, the team, one's account, and what only a demonstration shows."""
