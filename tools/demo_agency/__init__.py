"""The demo agency: eighteen months of an agency's life, made by the suite's own flows."""
