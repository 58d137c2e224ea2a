-- A row is a measure of agreement of all coders on a variable of a window.
-- collection_window: First and last day, both included, UTC
-- variable: The variable
-- measure: The measure
-- units: Tweets that several coded
-- value: The measure; NULL where it is not defined
-- low: Lower end of its 95 % interval
-- high: Upper end of its 95 % interval
-- is_reported: Whether tables rest on the variable's codes
select
    coder_agreement.collection_window,
    coder_agreement.variable,
    coder_agreement.measure,
    coder_agreement.units,
    coder_agreement.value,
    coder_agreement.low,
    coder_agreement.high,
    coded_variables.is_reported
from coder_agreement
inner join coded_variables
    on coded_variables.collection_window = coder_agreement.collection_window
    and coded_variables.variable = coder_agreement.variable
where coder_agreement.coders = 'all'
order by coder_agreement.collection_window, coder_agreement.variable, coder_agreement.measure
