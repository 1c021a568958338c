"""What the centre keeps besides the domain's tables: the feed of changes, devices, receipts, digests."""
