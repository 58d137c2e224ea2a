"""Pages to code and to decide on, each one file that needs no server and no network; and what they save."""
