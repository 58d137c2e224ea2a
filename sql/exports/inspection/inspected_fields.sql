-- A row is an export file of tweets: how many of the rows that would be taken say what a report speaks of.
select
    export_file,
    count(*) as rows_taken,
    count(like_count) as likes,
    count(is_retweet) as retweets,
    count(is_reply) as replies,
    count(is_quote) as quotes,
    count(media_types) as media,
    count(author_id) as user_ids,
    count(author_followers) as followers,
    count(language) as languages
from validated_rows
where reason is null
group by export_file
