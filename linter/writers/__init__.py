"""Writers: documents to bytes in the canonical form, the other way round from the readers."""
