"""The service description (SPARQL 1.1 Service Description) as a query that constructs it.

Asking the store for it means every syntax that the store writes, and the graphs it really has.
"""

from kgservice.store.base import GRAPH_TYPES, QueryRequest

FORMATS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
)


def description_query(endpoint: str, media_type: str = GRAPH_TYPES[0]) -> QueryRequest:
    """Return the query whose answer is the description of the service at an endpoint.

    :param endpoint: IRI under which clients reach the service
    :param media_type: one of the graph types
    :returns: a CONSTRUCT
    """
    formats = " , ".join(f"<http://www.w3.org/ns/formats/{name}>" for name in FORMATS)
    text = f"""
PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
CONSTRUCT {{
  <{endpoint}> a sd:Service ;
    sd:endpoint <{endpoint}> ;
    sd:supportedLanguage sd:SPARQL11Query ;
    sd:feature sd:EmptyGraphs ;
    sd:resultFormat {formats} ;
    sd:defaultDataset <{endpoint}#dataset> .
  <{endpoint}#dataset> a sd:Dataset ;
    sd:defaultGraph <{endpoint}#default> .
  <{endpoint}#default> a sd:Graph .
  <{endpoint}#dataset> sd:namedGraph ?named .
  ?named a sd:NamedGraph ; sd:name ?graph .
}} WHERE {{
  OPTIONAL {{
    GRAPH ?graph {{}}
    BIND(IRI(CONCAT("{endpoint}#", MD5(STR(?graph)))) AS ?named)
  }}
}}
"""
    return QueryRequest(text, media_type)
