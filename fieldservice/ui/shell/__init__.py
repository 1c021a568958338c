"""The window around the screens: rail, top bar, status bar. Knows no screen."""
