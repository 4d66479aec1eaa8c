"""A printer that takes wkhtmltopdf's and wkhtmltoimage's arguments and prints with headless Chromium."""
