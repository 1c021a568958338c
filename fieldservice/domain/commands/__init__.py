"""One function for each thing a person or a timer does."""
