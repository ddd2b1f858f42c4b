"""WeasyPrint's way to what was looked up for a document."""

from __future__ import annotations

from hashlib import sha256

from weasyprint.urls import URLFetcher, URLFetcherResponse

from ...model.assets import Absence, Asset, AssetTable, Refusal


class AssetFetcher(URLFetcher):  # type: ignore[misc]
    """Serves what the table lists, as long as it is what it was, and refuses all else; no network, no other file.

    WeasyPrint swallows what a fetcher raises while it draws SVG, so every failure is also kept in `failures`.
    """

    def __init__(self, table: AssetTable) -> None:
        super().__init__(allowed_protocols=("http",), allow_redirects=False)
        self.table = table
        self.failures: list[tuple[str, Exception]] = []

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        try:
            asset = self.table.find(url)
            content = _unchanged(asset)
        except (Refusal, Absence) as failure:
            self.failures.append((url, failure))
            raise
        return URLFetcherResponse(url, content, {"Content-Type": asset.media_type})


def _unchanged(asset: Asset) -> bytes:
    try:
        content = asset.path.read_bytes()
    except OSError as error:
        raise Refusal(f"cannot be read any more: {error.strerror}") from error
    if sha256(content).hexdigest() != asset.sha256:
        raise Refusal("the file changed while the guide was printed")
    return content
