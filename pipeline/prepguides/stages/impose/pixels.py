"""A picture of a PDF given other pixels."""

from __future__ import annotations

import io

import pikepdf
from pikepdf import Name
from PIL import Image


def replace_pixels(image: pikepdf.Stream, picture: Image.Image, space: pikepdf.Object, quality: int) -> None:
    """The picture in place of the image's own, with eight bits a channel. What was a JPEG stays one, of that quality."""
    if image.get("/Filter") == Name.DCTDecode:
        target = io.BytesIO()
        picture.save(target, "JPEG", quality=quality)
        image.write(target.getvalue(), filter=Name.DCTDecode)
    else:
        image.write(picture.tobytes())
    for key in ("/DecodeParms", "/Decode"):
        if key in image:
            del image[key]
    image["/ColorSpace"], image["/BitsPerComponent"] = space, 8
