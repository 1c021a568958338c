"""The screen of data and backup: copies, restore, moving, audit trail, persons, retention."""
