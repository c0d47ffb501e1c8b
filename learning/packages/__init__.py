"""Material made elsewhere, SCORM and H5P: taken apart, kept, and served from a host of its own (decision 9)."""
