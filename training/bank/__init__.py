"""Questions in and out of files: one shape (`item.Item`) between all formats and the bank's tables."""
