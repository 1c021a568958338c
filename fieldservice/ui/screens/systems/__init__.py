"""Other systems of the company: an ERP, another ticket system; what they may, and what they were told."""
