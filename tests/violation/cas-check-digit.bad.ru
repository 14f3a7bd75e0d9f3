#+ - [chemical/163702-07-5, '"163702-07-5"']
#+ - [chemical/50-00-1, '"50-00-1"']
#+ - [chemical/64-17-6, '"64-17-6"']
BASE <https://w3id.org/stc/id/>
PREFIX stc: <https://w3id.org/stc/ontology#>

INSERT DATA { GRAPH <xx-list/2002-02-02> {
  <chemical/50-00-1> stc:casNumber "50-00-1" .
  <chemical/64-17-6> stc:casNumber "64-17-6" .
  <chemical/163702-07-5> stc:casNumber "163702-07-5" .
  <chemical/none> stc:casNumber "no number at all" .
} }
