"""Who said what: quoted spans, cues, speakers, remarks, and whose wording each word is."""
