"""Numbers for the office: what was published, how long the review took, what is read. Other rooms add theirs (`votes`)."""
