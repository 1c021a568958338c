"""Pure rules of the trade: standard library only, no clock, no file, no database."""
