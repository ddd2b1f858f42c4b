"""What a document may load: regular, whole, modest files inside the asset folders; nothing else on the machine or the net."""

from __future__ import annotations

import os
import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from prepguides.model.assets import BASE_ADDRESS, MAX_ASSET_BYTES, Absence, Folder, Refusal
from prepguides.stages.resolve_assets import AssetResolver
from prepguides.stages.resolve_assets.pictures import check_raster

AT = f"{BASE_ADDRESS}assets/"


def image(kind: str, size: tuple[int, int] = (8, 8)) -> bytes:
    target = BytesIO()
    Image.effect_noise(size, 60).save(target, kind)
    return target.getvalue()


def black_png(width: int, height: int) -> bytes:
    """A small file of many pixels."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    rows = zlib.compress(b"\x00" * ((width // 8 + 1) * height), 9)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
        + chunk(b"IDAT", rows)
        + chunk(b"IEND", b"")
    )


@pytest.fixture
def resolver(tmp_path: Path) -> AssetResolver:
    folder = tmp_path / "assets"
    (folder / "deep").mkdir(parents=True)
    (folder / "dot.png").write_bytes(image("PNG"))
    (folder / "deep" / "dot.jpg").write_bytes(image("JPEG"))
    (folder / "line.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><title>Line</title><path d="M0 0h9"/></svg>')
    (tmp_path / "outside.png").write_bytes(image("PNG"))
    (tmp_path / "secret.txt").write_text("secret")
    return AssetResolver({}, (Folder(folder, folder),))


@pytest.mark.parametrize(("name", "kind"), [("dot.png", "image/png"), ("deep/dot.jpg", "image/jpeg"), ("line.svg", "image/svg+xml")])
def test_a_file_of_the_folder_is_served_with_its_type(resolver: AssetResolver, name: str, kind: str) -> None:
    assert resolver.look_up(AT + name).media_type == kind


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "FILE:///etc/passwd", "/etc/passwd", "http://example.org/x.png", "https://example.org/x.png", "ftp://x/y.png",
        "data:image/png;base64,AAAA", "javascript:1", "http://project.invalid.example.org/x.png", "", AT, AT + "secret.txt",
        AT + "../outside.png", AT + "%2e%2e/outside.png", AT + "..%2foutside.png", AT + "%2e%2e%2foutside.png",
        AT + "deep/../../outside.png", AT + "/../outside.png", AT + "dot.png/../../outside.png",
    ],
)  # fmt: skip
def test_what_lies_elsewhere_is_refused(resolver: AssetResolver, url: str) -> None:
    with pytest.raises(Refusal):
        resolver.look_up(url)


def test_twice_encoded_is_a_name_that_is_not_there(resolver: AssetResolver) -> None:
    with pytest.raises(Absence):
        resolver.look_up(AT + "%252e%252e/outside.png")


def test_an_absolute_path_in_the_address_stays_inside(resolver: AssetResolver, tmp_path: Path) -> None:
    with pytest.raises((Refusal, Absence)):
        resolver.look_up(f"{AT}{tmp_path}/outside.png")


@pytest.mark.parametrize("name", ["none.png", "deep", "deep.png"])
def test_what_is_not_there_is_absent_or_no_asset(resolver: AssetResolver, name: str) -> None:
    with pytest.raises((Absence, Refusal)):
        resolver.look_up(AT + name)


def test_a_link_out_of_the_folder_is_refused(resolver: AssetResolver, tmp_path: Path) -> None:
    (resolver.folders[0].path / "link.png").symlink_to(tmp_path / "outside.png")
    (resolver.folders[0].path / "out").symlink_to(tmp_path)
    for name in ("link.png", "out/outside.png"):
        with pytest.raises(Refusal):
            resolver.look_up(AT + name)


def test_a_pipe_is_not_waited_for(resolver: AssetResolver) -> None:
    os.mkfifo(resolver.folders[0].path / "pipe.png")
    with pytest.raises(Absence):
        resolver.look_up(AT + "pipe.png")


def test_the_first_folder_that_has_it_wins(resolver: AssetResolver, tmp_path: Path) -> None:
    second = tmp_path / "second"
    second.mkdir()
    (second / "dot.png").write_bytes(b"other")
    (second / "more.png").write_bytes(image("PNG"))
    both = AssetResolver({}, (resolver.folders[0], Folder(second, second)))
    assert both.look_up(AT + "dot.png") == resolver.look_up(AT + "dot.png")
    assert both.look_up(AT + "more.png").media_type == "image/png"


@pytest.mark.parametrize(
    "inside",
    ["<!DOCTYPE svg>", "<!doctype svg [<!ENTITY a 'b'>]>", "<script>1</script>", "<use href='#a'/>", "<USE/>", "<image href='x'/>",
     "<foreignObject/>", "<svg:script/>", "<!-- <use/> -->"],
)  # fmt: skip
def test_an_svg_that_could_load_or_run_something_is_refused(resolver: AssetResolver, inside: str) -> None:
    (resolver.folders[0].path / "bad.svg").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:svg="http://www.w3.org/2000/svg">{inside}</svg>'
    )
    with pytest.raises(Refusal):
        resolver.look_up(AT + "bad.svg")


def test_an_svg_in_another_encoding_hides_nothing(resolver: AssetResolver) -> None:
    bad = resolver.folders[0].path / "bad.svg"
    bad.write_bytes('<?xml version="1.0" encoding="UTF-16"?><svg><script>1</script></svg>'.encode("utf-16"))
    with pytest.raises(Refusal):
        resolver.look_up(AT + "bad.svg")


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("kept", [0, 20, 0.5, 0.9])
def test_a_truncated_image_is_refused(resolver: AssetResolver, kind: str, kept: float) -> None:
    whole = image(kind, (64, 64))
    (resolver.folders[0].path / f"cut.{kind.lower()}").write_bytes(whole[: int(kept if kept >= 1 else kept * len(whole))])
    with pytest.raises(Refusal):
        resolver.look_up(f"{AT}cut.{kind.lower()}")


def test_a_truncated_image_is_refused_even_when_weasyprint_has_told_pillow_to_accept_it(
    resolver: AssetResolver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", True)
    for kind in ("PNG", "JPEG"):
        whole = image(kind, (64, 64))
        (resolver.folders[0].path / f"cut.{kind.lower()}").write_bytes(whole[: len(whole) // 2])
        with pytest.raises(Refusal):
            resolver.look_up(f"{AT}cut.{kind.lower()}")


def test_a_small_file_of_144_megapixels_is_refused(resolver: AssetResolver) -> None:
    content = black_png(12_000, 12_000)
    assert len(content) < 25_000
    (resolver.folders[0].path / "huge.png").write_bytes(content)
    with pytest.raises(Refusal, match="144 of at most 20 megapixels"):
        resolver.look_up(AT + "huge.png")


def test_a_decompression_bomb_is_a_refusal_and_no_crash(resolver: AssetResolver) -> None:
    (resolver.folders[0].path / "bomb.png").write_bytes(
        black_png(16, 16).replace(struct.pack(">II", 16, 16), struct.pack(">II", 60_000, 60_000))
    )
    with pytest.raises(Refusal):
        resolver.look_up(AT + "bomb.png")


def test_a_picture_under_another_suffix_is_refused(resolver: AssetResolver) -> None:
    (resolver.folders[0].path / "text.png").write_text("not a picture")
    (resolver.folders[0].path / "gif.png").write_bytes(image("GIF"))
    for name in ("text.png", "gif.png"):
        with pytest.raises(Refusal):
            resolver.look_up(AT + name)


def test_a_file_over_the_limit_is_refused_unread(resolver: AssetResolver) -> None:
    with (resolver.folders[0].path / "big.png").open("wb") as file:
        file.truncate(MAX_ASSET_BYTES + 1)
    with pytest.raises(Refusal, match="over 20 MiB"):
        resolver.look_up(AT + "big.png")


@given(st.text(max_size=60))
def test_any_address_is_served_refused_or_absent(name: str) -> None:
    resolver = AssetResolver({}, (Folder(Path("/nonexistent"), Path("/nonexistent")),))
    for url in (name, AT + name, AT + name + ".png"):
        with pytest.raises((Refusal, Absence)):
            resolver.look_up(url)


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG of these chunks, each with a right checksum."""
    made = [struct.pack(">I", len(held)) + name + held + struct.pack(">I", zlib.crc32(name + held)) for name, held in chunks]
    return b"\x89PNG\r\n\x1a\n" + b"".join(made)


