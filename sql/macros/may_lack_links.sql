-- A value is whether a tweet that shows no link may have one that its file does not tell: a retweet whose text shows more than
-- the file explains, or a text that was cut.
create or replace temp macro may_lack_links(url_count, content_format, is_retweet, text_is_cut) as
url_count = 0 and content_format is null and (is_retweet or text_is_cut)
