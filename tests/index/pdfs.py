"""PDF files written by hand, so that they can be of any shape and cost nothing."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image


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


def scanned(jpegs: Sequence[bytes]) -> bytes:
    """Return a PDF whose pages are pictures, as a scanner makes them."""
    first = 5 + len(jpegs)
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", _kids(range(5, first)), "null", "<< >>"]
    for number in range(len(jpegs)):
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] "
            f"/Resources << /XObject << /I {first + 2 * number} 0 R >> >> "
            f"/Contents {first + 2 * number + 1} 0 R >>"
        )
    for jpeg in jpegs:
        image = Image.open(io.BytesIO(jpeg))
        objects.append(
            f"<< /Type /XObject /Subtype /Image /Width {image.width} /Height {image.height} "
            f"/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode /Length {len(jpeg)} >>"
            f"\nstream\n{jpeg.decode('latin-1')}\nendstream"
        )
        drawn = "q 612 0 0 792 0 0 cm /I Do Q"
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    return _file(objects, "")


def grey(width: int = 8) -> bytes:
    """Return a picture of nothing."""
    out = io.BytesIO()
    Image.new("L", (width, width), 128).save(out, "JPEG")
    return out.getvalue()


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