IHDR = (b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0))
IDAT = (b"IDAT", zlib.compress(b"\x00" * 72))
BOMB = zlib.compress(b"\x00" * 3_000_000, 9)


@pytest.mark.parametrize(
    "content",
    [
        png((b"IHDR", b"\x00\x00"), IDAT),
        png(IHDR, (b"gAMA", b"\x00"), IDAT),
        png((b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)), (b"tRNS", b"\x00"), IDAT),
        png(IHDR, (b"zTXt", b"a\x00\x00" + BOMB), IDAT),
        png(IHDR, (b"iTXt", b"a\x00\x01\x00\x00\x00" + BOMB), IDAT),
        png(IHDR, (b"iCCP", b"a\x00\x00" + BOMB), IDAT),
        png(IHDR, (b"cHRM", b"\x00"), IDAT),
        png(IHDR, (b"IDAT", b"not compressed")),
    ],
    ids=["IHDR", "gAMA", "tRNS", "zTXt bomb", "iTXt bomb", "iCCP bomb", "cHRM", "IDAT"],
)
def test_a_damaged_png_of_any_kind_is_refused(resolver: AssetResolver, content: bytes) -> None:
    (resolver.folders[0].path / "bad.png").write_bytes(content)
    with pytest.raises(Refusal, match="a damaged PNG: save it again"):
        resolver.look_up(AT + "bad.png")


