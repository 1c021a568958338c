"""The screens, one folder each; a screen never imports another."""
