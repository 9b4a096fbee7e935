"""Whether the record is whole and every deadline is set: asked every night, in slices."""
