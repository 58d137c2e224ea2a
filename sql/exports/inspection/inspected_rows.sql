-- A row is an export file: what would be taken of it. A file holds tweets or ties; when a tie was made is often not said.
with tweet_counts as (
    select
        export_file,
        count(*) as rows_taken,
        count(distinct tweet_id) as tweets,
        count(distinct coalesce(lower(author_handle), author_id)) as authors,
        min(created_at) as first_posted,
        max(created_at) as last_posted
    from validated_rows
    where reason is null
    group by export_file
),

tie_counts as (
    select
        export_file,
        count(*) as rows_taken,
        count(distinct (lower(source), lower(target))) as ties,
        min(created_at) as first_made,
        max(created_at) as last_made
    from window_ties
    where reason is null
    group by export_file
)

select
    coalesce(tweet_counts.export_file, tie_counts.export_file) as export_file,
    coalesce(tweet_counts.rows_taken, 0) + coalesce(tie_counts.rows_taken, 0) as rows_taken,
    coalesce(tweet_counts.tweets, 0) as tweets,
    coalesce(tweet_counts.authors, 0) as authors,
    coalesce(tie_counts.ties, 0) as ties,
    coalesce(tweet_counts.first_posted, tie_counts.first_made) as first_posted,
    coalesce(tweet_counts.last_posted, tie_counts.last_made) as last_posted
from tweet_counts
full outer join tie_counts on tie_counts.export_file = tweet_counts.export_file
