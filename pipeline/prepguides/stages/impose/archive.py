"""For an archive: PDF/A-2a (ISO 19005-2) besides PDF/UA-1."""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from .pixels import replace_pixels
from .srgb_profile import srgb_profile

_CLAIM = """<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="2" pdfaid:conformance="A"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
"""What the file says of itself; PDF/A wants the words of other standards, here PDF/UA's, described (6.6.2.3)."""
_END = b"</rdf:RDF>"


def for_an_archive(document: pikepdf.Pdf) -> None:
    """Says what the colors mean and which standard the file keeps. Its fonts, tags and words were there before; fields were taken out."""
    metadata = document.Root.Metadata
    before, _, after = metadata.read_bytes().rpartition(_END)
    metadata.write(before + _CLAIM.encode() + _END + after)
    profile = document.make_stream(srgb_profile(), N=3)
    intent = Dictionary(Type=Name.OutputIntent, S=Name.GTS_PDFA1, OutputConditionIdentifier=String("sRGB"), DestOutputProfile=profile)
    document.Root["/OutputIntents"] = Array([document.make_indirect(intent)])
    for item in document.objects:
        if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == Name.Image:
            if "/Interpolate" in item:
                del item["/Interpolate"]  # 6.2.8: pixels are shown as they are
            if item.get("/ColorSpace") == Name.DeviceCMYK:
                _in_rgb(item)  # 6.2.4.3: the profile above says what red, green and blue are, and nothing of inks


def _in_rgb(image: pikepdf.Stream) -> None:
    """A picture in the colors of four inks."""
    replace_pixels(image, pikepdf.PdfImage(image).as_pil_image().convert("RGB"), Name.DeviceRGB, quality=95)
