"""E-mail, SMS, telephone, messengers: one adapter a file."""
