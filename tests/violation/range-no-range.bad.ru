#+ - ["xx-list/2001-01-01/9X999#p1", "\"5\"^^<http://www.w3.org/2001/XMLSchema#decimal>"]
#+ - ["xx-list/2001-01-01/9X999#p2", "\"5\"^^<http://www.w3.org/2001/XMLSchema#decimal>"]
#+ - ["xx-list/2001-01-01/9X999#p3", "\"5\"^^<http://www.w3.org/2001/XMLSchema#decimal>"]
BASE <https://w3id.org/stc/id/>
PREFIX stc: <https://w3id.org/stc/ontology#>

# Between with one bound; greater than with two; between that does not rise. The fourth is right.
INSERT DATA {
  GRAPH <xx-list/2001-01-01> {
    <xx-list/2001-01-01/9X999#p1> a stc:Parameter ; stc:comparator stc:Between ; stc:value 5.0 .
    <xx-list/2001-01-01/9X999#p2> a stc:Parameter ; stc:comparator stc:GreaterThan ; stc:value 5.0 ; stc:upperValue 6.0 .
    <xx-list/2001-01-01/9X999#p3> a stc:Parameter ; stc:comparator stc:Between ; stc:value 5.0 ; stc:upperValue 5.0 .
    <xx-list/2001-01-01/9X999#p4> a stc:Parameter ; stc:comparator stc:Between ; stc:value 5.0 ; stc:upperValue 6.0 .
  }
}
