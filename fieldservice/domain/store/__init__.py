"""Engine, unit of work, journal, repositories, search index, backup, migrations."""
