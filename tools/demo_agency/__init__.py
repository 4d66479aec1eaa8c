"""The demo agency: three months of a small agency's life, made by the suite's own flows."""
