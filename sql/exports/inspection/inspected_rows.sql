-- A row is one export file: what would be taken of it. A file holds tweets or ties; when a tie was made is often not said.
with tweet_counts as (
    select
        count(*) as rows_taken,
        count(distinct tweet_id) as tweets,
        count(distinct coalesce(lower(author_handle), author_id)) as authors,
        min(created_at) as first_posted,
        max(created_at) as last_posted
    from validated_rows
    where export_file = $export_file and reason is null
),

tie_counts as (
    select
        count(*) as rows_taken,
        count(distinct (lower(source), lower(target))) as ties,
        min(created_at) as first_made,
        max(created_at) as last_made
    from window_ties
    where export_file = $export_file and reason is null
)

select
    tweet_counts.rows_taken + tie_counts.rows_taken as rows_taken,
    tweet_counts.tweets,
    tweet_counts.authors,
    tie_counts.ties,
    coalesce(tweet_counts.first_posted, tie_counts.first_made) as first_posted,
    coalesce(tweet_counts.last_posted, tie_counts.last_made) as last_posted
from tweet_counts
cross join tie_counts
