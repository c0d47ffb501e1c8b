"""QR codes as drawings."""

# Light modules around it, as ISO/IEC 18004 asks for.
QUIET = 4


def qr_svg(text: str) -> bytes:
    """A QR code (ISO/IEC 18004, error correction M) as SVG: one path of squares, black on white."""
    import qrcode  # slow to load, and only certificates need it
    from qrcode.constants import ERROR_CORRECT_M

    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(text)
    rows = code.get_matrix()
    squares = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    size = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path d="{squares}"/></svg>'
    ).encode()
