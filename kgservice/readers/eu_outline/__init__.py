"""EU Annex I as outline JSON."""
