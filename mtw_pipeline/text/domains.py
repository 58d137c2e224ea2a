"""Registered domains of links: which second levels are a country's, and which domains stand for other addresses.

What belongs here: those two lists, and the parameters of the statement that uses them (link_domains.sql). What does
not: masking links (published/masking/). No list of public suffixes is needed: hosts under which others have pages
of their own (``name.blogspot.com``) are cut like any other.
"""

SECOND_LEVELS = frozenset({
    "ac", "asn", "co", "com", "edu", "gob", "gouv", "gov", "go", "govt", "id", "k12", "lg", "ltd", "me", "mil", "ne",
    "net", "nhs", "nic", "nom", "or", "org", "plc", "sch", "school",
})  # fmt: skip
"""Labels under which countries register domains: ``example.co.uk``."""

SHORTENERS = frozenset({
    "adf.ly", "amzn.to", "bit.ly", "bitly.com", "bl.ink", "buff.ly", "crwd.fr", "cutt.ly", "db.tt", "dlvr.it", "fb.me",
    "flip.it", "goo.gl", "hubs.la", "hubs.li", "hubs.ly", "ift.tt", "is.gd", "j.mp", "lnkd.in", "mtr.cool", "nyti.ms",
    "ow.ly", "po.st", "rb.gy", "rebrand.ly", "shar.es", "shorturl.at", "smarturl.it", "snip.ly", "soc.fm", "spr.ly",
    "t.co", "t.ly", "tiny.cc", "tinyurl.com", "tmblr.co", "trib.al", "u.to", "v.gd", "wp.me", "x.co", "zpr.io",
})  # fmt: skip
"""Domains behind which another address stands that the export does not tell; this program's own list."""


def domain_parameters() -> dict[str, object]:
    """The parameters of sql/tables/report/link_domains.sql."""
    return {"second_levels": sorted(SECOND_LEVELS), "shorteners": sorted(SHORTENERS)}
