-- A row is the frame that the sample of the window was drawn from, as it was then: how many tweets, and their MD5.
select distinct frame_size, frame_md5
from sample
where collection_window = $collection_window
