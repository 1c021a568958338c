"""The tickets' screen: the list in its views, one ticket with all that belongs to it, orders and visits."""
