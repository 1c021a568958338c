"""Equipment: the list of all units, the card of one, and the products they are of."""
