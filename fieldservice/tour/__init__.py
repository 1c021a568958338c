"""The tour: the main job driven through the real screens, leaving numbered pictures and documents."""