@given(st.integers(8, 400), st.binary(min_size=1, max_size=6))
def test_whatever_bytes_are_damaged_the_picture_is_served_or_refused(at: int, damage: bytes) -> None:
    content = image("PNG")
    try:
        check_raster(content[:at] + damage + content[at + len(damage) :], "PNG")
    except Refusal as refusal:
        told = str(refusal)
    else:
        told = ""
    assert "0x" not in told, "a report is the same each time"


def test_a_picture_of_another_kind_is_called_by_its_kind(resolver: AssetResolver) -> None:
    (resolver.folders[0].path / "a.png").write_bytes(image("JPEG"))
    with pytest.raises(Refusal, match="a JPEG, not a PNG"):
        resolver.look_up(AT + "a.png")


def test_a_linked_folder_is_refused_wherever_the_link_stands(tmp_path: Path) -> None:
    """The folder of assets is compared with the project, and not with where it leads."""
    outside, project = tmp_path / "outside", tmp_path / "project"
    outside.mkdir()
    project.mkdir()
    (outside / "dot.png").write_bytes(image("PNG"))
    (project / "assets").symlink_to(outside)
    with pytest.raises(Refusal, match="leads outside the project"):
        AssetResolver({}, (Folder(project / "assets", project),)).look_up(AT + "dot.png")


def test_a_link_inside_the_project_is_followed(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "dot.png").write_bytes(image("PNG"))
    (tmp_path / "assets").symlink_to(tmp_path / "shared")
    assert AssetResolver({}, (Folder(tmp_path / "assets", tmp_path),)).look_up(AT + "dot.png").media_type == "image/png"
