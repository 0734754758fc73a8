"""PDF files written by hand, so that they can be of any shape and cost nothing."""

from __future__ import annotations

from collections.abc import Sequence


def pdf(pages: Sequence[Sequence[str]], *, title: str = "", day: str = "", more: str = "") -> bytes:
    """Return a PDF of pages of lines; what is more stands in the trailer."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        _kids(range(5, 5 + 2 * len(pages), 2)),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Title ({title}) /CreationDate ({day}) >>",
    ]
    for number, lines in enumerate(pages):
        words = " ".join(f"({_escaped(line)}) Tj T*" for line in lines)
        drawn = f"BT /F1 12 Tf 14 TL 72 720 Td {words} ET" if lines else ""
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {6 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    return _file(objects, more)


def pictures(count: int) -> bytes:
    """Return a PDF whose pages are pictures, as a scanner makes them."""
    image = "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray"
    drawn = "q 612 0 0 792 0 0 cm /I Do Q"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        _kids(range(5, 5 + count)),
        f"{image} /BitsPerComponent 8 /Length 1 >>\nstream\nx\nendstream",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
    ]
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
    objects += [f"{page} /Resources << /XObject << /I 3 0 R >> >> >>"] * count
    return _file(objects, "")


def _kids(numbers: range) -> str:
    kids = " ".join(f"{number} 0 R" for number in numbers)
    return f"<< /Type /Pages /Count {len(numbers)} /Kids [{kids}] >>"


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _file(objects: Sequence[str], more: str) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010} 00000 n \n".encode() for offset in offsets)
    root = f"<< /Size {len(objects) + 1} /Root 1 0 R /Info 4 0 R {more} >>"
    out += f"trailer\n{root}\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
