"""Pure readings of outside formats (phone numbers, holidays, tax ids) through well-kept libraries."""
