"""Words of personal settings: themes, density, until when a notice is put off."""

from fieldservice.sentences.marks import WordTable, called

COMFORT_WORDS: WordTable = dict(
    (
        called("ThemeChoice", "system", "as the system"),
        called("ThemeChoice", "light", "light"),
        called("ThemeChoice", "dark", "dark"),
        called("ThemeChoice", "contrast", "high contrast"),
        called("Density", "comfortable", "comfortable"),
        called("Density", "compact", "compact"),
        called("Snooze", "hour", "in an hour"),
        called("Snooze", "afternoon", "this afternoon"),
        called("Snooze", "tomorrow", "tomorrow morning"),
        called("Snooze", "monday", "on Monday morning"),
    )
)
