"""The desk: windows, screens and the parts they are made of."""
