"""The print agent: its own program on the kiosk's machine, which knows the server by its wire alone."""
