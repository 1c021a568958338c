"""The settings' screen: everything a company keeps about how it works."""
