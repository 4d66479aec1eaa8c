"""Entry: ``python -m agency_printer wkhtmltopdf|wkhtmltoimage ARGUMENTS``."""

import sys

# Odoo asks for this version text and prints headers only when it names the patched Qt.
VERSION = "{} 0.12.6 (with patched qt)"


def main(arguments):
    """Print; returns the exit code."""
    program, arguments = arguments[0], arguments[1:]
    if "--version" in arguments or "-V" in arguments:
        print(VERSION.format(program))
        return 0
    from .chrome import PrinterError
    from .document import print_image, print_pdf
    from .options import parse

    try:
        options = parse(arguments)
        (print_image if program == "wkhtmltoimage" else print_pdf)(options)
    except (PrinterError, ValueError, OSError) as error:
        print(f"{program}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
