"""Tables of the network: ties, layers, accounts and communities."""

from mtw_pipeline.tables.model import COLLECTION_WINDOW, Column, Holds, Reference, Table, Type, count

TIE_KINDS = ("mention", "reply", "retweet", "quote", "not said")

INTERACTIONS = Table(
    name="interactions",
    row="a directed tie of one kind between two accounts",
    stage="network",
    key=("collection_window", "source", "target", "kind"),
    references=(Reference("source", "users", "account"), Reference("target", "users", "account")),
    expects_rows="usually",
    columns=(
        COLLECTION_WINDOW,
        Column("source", Type.TEXT, "The account that posted", required=True, holds=Holds.ACCOUNT),
        Column(
            "target",
            Type.TEXT,
            "The account that was named, answered, retweeted or quoted",
            required=True,
            holds=Holds.ACCOUNT,
        ),
        Column("kind", Type.TEXT, "How; not said only of a collected edge list", required=True, allowed=TIE_KINDS),
        Column("is_self_tie", Type.BOOLEAN, "Whether source and target are one account", required=True),
        Column("times", Type.INTEGER, "Tweets that hold the tie", required=True, minimum=1, unit="tweets"),
        Column("first_at", Type.TIME, "First such tweet; NULL where an edge list does not say", unit="UTC"),
        Column("last_at", Type.TIME, "Last such tweet; NULL where an edge list does not say", unit="UTC"),
    ),
)

NETWORK_METRICS = Table(
    name="network_metrics",
    row="one metric of one network layer",
    stage="network",
    key=("collection_window", "layer", "metric"),
    columns=(
        COLLECTION_WINDOW,
        Column("layer", Type.TEXT, "The network: which ties it is made of", required=True, holds=Holds.NOTHING),
        Column(
            "metric",
            Type.TEXT,
            "The metric, its name saying which of several definitions",
            required=True,
            holds=Holds.NOTHING,
        ),
        Column("value", Type.NUMBER, "Its value; NULL where it is not defined"),
        Column("definition", Type.TEXT, "The definition that was used", required=True, holds=Holds.NOTHING),
        count("nodes", "Accounts it rests on", "users", required=True),
        count("ties", "Distinct directed ties it rests on, self-ties apart", "ties", required=True),
    ),
)
