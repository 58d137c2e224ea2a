"""The table of what the program itself collected from platforms: what was asked, when, and what may be lacking.

Files that somebody brought have no row here; they stand in collection_exports, as the files of collections do too.
"""

from mtw_pipeline.warehouse.tables.model import COLLECTION_WINDOW, Column, Holds, Table, Type, count

SOURCES = ("x", "bluesky", "mastodon", "x-refresh", "bluesky-refresh", "mastodon-refresh", "bluesky-stream")

COLLECTIONS = Table(
    name="collections",
    row="a collection of posts from a platform by mtw collect, whose file lies in the window or which is unfinished",
    stage="collection",
    key=("collection_window", "collection"),
    expects_rows="perhaps",
    columns=(
        COLLECTION_WINDOW,
        Column("collection", Type.TEXT, "Name of the collection", required=True, holds=Holds.NOTHING),
        Column(
            "export_file",
            Type.TEXT,
            "The file of its pages, relative to the window's folder; absent while it is unfinished, and nothing of it"
            " is in the tables",
            holds=Holds.FILE,
        ),
        Column(
            "source",
            Type.TEXT,
            "The platform that was asked; with -refresh, for the counts of posts that were collected before",
            required=True,
            allowed=SOURCES,
        ),
        Column("server", Type.TEXT, "The server that was asked", required=True, holds=Holds.NOTHING),
        Column("endpoint", Type.TEXT, "The path or the method that was asked", required=True, holds=Holds.NOTHING),
        Column("query", Type.TEXT, "The query, as the platform took it", required=True, holds=Holds.WORDS),
        Column("asked_from", Type.TIME, "First moment of posting that was asked for", required=True, unit="UTC"),
        Column("asked_until", Type.TIME, "First moment of posting after it", required=True, unit="UTC"),
        Column("began_at", Type.TIME, "When the collection began", required=True, unit="UTC"),
        Column("ended_at", Type.TIME, "When its last sitting ended; not known where a kill came between", unit="UTC"),
        count("sittings", "How often it was begun or continued", "times", required=True),
        Column(
            "interruptions",
            Type.TEXTS,
            "Why it was stopped before it was whole, and when",
            required=True,
            holds=Holds.WORDS,
        ),
        count("pages", "Pages that came", "pages", required=True),
        count("posts", "Posts that were delivered; one that came twice counts twice", "posts", required=True),
        count("requests", "Requests that were made, those that failed included", "requests", required=True),
        count("counted_posts", "Posts that the platform counted before it gave any", "posts"),
        Column("gaps", Type.TEXTS, "What may be lacking, and why", required=True, holds=Holds.WORDS),
        Column("library", Type.TEXT, "The library that asked, with its version", required=True, holds=Holds.NOTHING),
        Column("program", Type.TEXT, "The version of this program", required=True, holds=Holds.NOTHING),
    ),
)
