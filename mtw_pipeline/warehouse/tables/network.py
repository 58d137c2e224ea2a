"""Tables of the network: ties, layers, accounts and communities."""

from mtw_pipeline.warehouse.tables.model import COLLECTION_WINDOW, Column, Holds, Reference, Table, Type, count

_LAYER_STATEMENTS = (
    "network/layer_name",
    "network/layer_chain",
    "network/layer_retweet",
    "network/layer_quote",
    "network/layer_all",
)

_LAYER = Column(
    "layer",
    Type.TEXT,
    "The network: which ties it is made of",
    required=True,
    allowed=("name", "chain", "retweet", "quote", "all"),
)
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
    filled_from=(*_LAYER_STATEMENTS, "network/large/tweets_of_posters"),
    columns=(
        COLLECTION_WINDOW,
        _LAYER,
        Column(
            "metric",
            Type.TEXT,
            "The metric, its name saying which of several definitions",
            required=True,
            holds=Holds.NOTHING,
        ),
        Column("value", Type.NUMBER, "Its value; NULL where it is not defined or was left out"),
        Column("definition", Type.TEXT, "The definition that was used", required=True, holds=Holds.NOTHING),
        count("nodes", "Accounts it rests on", "users", required=True),
        count("ties", "Distinct directed ties it rests on, self-ties apart", "ties", required=True),
        Column("reason", Type.TEXT, "Why the value is NULL, with the bound that is known", holds=Holds.NOTHING),
    ),
)

NETWORK_TIES = Table(
    name="network_ties",
    row="a directed tie of a network layer",
    stage="network",
    key=("collection_window", "layer", "source", "target"),
    expects_rows="usually",
    filled_from=_LAYER_STATEMENTS,
    columns=(
        COLLECTION_WINDOW,
        _LAYER,
        Column("source", Type.TEXT, "The account that posted", required=True, holds=Holds.ACCOUNT),
        Column("target", Type.TEXT, "The other account; the same in a self-tie", required=True, holds=Holds.ACCOUNT),
        Column("times", Type.INTEGER, "How often it was seen", required=True, minimum=1, unit="tweets"),
    ),
)

USER_METRICS = Table(
    name="user_metrics",
    row="an account's place in a network layer",
    stage="network",
    key=("collection_window", "layer", "account"),
    references=(Reference("account", "users", "account"),),
    expects_rows="usually",
    filled_from=_LAYER_STATEMENTS,
    columns=(
        COLLECTION_WINDOW,
        _LAYER,
        Column("account", Type.TEXT, "The account", required=True, holds=Holds.ACCOUNT),
        count("indegree", "Other accounts with a tie to it", "users", required=True),
        count("outdegree", "Other accounts that it has a tie to", "users", required=True),
        count("degree", "Both together", "ties", required=True),
        count("times_in", "How often ties of others led to it", "tweets", required=True),
        count("times_out", "How often its ties led to others", "tweets", required=True),
        Column("betweenness", Type.NUMBER, "Shortest directed paths through it (Freeman 1977), as counted", minimum=0),
        Column("closeness", Type.NUMBER, "Accounts in reach / sum of steps to them, direction ignored", minimum=0),
        Column("pagerank", Type.NUMBER, "PageRank, damping 0.85, ties unweighted", minimum=0, maximum=1),
        Column("hub", Type.NUMBER, "Hub score (Kleinberg 1999); all add up to 1", minimum=0, maximum=1),
        Column("authority", Type.NUMBER, "Authority score; all add up to 1", minimum=0, maximum=1),
        count("core", "The deepest k-core that it is in, direction ignored", ""),
        Column("community", Type.INTEGER, "Its community by Leiden; 1 is the largest", minimum=1),
    ),
)

COMMUNITIES = Table(
    name="communities",
    row="a community of a network layer, from the size that study.toml asks for",
    stage="network",
    key=("collection_window", "layer", "community"),
    expects_rows="perhaps",
    columns=(
        COLLECTION_WINDOW,
        _LAYER,
        Column("community", Type.INTEGER, "Its number; 1 is the largest", required=True, minimum=1),
        count("accounts", "Its members", "users", required=True),
        Column("percent_of_accounts", Type.NUMBER, "Percent of the layer's accounts", minimum=0, maximum=100),
        count("ties_inside", "Ties between its members, self-ties apart", "ties", required=True),
        Column("density_inside", Type.NUMBER, "These / possible ones", minimum=0, maximum=1),
        Column("leaders", Type.TEXTS, "The five members with the highest indegree", required=True, holds=Holds.ACCOUNT),
        Column("words", Type.TEXTS, "Ten words that it uses more than the others", required=True, holds=Holds.WORDS),
        Column("hashtags", Type.TEXTS, "Ten hashtags likewise", required=True, holds=Holds.HASHTAG),
    ),
)

LEADERS = Table(
    name="leaders",
    row="a leader of a network layer, by ties to it or from it",
    stage="network",
    key=("collection_window", "layer", "leads_by", "rank"),
    expects_rows="usually",
    columns=(
        COLLECTION_WINDOW,
        _LAYER,
        Column("leads_by", Type.TEXT, "By which degree", required=True, allowed=("indegree", "outdegree")),
        Column("rank", Type.INTEGER, "Place by that degree, ties by times and the alphabet", required=True, minimum=1),
        Column("account", Type.TEXT, "The account", required=True, holds=Holds.ACCOUNT),
        count("degree", "That degree", "users", required=True),
        Column("leads_both", Type.BOOLEAN, "Whether it is among the leaders by the other degree too", required=True),
        count("followers", "Followers at its latest tweet; NULL where not known", "users", holds=Holds.AUDIENCE),
        Column("class", Type.TEXT, "What it is", required=True, holds=Holds.WORDS),
        Column("classed_by", Type.TEXT, "Who says so", required=True, allowed=("rules", "the study", "no profile")),
    ),
)
