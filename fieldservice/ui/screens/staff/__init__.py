"""People: technicians, teams, users, and the roles that give them their rights."""
