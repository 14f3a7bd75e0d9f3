"""An authority's own list beside an edition of another: what stands where, and what to change."""
