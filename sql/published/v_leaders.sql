-- A row is one of the fifty accounts of a window that most other accounts name, answer, retweet or quote.
-- collection_window: First and last day, both included, UTC
-- rank: Place by indegree, ties by times named and then by the account
-- account: The account
-- indegree: Other accounts that name, answer, retweet or quote it (self-ties apart)
-- outdegree: Other accounts that it names, answers, retweets or quotes (self-ties apart)
-- times_named: Tweets of others that hold such a tie, once a kind
-- tweets: Tweets that it posted in the window
with ties as (
    select collection_window, source, target, times
    from interactions
    where not is_self_tie
),

named as (
    select
        collection_window,
        target as account,
        count(distinct source) as indegree,
        sum(times) as times_named
    from ties
    group by collection_window, target
),

naming as (
    select
        collection_window,
        source as account,
        count(distinct target) as outdegree
    from ties
    group by collection_window, source
),

posting as (
    select
        collection_window,
        author as account,
        count(*) as tweets
    from tweets
    group by collection_window, author
),

ranked as (
    select
        *,
        row_number() over (partition by collection_window order by indegree desc, times_named desc, account) as rank
    from named
)

select
    ranked.collection_window,
    ranked.rank,
    ranked.account,
    ranked.indegree,
    coalesce(naming.outdegree, 0) as outdegree,
    ranked.times_named,
    coalesce(posting.tweets, 0) as tweets
from ranked
left join naming
    on naming.collection_window = ranked.collection_window and naming.account = ranked.account
left join posting
    on posting.collection_window = ranked.collection_window and posting.account = ranked.account
where ranked.rank <= 50
order by ranked.collection_window, ranked.rank
