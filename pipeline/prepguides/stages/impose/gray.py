"""In black and white: every color as the gray of its luminance, so that each contrast stays what it was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator
from PIL import Image, ImageMath

from ...text.color import gray_of, gray_of_lightness
from .pixels import replace_pixels

Space = str
"""A color space by name, or by the number of its components: `/DeviceRGB`, `/Lab`, `4`."""
_SETS = {"rg": ("/DeviceRGB", "g"), "RG": ("/DeviceRGB", "G"), "k": ("/DeviceCMYK", "g"), "K": ("/DeviceCMYK", "G")}
_SPACES = {"cs": "fill", "CS": "stroke"}
_CHANNELS = {"sc": ("fill", "g"), "scn": ("fill", "g"), "SC": ("stroke", "G"), "SCN": ("stroke", "G")}


def in_gray(document: pikepdf.Pdf) -> None:
    """Pages, drawings, patterns, gradients, pictures and fields. Tags and links stay."""
    for item in document.objects:
        if isinstance(item, Dictionary | pikepdf.Stream):
            _gray_object(item)
    for page in document.pages:
        page.contents_coalesce()
        _gray_stream(page.obj.Contents, page.obj.get("/Resources", Dictionary()))
        for annotation in page.obj.get("/Annots", []):
            _gray_annotation(annotation)


def _gray_object(item: Any) -> None:
    if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == Name.Image:
        _gray_image(item)
    elif isinstance(item, pikepdf.Stream) and (item.get("/Subtype") == Name.Form or item.get("/PatternType") == 1):
        _gray_stream(item, item.get("/Resources", Dictionary()))
    elif "/ShadingType" in item:
        _gray_shading(item)
    group = item.get("/Group")
    if isinstance(group, Dictionary) and "/CS" in group:
        group["/CS"] = Name.DeviceGray


def _gray_stream(stream: Any, resources: Any) -> None:
    """Replaces the operators that set a color; what is set in gray, or is a pattern, stays."""
    spaces = {"fill": "/DeviceGray", "stroke": "/DeviceGray"}
    written: list[Any] = []
    changed = False
    for instruction in pikepdf.parse_content_stream(stream):
        operands, operator = [*instruction.operands], instruction.operator
        name = str(operator)
        gray = None
        if name in _SETS:
            gray = (_gray(_SETS[name][0], operands), _SETS[name][1])
        elif name in _SPACES:
            spaces[_SPACES[name]] = _space(operands[0], resources)
            if _is_colored(spaces[_SPACES[name]]):
                changed = True
                continue
        elif name in _CHANNELS and _is_colored(space := spaces[_CHANNELS[name][0]]):
            gray = (_gray(space, operands), _CHANNELS[name][1])
        written.append(([round(gray[0], 4)], Operator(gray[1])) if gray else (operands, operator))
        changed = changed or gray is not None
    if changed:
        stream.write(pikepdf.unparse_content_stream(written))


def _is_colored(space: Space) -> bool:
    return space not in ("/DeviceGray", "/CalGray", "/Pattern", "/Separation", "1")


def _space(space: Any, resources: Any) -> Space:
    """What a color space is, looked up in the resources; a profile's by its number of components."""
    named = resources.get("/ColorSpace", Dictionary()).get(str(space)) if isinstance(space, Name) else space
    if named is None or isinstance(named, Name):
        return str(space if named is None else named)
    kind = str(named[0])
    return str(int(named[1].N)) if kind == "/ICCBased" else kind


def _gray(space: Space, channels: Sequence[Any]) -> float:
    """0 to 1, of a color in that space."""
    values = [float(channel) for channel in channels]
    if space == "/Lab":
        return gray_of_lightness(values[0])
    if space in ("/DeviceCMYK", "4"):
        cyan, magenta, yellow, black = values
        values = [(1 - ink) * (1 - black) for ink in (cyan, magenta, yellow)]
    return gray_of(*values[:3]) if len(values) >= 3 else values[0]


def _gray_annotation(annotation: Any) -> None:
    """The words that are typed into a field, its ground and its edge."""
    if "/DA" in annotation:
        annotation["/DA"] = pikepdf.String(_gray_words(str(annotation.DA)))
    look = annotation.get("/MK", Dictionary())
    for holder, key in ((annotation, "/C"), (look, "/BC"), (look, "/BG")):
        color = holder.get(key)
        if color is not None and len(color) >= 3:
            holder[key] = Array([round(_gray("4" if len(color) == 4 else "3", list(color)), 4)])


def _gray_words(appearance: str) -> str:
    words = appearance.split()
    for index, word in enumerate(words):
        if word == "rg":
            words[index - 3 : index + 1] = [f"{_gray('/DeviceRGB', words[index - 3 : index]):.4g}", "g"]
            break
    return " ".join(words)


def _gray_shading(shading: Any) -> None:
    """A gradient: the colors at the ends of each of its functions."""
    space = _space(shading.ColorSpace, Dictionary())
    if not _is_colored(space):
        return
    waiting = [shading.Function]
    while waiting:
        function = waiting.pop()
        if isinstance(function, Array):
            waiting += list(function)
        elif "/Functions" in function:
            waiting += list(function.Functions)
        for key in ("/C0", "/C1"):
            if not isinstance(function, Array) and key in function and len(function[key]) >= 3:
                function[key] = Array([round(_gray(space, list(function[key])), 4)])
    shading["/ColorSpace"] = Name.DeviceGray


def _gray_image(image: pikepdf.Stream) -> None:
    """Pictures in color, mask and all; others are gray already."""
    if image.get("/ImageMask") or not _is_colored(_space(image.get("/ColorSpace", Name.DeviceGray), Dictionary())):
        return
    gray = _by_luminance(pikepdf.PdfImage(image).as_pil_image().convert("RGB"))
    mask = image.get("/SMask")
    replace_pixels(image, gray, Name.DeviceGray, quality=90)
    if mask is not None:
        image["/SMask"] = mask


def _by_luminance(image: Image.Image) -> Image.Image:
    """The gray of each pixel's luminance, by the formula of `gray_of`; what is gray already stays as it is to the last bit."""

    def light(channel: ImageMath._Operand) -> ImageMath._Operand:
        return ((channel / 255.0 + 0.055) / 1.055) ** 2.4

    def mixed(bands: dict[str, ImageMath._Operand]) -> ImageMath._Operand:
        summed = light(bands["r"]) * 0.2126 + light(bands["g"]) * 0.7152 + light(bands["b"]) * 0.0722
        return (summed ** (1 / 2.4) * 1.055 - 0.055) * 255.0 + 0.5

    red, green, blue = (band.convert("F") for band in image.split())
    made: Image.Image = ImageMath.lambda_eval(mixed, r=red, g=green, b=blue)
    return made.convert("L")
