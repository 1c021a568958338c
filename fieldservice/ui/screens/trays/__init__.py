"""The tray of requests that wait or were parked."""
