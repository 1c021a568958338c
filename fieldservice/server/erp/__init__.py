"""Other systems at the centre's door: their tokens, what they tell, what they are told (docs/erp.md)."""
