-- A row is a sampled tweet: drawn at random within each stratum by sorting the tweets by a hash of the seed and the id.
-- The hash depends on nothing else, so the same tweets give the same sample in whatever order they came. Strata get
-- their share of the sample by largest remainders; without strata there is one. Who codes what is divided anew, in
-- the same way, when sheets are written (coding/division.py); before coders are named, nobody codes anything.
with frame as (
    select
        tweet_id,
        case $stratify_by
            when 'tweet_type' then tweet_type
            when 'content_format' then coalesce(content_format, 'not known')
            when 'language' then coalesce(language, 'not known')
        end as stratum,
        md5(cast($seed as varchar) || ':' || tweet_id) as lot
    from tweets
    where
        collection_window = $collection_window
        and ($include_retweets or not is_retweet)
        and (array_length($languages) = 0 or list_contains($languages, lower(language)))
),

frame_proof as (
    select
        count(*) as frame_size,
        least($size, count(*)) as sample_size,
        md5(string_agg(tweet_id, ' ' order by tweet_id)) as frame_md5
    from frame
),

stratum_shares as (
    select
        coalesce(frame.stratum, '') as stratum,
        floor(count(*) * max(frame_proof.sample_size) / cast(max(frame_proof.frame_size) as double)) as whole,
        count(*) * max(frame_proof.sample_size) % max(frame_proof.frame_size) as remainder,
        max(frame_proof.sample_size) as sample_size
    from frame
    cross join frame_proof
    group by coalesce(frame.stratum, '')
),

stratum_quotas as (
    select
        stratum,
        whole + case
            when row_number() over (order by remainder desc, stratum) <= sample_size - sum(whole) over () then 1
            else 0
        end as quota
    from stratum_shares
),

ranked_frame as (
    select
        *,
        row_number() over (partition by coalesce(stratum, '') order by lot, tweet_id) as place
    from frame
),

drawn_tweets as (
    select
        ranked_frame.tweet_id,
        ranked_frame.stratum,
        row_number() over (order by ranked_frame.lot, ranked_frame.tweet_id) as draw_order
    from ranked_frame
    inner join stratum_quotas on stratum_quotas.stratum = coalesce(ranked_frame.stratum, '')
    where ranked_frame.place <= stratum_quotas.quota
)

select
    $collection_window as collection_window,
    drawn_tweets.tweet_id,
    drawn_tweets.draw_order,
    drawn_tweets.stratum,
    drawn_tweets.draw_order <= $reliability_size as is_reliability,
    case
        when array_length($coders) = 0 or drawn_tweets.draw_order <= $reliability_size then cast($coders as varchar[])
        else [$coders[1 + (drawn_tweets.draw_order - $reliability_size - 1) % array_length($coders)]]
    end as coders,
    cast($seed as bigint) as seed,
    frame_proof.frame_size,
    frame_proof.frame_md5,
    $stratify_by as stratified_by,
    $include_retweets as with_retweets,
    cast($languages as varchar[]) as of_languages,
    false as is_frozen
from drawn_tweets
cross join frame_proof
order by draw_order
