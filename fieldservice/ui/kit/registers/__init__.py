"""What the screens of the registers share: customers, equipment, contracts."""
