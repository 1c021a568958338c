"""The exchange with the centre: what waits, what was not taken, what gave way, what changed while away."""
