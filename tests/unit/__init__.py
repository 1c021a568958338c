"""Rules and tools, without input or output."""
