"""Words of personal settings: themes and density."""

from fieldservice.sentences.marks import WordTable, called

COMFORT_WORDS: WordTable = dict(
    (
        called("ThemeChoice", "system", "as the system"),
        called("ThemeChoice", "light", "light"),
        called("ThemeChoice", "dark", "dark"),
        called("ThemeChoice", "contrast", "high contrast"),
        called("Density", "comfortable", "comfortable"),
        called("Density", "compact", "compact"),
    )
)
