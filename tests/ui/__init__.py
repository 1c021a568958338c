"""Screens and kit, offscreen, with fakes behind them."""
