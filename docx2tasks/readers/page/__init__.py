"""HTML pages as served: the document's own words, what stands round them set aside."""
