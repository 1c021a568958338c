"""What runs when, and beside the desk."""
