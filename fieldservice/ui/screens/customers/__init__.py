"""The customers' screen: a list to find somebody in, and the card with all that belongs to them."""
