"""Exchange between a workstation and the centre."""
