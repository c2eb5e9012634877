"""Articles, speeches and leaders from files."""
