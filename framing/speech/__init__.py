"""Who said what: quotations, cues, speakers and the remarks they make up."""
