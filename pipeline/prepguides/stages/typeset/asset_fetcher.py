"""WeasyPrint's way to the asset shelf."""

from __future__ import annotations

from weasyprint.urls import URLFetcher, URLFetcherResponse

from ...model.assets import Absence, AssetResolver, Refusal


class AssetFetcher(URLFetcher):  # type: ignore[misc]
    """Serves what the shelf serves and refuses all else; no network, no file outside.

    WeasyPrint swallows what a fetcher raises while it draws SVG, so every failure is also kept in `failures`.
    """

    def __init__(self, resolver: AssetResolver) -> None:
        super().__init__(allowed_protocols=("http",), allow_redirects=False)
        self.resolver = resolver
        self.failures: list[tuple[str, Exception]] = []

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        try:
            content, media_type = self.resolver.read(url)
        except (Refusal, Absence) as failure:
            self.failures.append((url, failure))
            raise
        return URLFetcherResponse(url, content, {"Content-Type": media_type})
